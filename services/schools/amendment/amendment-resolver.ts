import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, ID, Info, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { selectsField } from '../../subgraph/schema/selects-field';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { amendEntitlements } from './amend-entitlements';
import type { AmendRequest } from './amend-request';
import {
  AmendEntitlementsInput,
  MoveEntitlementsInput,
  ResumeEntitlementsInput,
  RevokeEntitlementsInput,
  SIZE_OF_REASON,
  SuspendEntitlementsInput,
} from './amendment-inputs';
import { amendmentResult } from './amendment-result';
import { AmendEntitlementsResult, RevokeEntitlementsResult } from './amendment-types';
import { REQUESTED, undoRequestOf } from './requested';
import { undoChange } from './undo-change';

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
  revokeEntitlements(
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => RevokeEntitlementsInput, WHICH) input: RevokeEntitlementsInput,
  ): Promise<RevokeEntitlementsResult> {
    return amend(context, info, REQUESTED.revoke(input));
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
    return amend(context, info, REQUESTED.suspend(input));
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
    return amend(context, info, REQUESTED.resume(input));
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
    return amend(context, info, REQUESTED.amend(input));
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
    return amend(context, info, REQUESTED.move(input));
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
    const request = undoRequestOf({ change, reason, preview, ofOthers, overrideSuspended });
    const afterwards = selectsField(info, 'changes', 'afterwards');
    return amendmentResult(preview, await undoChange(session, caller, request, { now, afterwards }));
  }
}

async function amend(
  { session, caller, now }: SubgraphContext,
  info: GraphQLResolveInfo,
  request: AmendRequest,
): Promise<AmendEntitlementsResult> {
  const afterwards = selectsField(info, 'changes', 'afterwards');
  return amendmentResult(request.preview, await amendEntitlements(session, caller, request, { now, afterwards }));
}
