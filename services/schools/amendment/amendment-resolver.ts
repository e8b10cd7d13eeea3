import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, FieldResolver, ID, Info, Int, Mutation, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { selectsField } from '../../subgraph/schema/selects-field';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import { requireIds } from '../entitlement/require-ids';
import { amendEntitlements } from './amend-entitlements';
import type { AmendmentAsked, Choice } from './amend-request';
import { MOST_ANSWERED } from './amendment';
import { amendmentResult } from './amendment-result';
import {
  AmendEntitlementsInput,
  AmendEntitlementsResult,
  AmendedEntitlement,
  type AmendmentInput,
  MoveEntitlementsInput,
  ResumeEntitlementsInput,
  RevokeEntitlementsInput,
  RevokeEntitlementsResult,
  SIZE_OF_REASON,
  SuspendEntitlementsInput,
} from './amendment-types';
import { undoChange } from './undo-change';

const LISTED = `@listSize(assumedSize: ${MOST_ANSWERED}, slicingArguments: ["first"])`;
const FIRST = { defaultValue: 100, description: `How many, up to ${MOST_ANSWERED.toLocaleString('en')}.` };
const WHICH = { description: 'The entitlements, and how they change.' };

@Resolver()
export class AmendmentResolver {
  @Mutation(() => RevokeEntitlementsResult, {
    nullable: true,
    description:
      'Ends entitlements: all of them or none, unless skipRefused. What was allowed before that instant stays answered as it was.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["entitlements-in-reach"]])')
  @Directive('@cost(weight: 10)')
  async revokeEntitlements(
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => RevokeEntitlementsInput, WHICH) input: RevokeEntitlementsInput,
  ): Promise<RevokeEntitlementsResult> {
    const result = await amend(context, info, input, { kind: 'REVOKE', at: millisecondsOf(input.at) });
    return { ...result, revoked: result.changed };
  }

  @Mutation(() => AmendEntitlementsResult, {
    nullable: true,
    description:
      'Suspends entitlements, until they are resumed or for a time: nothing else opens them meanwhile. All of them or none, unless skipRefused.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["entitlements-in-reach"]])')
  @Directive('@cost(weight: 10)')
  suspendEntitlements(
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => SuspendEntitlementsInput, WHICH) input: SuspendEntitlementsInput,
  ): Promise<AmendEntitlementsResult> {
    const until = input.until?.getTime() ?? Infinity;
    return amend(context, info, input, { kind: 'SUSPEND', at: millisecondsOf(input.from), until });
  }

  @Mutation(() => AmendEntitlementsResult, {
    nullable: true,
    description:
      'Ends the suspension of entitlements. What was revoked stays so, and where another entitlement is suspended it opens nothing, unless overrideSuspended.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["entitlements-in-reach"]])')
  @Directive('@cost(weight: 10)')
  resumeEntitlements(
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => ResumeEntitlementsInput, WHICH) input: ResumeEntitlementsInput,
  ): Promise<AmendEntitlementsResult> {
    return amend(context, info, input, { kind: 'RESUME', at: millisecondsOf(input.at) });
  }

  @Mutation(() => AmendEntitlementsResult, {
    nullable: true,
    description:
      'Gives entitlements another end, never beyond what their licence allows. A suspension stays; what was revoked or has ended is not prolonged.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["entitlements-in-reach"]])')
  @Directive('@cost(weight: 10)')
  amendEntitlements(
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => AmendEntitlementsInput, WHICH) input: AmendEntitlementsInput,
  ): Promise<AmendEntitlementsResult> {
    if (input.validUntil === undefined) {
      throw badUserInput('input.validUntil: name an instant, or null for the end of the licence.');
    }
    return amend(context, info, input, { kind: 'END', until: input.validUntil?.getTime() ?? Infinity });
  }

  @Mutation(() => AmendEntitlementsResult, {
    nullable: true,
    description:
      'Gives entitlements to another holder, with their end, their rights and their suspensions. The old one ends at the instant at which the new one begins.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["entitlements-writable", "holder-of-input-within"]])')
  @Directive('@cost(weight: 10)')
  moveEntitlements(
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => MoveEntitlementsInput, WHICH) input: MoveEntitlementsInput,
  ): Promise<AmendEntitlementsResult> {
    const { level, id } = input.holder;
    const to = organisationKey(level, requireOrganisationId('input.holder.id', level, id));
    return amend(context, info, input, { kind: 'MOVE', at: millisecondsOf(input.at), to });
  }
}

@Resolver()
export class UndoResolver {
  @Mutation(() => AmendEntitlementsResult, {
    nullable: true,
    description:
      'Takes back a change of entitlements as a whole, where none of them was changed since. From now on everything is as it was before; what schools could do until now stays answered as it was. What the change assigned is revoked.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["change-within"]])')
  @Directive('@cost(weight: 10)')
  async undoChange(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Directive(SIZE_OF_ID)
    @Arg('change', () => ID, { description: 'As the result of the change has it, or the audit trail.' })
    change: string,
    @Directive(SIZE_OF_REASON)
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why, for those who look later. Name no person in it.',
    })
    reason: string | null,
    @Arg('preview', () => Boolean, {
      defaultValue: false,
      description: 'True: say what would happen, and change nothing.',
    })
    preview: boolean,
    @Arg('ofOthers', () => Boolean, {
      defaultValue: false,
      description: 'True: also where somebody else made the change, and undoing it opens what it closed.',
    })
    ofOthers: boolean,
    @Arg('overrideSuspended', () => Boolean, {
      defaultValue: false,
      description: 'True: open the licence also at schools where it is suspended by another entitlement.',
    })
    overrideSuspended: boolean,
  ): Promise<AmendEntitlementsResult> {
    requireIds([change]);
    const request = { change, reason: reason ?? null, preview, ofOthers, overrideSuspended };
    const afterwards = selectsField(info, 'changes', 'afterwards');
    return amendmentResult(preview, await undoChange(session, caller, request, { now, afterwards }));
  }
}

function millisecondsOf(instant: Date | null | undefined): number | null {
  return instant?.getTime() ?? null;
}

async function amend(
  { session, caller, now }: SubgraphContext,
  info: GraphQLResolveInfo,
  input: AmendmentInput & { readonly overrideSuspended?: boolean },
  amendment: AmendmentAsked,
): Promise<AmendEntitlementsResult> {
  const { reason = null, preview, skipRefused, overrideSuspended = false } = input;
  const { idempotencyKey = null, previewToken = null } = input;
  const how = { reason, preview, skipRefused, overrideSuspended, idempotencyKey, previewToken };
  const request = { amendment, ...chosen(input), ...how };
  const afterwards = selectsField(info, 'changes', 'afterwards');
  return amendmentResult(preview, await amendEntitlements(session, caller, request, { now, afterwards }));
}

/** @throws BAD_USER_INPUT unless they are chosen in one way; FORBIDDEN */
function chosen({ entitlementIds, entitlements, selection = null }: AmendmentInput): Choice {
  if ([entitlementIds, entitlements, selection].filter((one) => one != null).length !== 1) {
    throw badUserInput('input: name the entitlements by one of entitlementIds, entitlements and selection.');
  }
  const ids = [...new Set(entitlementIds ?? entitlements?.map(({ id }) => id) ?? [])];
  requireIds(ids);
  const versions = new Map(entitlements?.map(({ id, version }) => [id, version]));
  if (entitlements && versions.size < entitlements.length) {
    throw badUserInput('input.entitlements: name each entitlement once.');
  }
  return { ids, versions, selection };
}

@Resolver(() => AmendEntitlementsResult)
export class AmendEntitlementsResultResolver {
  @FieldResolver(() => [AmendedEntitlement], {
    description:
      'What became of each entitlement of the call: of the first of them, and of those that are refused before others.',
  })
  @Directive(LISTED)
  @Directive(size({ maxItems: MOST_ANSWERED }))
  changes(@Root() { answered }: AmendEntitlementsResult, @Arg('first', () => Int, FIRST) first: number) {
    return answered.slice(0, first);
  }
}

@Resolver(() => RevokeEntitlementsResult)
export class RevokeEntitlementsResultResolver {
  @FieldResolver(() => [Entitlement], {
    nullable: 'itemsAndList',
    description: 'The entitlements of changes, as they are now.',
  })
  @Directive(LISTED)
  @Directive(size({ maxItems: MOST_ANSWERED }))
  entitlements(
    @Root() { answered }: RevokeEntitlementsResult,
    @Ctx() context: SubgraphContext,
    @Arg('first', () => Int, FIRST) first: number,
  ) {
    return answered.slice(0, first).map(({ entitlementId }) => entitlementLoader(context).load(entitlementId));
  }
}

@Resolver(() => AmendedEntitlement)
export class AmendedEntitlementResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'As it is now.' })
  entitlement(@Root() { entitlementId }: AmendedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementLoader(context).load(entitlementId);
  }

  @FieldResolver(() => Entitlement, {
    nullable: true,
    description: 'Of a move: the entitlement of the new holder. Null in a preview.',
  })
  movedTo(@Root() { movedToId }: AmendedEntitlement, @Ctx() context: SubgraphContext) {
    return movedToId ? entitlementLoader(context).load(movedToId) : null;
  }
}
