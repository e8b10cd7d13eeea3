import { Arg, Ctx, Directive, Int, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { size } from '../../subgraph/schema/size';
import type { Outcome, Outcomes } from './outcomes';
import { record } from './recorder';
import {
  RecordUsageResult,
  UsageEventInput,
  type UsageEventResult,
  type UsageOutcome,
  type UsageRefusal,
} from './usage-event';
import { MAX_BATCH, REFUSALS, type Reading, type Use, usesReader } from './use';

@Resolver()
export class RecordingResolver {
  @Mutation(() => RecordUsageResult, {
    nullable: true,
    description: `Records uses of titles, up to ${MAX_BATCH} at a time, each by itself: one that cannot be recorded is told, and the others are. Sending a batch again changes nothing.`,
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["events-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_BATCH}, sizedFields: ["results"])`)
  async recordUsage(
    @Directive(size({ maxItems: MAX_BATCH }))
    @Arg('events', () => [UsageEventInput], { description: 'The uses, in any order.' })
    events: UsageEventInput[],
    @Ctx() context: SubgraphContext,
  ): Promise<Answer> {
    const { turns, now } = context;
    const readings = await turns.map(events, usesReader(now));
    const outcomes = await record(context, distinctUses(readings), true);
    const counts = { RECORDED: 0, ALREADY_KNOWN: 0, LEFT_OUT: 0, REFUSED: 0 };
    for (const reading of readings) counts[publicOutcome(outcomeOfEvent(reading, outcomes))] += 1;
    return {
      results: () =>
        turns.map(readings, (reading, index) =>
          resultOf(index, events[index]?.id ?? '', outcomeOfEvent(reading, outcomes)),
        ),
      recorded: counts.RECORDED,
      alreadyKnown: counts.ALREADY_KNOWN,
      leftOut: counts.LEFT_OUT,
      refused: counts.REFUSED,
    };
  }

  @Mutation(() => Int, {
    description: 'Records denials on behalf of the client that met them, and says how many of them are new.',
  })
  @Directive('@inaccessible')
  async recordDenials(
    @Directive(size({ maxItems: MAX_BATCH }))
    @Arg('events', () => [UsageEventInput])
    events: UsageEventInput[],
    @Ctx() context: SubgraphContext,
  ): Promise<number> {
    const readings = await context.turns.map(events, usesReader(context.now));
    const uses = distinctUses(readings);
    const outcomes = await record(context, uses, false);
    return uses.filter((use) => outcomes.get(use) === 'RECORDED').length;
  }
}

/** The results are made only where they are requested. */
type Answer = Omit<RecordUsageResult, 'results'> & { readonly results: () => Promise<UsageEventResult[]> };

/** Returns the uses without repeats. Schools of other callers are still among them. */
function distinctUses(readings: readonly Reading[]): Use[] {
  const uses: Use[] = [];
  for (const reading of readings) if ('use' in reading && !reading.isRepeat) uses.push(reading.use);
  return uses;
}

function outcomeOfEvent(reading: Reading, outcomes: Outcomes): Outcome {
  if ('refused' in reading) return reading.refused;
  const outcome = outcomes.get(reading.use);
  return reading.isRepeat && outcome === 'RECORDED' ? 'ALREADY_KNOWN' : outcome;
}

function publicOutcome(outcome: Outcome): UsageOutcome {
  return outcome === 'RECORDED' || outcome === 'ALREADY_KNOWN' || outcome === 'LEFT_OUT' ? outcome : 'REFUSED';
}

function resultOf(index: number, id: string, eventOutcome: Outcome): UsageEventResult {
  const outcome = publicOutcome(eventOutcome);
  if (outcome !== 'REFUSED') return { index, id, outcome, code: null, message: null };
  const code = eventOutcome as UsageRefusal;
  return { index, id, outcome, code, message: REFUSALS[code] };
}
