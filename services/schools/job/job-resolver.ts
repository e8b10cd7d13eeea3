import { Arg, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { ChangeInput } from '../amendment/amendment-inputs';
import { AmendEntitlementsResult } from '../amendment/amendment-types';
import { keptAmendment } from '../amendment/kept-amendment';
import { changeOf } from '../amendment/requested';
import { requestOf } from '../assignment/assignment-input';
import { AssignEntitlementsInput, AssignEntitlementsResult } from '../assignment/assignment-types';
import { keptAssignment } from '../assignment/kept-assignment';
import { requireOwn } from '../authorisation/allowed';
import { Job } from './job';
import { findJobs, MAX_JOBS } from './job-queries';
import { cancelOwnJob, requireJob, startWork } from './jobs';

@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, {
    nullable: true,
    description: 'A job of the caller’s own. Any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  async job(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the job.' }) id: string,
  ): Promise<Job> {
    return requireJob(session, caller, id);
  }

  @Query(() => [Job], {
    nullable: true,
    description: `Jobs of the caller’s own of the last 48 hours: the latest ${MAX_JOBS}, the latest first.`,
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive(size({ maxItems: MAX_JOBS }))
  @Directive(`@listSize(assumedSize: ${MAX_JOBS})`)
  async jobs(@Ctx() { session, caller }: SubgraphContext): Promise<Job[]> {
    requireOwn(caller, 'job.read');
    return findJobs(session, caller);
  }

  @Mutation(() => Job, {
    nullable: true,
    description:
      'Has assignEntitlements carried out in the background: for what takes longer than a request may. It is done as the caller, whose reach and licences are looked at again then.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["licences-in-reach", "holders-in-reach"]])')
  @Directive('@cost(weight: 10)')
  async startAssignment(
    @Ctx() { session, caller, now, refused }: SubgraphContext,
    @Arg('input', () => AssignEntitlementsInput, { description: 'The licences, their holders, and how.' })
    input: AssignEntitlementsInput,
  ): Promise<Job> {
    const { idempotencyKey, ...request } = requestOf(input);
    const work = { kind: 'ASSIGN', request: { ...request, idempotencyKey: null } } as const;
    return startWork(session, caller, { operation: 'startAssignment', key: idempotencyKey }, work, { now, refused });
  }

  @Mutation(() => Job, {
    nullable: true,
    description:
      'Has a change of entitlements carried out in the background: for what takes longer than a request may, up to 110,000 at once. It is done as a whole or not at all, as the caller, whose reach is looked at again then.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["change-in-reach"]])')
  @Directive('@cost(weight: 10)')
  async startChange(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => ChangeInput, { description: 'What is to be done.' }) input: ChangeInput,
  ): Promise<Job> {
    const { idempotencyKey, ...work } = changeOf(input);
    return startWork(session, caller, { operation: 'startChange', key: idempotencyKey }, work, { now });
  }

  @Mutation(() => Job, {
    nullable: true,
    description:
      'Cancels a job of the caller’s own that has not ended: it then leaves nothing. One that has stays as it is.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  async cancelJob(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the job.' }) id: string,
  ): Promise<Job> {
    return cancelOwnJob(session, caller, id);
  }

  @FieldResolver(() => AssignEntitlementsResult, {
    nullable: true,
    description: 'Of startAssignment: what was judged and done; null where it is not done.',
  })
  async result(
    @Root() { assignmentId }: Job,
    @Ctx() { session, caller }: SubgraphContext,
  ): Promise<AssignEntitlementsResult | null> {
    return assignmentId === null ? null : keptAssignment(session, caller, assignmentId);
  }

  @FieldResolver(() => AmendEntitlementsResult, {
    nullable: true,
    description: 'Of startChange: what was judged and done; null where it is not done.',
  })
  async change(
    @Root() { amendmentId }: Job,
    @Ctx() { session, caller }: SubgraphContext,
  ): Promise<AmendEntitlementsResult | null> {
    return amendmentId === null ? null : keptAmendment(session, caller, amendmentId);
  }
}
