import { Arg, Ctx, Directive, Int, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { size } from '../../subgraph/schema/size';
import { record } from './recorder';
import type { Recorded } from './recording';
import { RecordUsageResult, UsageEventInput, type UsageEventResult } from './usage-event';
import { MAXIMUM_BATCH, REFUSALS, type Reading, type Use, usesReader } from './use';

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

function resultOf(index: number, id: string, reading: Reading, recorded: ReadonlyMap<Use, Recorded>): UsageEventResult {
  let became = 'refused' in reading ? reading.refused : (recorded.get(reading.use) ?? 'FORBIDDEN');
  if (became === 'RECORDED' && 'use' in reading && reading.isRepeat) became = 'ALREADY_KNOWN';
  return became === 'RECORDED' || became === 'ALREADY_KNOWN' || became === 'LEFT_OUT'
    ? { index, id, outcome: became, code: null, message: null }
    : { index, id, outcome: 'REFUSED', code: became, message: REFUSALS[became] };
}
