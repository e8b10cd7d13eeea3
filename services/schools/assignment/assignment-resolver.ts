import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { selectsField } from '../../subgraph/schema/selects-field';
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import { requireIds } from '../entitlement/require-ids';
import { assignEntitlements } from './assign-entitlements';
import { MAXIMUM_ASSIGNMENTS } from './assignment';
import { assignResult } from './assignment-result';
import { AssignEntitlementsInput, AssignEntitlementsResult, AssignedEntitlement } from './assignment-types';

@Resolver()
export class AssignmentResolver {
  @Mutation(() => AssignEntitlementsResult, {
    nullable: true,
    description:
      'Assigns each licence to each holder, and answers pair by pair. Where one is refused nothing is done, unless skipRefused. What stands already is left as it is.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["licences-in-reach", "holders-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAXIMUM_ASSIGNMENTS}, sizedFields: ["assignments"])`)
  async assignEntitlements(
    @Ctx() { session, caller, now, refused }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => AssignEntitlementsInput, { description: 'The licences, their holders, and how.' })
    input: AssignEntitlementsInput,
  ): Promise<AssignEntitlementsResult> {
    requireIds(input.licenceIds);
    const { licenceIds, validFrom, validUntil, rights = null, preview, skipRefused, overrideSuspended } = input;
    const request = {
      licenceIds,
      holders: input.holders.map(({ level, id }, index) =>
        organisationKey(level, requireOrganisationId(`input.holders[${index}].id`, level, id)),
      ),
      wish: { from: validFrom?.getTime() ?? null, until: validUntil?.getTime() ?? null, rights },
      preview,
      skipRefused,
      overrideSuspended,
      idempotencyKey: input.idempotencyKey ?? null,
    };
    const afterwards = selectsField(info, 'assignments', 'afterwards');
    return assignResult(preview, await assignEntitlements(session, caller, request, { now, refused, afterwards }));
  }
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
}
