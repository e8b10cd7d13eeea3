import { Arg, Ctx, Directive, Int, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import type { Session } from '../../subgraph/database/session';
import { size } from '../../subgraph/schema/size';
import { allowedSchools } from '../authorisation/allowed';
import { findBots } from '../bots/bot-queries';
import { prepareDays, type Recorded, recordUses } from './recording';
import { UNIQUE_VIOLATION } from './recording-queries';
import { dayReader, sessionSurrogate } from './session-surrogate';
import { RecordUsageResult, UsageEventInput, type UsageEventResult } from './usage-event';
import { MAXIMUM_BATCH, REFUSALS, type Reading, type Use, usesReader } from './use';

/** Each time others would have to send some of the same ids at the same time. */
const MOST_ATTEMPTS = 5;

@Resolver()
export class RecordingResolver {
  @Mutation(() => RecordUsageResult, {
    nullable: true,
    description: `Records uses of titles, up to ${MAXIMUM_BATCH} at a time, each by itself: one that cannot be recorded is told, and the others are. Sending a batch again changes nothing.`,
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["events-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAXIMUM_BATCH}, sizedFields: ["results"])`)
  async recordUsage(
    @Directive(size({ maxItems: MAXIMUM_BATCH }))
    @Arg('events', () => [UsageEventInput], { description: 'The uses, in any order.' })
    events: UsageEventInput[],
    @Ctx() context: SubgraphContext,
  ): Promise<RecordUsageResult> {
    const { turns, now } = context;
    const readings = await turns.map(events, usesReader(now));
    const recorded = await record(context, usesIn(readings), true);
    const results = await turns.map(readings, (reading, index) =>
      resultOf(index, events[index]?.id ?? '', reading, recorded),
    );
    const count = (wanted: UsageEventResult['outcome']) => results.filter(({ outcome }) => outcome === wanted).length;
    return {
      results,
      recorded: count('RECORDED'),
      alreadyKnown: count('ALREADY_KNOWN'),
      leftOut: count('LEFT_OUT'),
      refused: count('REFUSED'),
    };
  }

  @Mutation(() => Int, {
    description: 'Records denials on behalf of the client that met them, and says how many of them are new.',
  })
  @Directive('@inaccessible')
  async recordDenials(
    @Directive(size({ maxItems: MAXIMUM_BATCH }))
    @Arg('events', () => [UsageEventInput])
    events: UsageEventInput[],
    @Ctx() context: SubgraphContext,
  ): Promise<number> {
    const readings = await context.turns.map(events, usesReader(context.now));
    const recorded = await record(context, usesIn(readings), false);
    return [...recorded.values()].filter((outcome) => outcome === 'RECORDED').length;
  }
}

/** Different ones, of schools that are none of the caller's too. */
function usesIn(readings: readonly Reading[]): Use[] {
  return readings.flatMap((reading) => ('use' in reading && !reading.isRepeat ? [reading.use] : []));
}

/**
 * What became of the uses; those that are not named are of schools that the caller may not record for.
 *
 * @param isReported by the client itself
 */
async function record(
  { session, caller, refused, turns }: SubgraphContext,
  uses: readonly Use[],
  isReported: boolean,
): Promise<ReadonlyMap<Use, Recorded>> {
  const schools = [...new Set(uses.map(({ school }) => school))].filter((school) => !refused?.has(school));
  if (schools.length === 0) return new Map();
  const allowed = await allowedSchools(session, caller, 'school.record', schools);
  const reached = uses.filter(({ school }) => allowed.has(school));
  const isBot = await botsAmong(session, reached);
  const own = reached.filter((use) => !isBot(use));
  const leftOut = reached.filter(isBot).map((use) => [use, 'LEFT_OUT'] as const);
  if (own.length === 0) return new Map(leftOut);
  const sender = { client: caller.client ?? '', isReported };
  const days = await turns.map(own, dayReader());
  const withSessions = new Set(days.filter((_, index) => own[index]?.session !== null));
  const secrets = await session.write((transaction) => prepareDays(transaction, new Set(days), withSessions));
  const sessions = await turns.map(own, (use, index) =>
    sessionSurrogate(use, sender.client, secrets.get(days[index] as string)),
  );
  const outcomes = await unlessOvertaken(() =>
    session.write((transaction) => recordUses(transaction, own, sender, sessions)),
  );
  return new Map([...leftOut, ...own.map((use, index) => [use, outcomes[index] as Recorded] as const)]);
}

/** Another client at the same school may have sent the same ids at the same time. Then they are known the next time. */
async function unlessOvertaken<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || (error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    }
  }
}

async function botsAmong(session: Session, uses: readonly Use[]): Promise<(use: Use) => boolean> {
  const agents = new Set(uses.flatMap(({ userAgent }) => userAgent ?? []));
  if (agents.size === 0) return () => false;
  const bots = await findBots(session, [...agents]);
  return ({ userAgent }) => userAgent !== null && bots.has(userAgent);
}

function resultOf(index: number, id: string, reading: Reading, recorded: ReadonlyMap<Use, Recorded>): UsageEventResult {
  let became = 'refused' in reading ? reading.refused : (recorded.get(reading.use) ?? 'FORBIDDEN');
  if (became === 'RECORDED' && 'use' in reading && reading.isRepeat) became = 'ALREADY_KNOWN';
  return became === 'RECORDED' || became === 'ALREADY_KNOWN' || became === 'LEFT_OUT'
    ? { index, id, outcome: became, code: null, message: null }
    : { index, id, outcome: 'REFUSED', code: became, message: REFUSALS[became] };
}
