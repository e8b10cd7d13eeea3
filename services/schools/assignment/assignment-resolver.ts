import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { badUserInput } from '../../../request/client-errors';
import type { SubgraphContext } from '../../subgraph/context';
import { decodeCursor, foreignCursor, listFingerprint, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { selectsField } from '../../subgraph/schema/selects-field';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { requireOwn } from '../authorisation/allowed';
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import { assignEntitlements } from './assign-entitlements';
import { ASSIGNMENT_OUTCOMES, type AssignmentOutcome, MAX_ASSIGNMENTS, MAX_PAIRS } from './assignment';
import { requestOf } from './assignment-input';
import { assignedEntitlement, assignResult, type PairDetails, READ_AGAIN } from './assignment-result';
import {
  AssignEntitlementsInput,
  AssignEntitlementsResult,
  AssignedEntitlement,
  AssignmentOutcomeEnum,
} from './assignment-types';
import { afterwardsOf, keptAssignment, suspendedAt } from './kept-assignment';
import { findAssignedPairs } from './kept-assignment-queries';

@ArgsType()
class PairArguments {
  @Directive(size({ maxItems: ASSIGNMENT_OUTCOMES.length }))
  @Field(() => [AssignmentOutcomeEnum], { nullable: true, description: 'Those alone that came out so.' })
  outcomes?: AssignmentOutcome[] | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many: 1 to ${MAX_ASSIGNMENTS}. Left out: as many as licenceIds times holders; ${READ_AGAIN} where they are read again.`,
  })
  first?: number | null;

  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, { nullable: true, description: 'The cursor of the last one that was told.' })
  after?: string | null;
}

@Resolver()
export class AssignmentResolver {
  @Query(() => AssignEntitlementsResult, {
    nullable: true,
    description:
      'A preview or what became of a call, by the id of its result, for 48 hours. The caller’s own; any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  async assignment(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the result.' }) id: string,
  ): Promise<AssignEntitlementsResult> {
    return keptAssignment(context.session, context.caller, id);
  }

  @Mutation(() => AssignEntitlementsResult, {
    nullable: true,
    description:
      'Assigns each licence to each holder, and says what became of each pair. Where one is refused nothing is done, unless skipRefused. What stands already is left as it is.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["licences-in-reach", "holders-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_PAIRS}, sizedFields: ["assignments"])`)
  async assignEntitlements(
    @Ctx() { session, caller, now, refused }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => AssignEntitlementsInput, { description: 'The licences, their holders, and how.' })
    input: AssignEntitlementsInput,
  ): Promise<AssignEntitlementsResult> {
    const request = requestOf(input);
    const afterwards = selectsField(info, 'assignments', 'afterwards');
    const result = await assignEntitlements(session, caller, request, { now, refused, afterwards });
    /** The number by which the gateway estimates the length of the list. */
    const named = request.licenceIds.length * Math.max(1, request.holders.length);
    return { ...assignResult(request.preview, result), usuallyTold: Math.min(named, MAX_ASSIGNMENTS) };
  }
}

@Resolver(() => AssignEntitlementsResult)
export class AssignEntitlementsResultResolver {
  @FieldResolver(() => [AssignedEntitlement], {
    description: 'Pair by pair: each licence in the order of licenceIds, with each holder.',
  })
  @Directive('@listSize(slicingArguments: ["first"])')
  async assignments(
    @Root() root: AssignEntitlementsResult,
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PairArguments) { outcomes, first, after }: PairArguments,
  ): Promise<AssignedEntitlement[]> {
    const { session, caller } = context;
    requireOwn(caller, 'assignment.read');
    const selects = (field: string) => selectsField(info, field);
    const most = first ?? root.usuallyTold;
    if (most < 1 || most > MAX_ASSIGNMENTS) {
      throw badUserInput(
        `first: must be between 1 and ${MAX_ASSIGNMENTS}; got ${most}. Ask for the others with after.`,
      );
    }
    const list = listFingerprint('assignments', root.id, outcomes ?? null);
    const from = after == null ? FIRST : placeOf(list, after);
    const pairs = await findAssignedPairs(session, root.result.assignmentId, outcomes ?? null, from, most);
    const details: PairDetails = {
      suspended:
        selects('suspendedSchools') || selects('suspendedSchoolCount') ? await suspendedAt(context, pairs) : null,
      afterwards: selects('afterwards') && !root.preview ? await afterwardsOf(context, pairs) : root.result.afterwards,
    };
    return pairs.map((pair) => assignedEntitlement(pair, list, details));
  }
}

/** The place before all pairs. */
const FIRST = [-1, 0] as const;

/** @throws BAD_USER_INPUT where it is not a cursor of this list */
function placeOf(list: string, cursor: string): readonly [number, number] {
  const [place, at] = decodeCursor(list, cursor, 2).map(Number);
  if (!isPlace(place) || !isPlace(at)) throw foreignCursor();
  return [place, at];
}

function isPlace(number: number | undefined): number is number {
  return Number.isInteger(number) && Number(number) >= 0 && Number(number) <= MAX_PAIRS;
}

@Resolver(() => AssignedEntitlement)
export class AssignedEntitlementResolver {
  @FieldResolver(() => Entitlement, {
    nullable: true,
    description: 'The one that was made, that stands, or that is suspended. Null where none is there.',
  })
  entitlement(@Root() { entitlementId }: AssignedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementId ? entitlementLoader(context).load(entitlementId) : null;
  }

  @FieldResolver(() => Entitlement, {
    nullable: true,
    description:
      'Of another holder, by which schools of this one had the licence already: of several, the one whose holder is the widest.',
  })
  overlapping(@Root() { overlappingId }: AssignedEntitlement, @Ctx() context: SubgraphContext) {
    return overlappingId ? entitlementLoader(context).load(overlappingId) : null;
  }
}
