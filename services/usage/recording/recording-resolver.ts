import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { forbidden } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import { size } from '../../subgraph/size';
import { schoolsInReach } from '../reach/reach';
import { recordUses } from './recording';
import { RecordUsageResult, UsageEventInput } from './usage-event';
import { MAXIMUM_BATCH, readUses } from './use';

@Resolver()
export class RecordingResolver {
  @Mutation(() => RecordUsageResult, {
    nullable: true,
    description: `Records uses of titles, up to ${MAXIMUM_BATCH} at a time: all of them or, after an error, none. Sending a batch again changes nothing.`,
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:write"]])')
  @Directive('@policy(policies: [["events-in-reach"]])')
  @Directive('@cost(weight: 10)')
  async recordUsage(
    @Directive(size({ maxItems: MAXIMUM_BATCH })) @Arg('events', () => [UsageEventInput]) events: UsageEventInput[],
    @Ctx() { caller, session, now }: SubgraphContext,
  ): Promise<RecordUsageResult> {
    const uses = readUses(events, now);
    const schools = [...new Set(uses.map(({ school }) => school))];
    if ((await schoolsInReach(session, caller, schools)).size < schools.length) throw forbidden();
    const recorded = await session.write((transaction) => recordUses(transaction, uses));
    return { recorded, alreadyKnown: events.length - recorded };
  }
}
