import { Arg, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { badUserInput, forbidden, organisationKey, parseOrganisationKey } from '../../../caller/caller';
import { isDatabaseId } from '../../../caller/database-id';
import type { SubgraphContext } from '../../subgraph/context';
import { Organisation } from '../../subgraph/organisation';
import { SIZE_OF_ID } from '../../subgraph/size';
import { assignEntitlements, revokeEntitlements } from './assign-entitlements';
import { MAXIMUM_ASSIGNMENTS } from './assignment';
import {
  AssignEntitlementsInput,
  AssignEntitlementsResult,
  AssignedEntitlement,
  RevokeEntitlementsInput,
  RevokeEntitlementsResult,
} from './assignment-types';
import { Entitlement, Licence } from './entitlement';
import { entitlementLoader, holderLoader } from './entitlement-loader';

/** What cannot be an id is refused like one that does not exist. */
function requireIds(ids: readonly string[]): void {
  if (!ids.every(isDatabaseId)) throw forbidden();
}

@Resolver(() => Entitlement)
export class EntitlementResolver {
  @Query(() => Entitlement, { nullable: true })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"], ["access:read"]])')
  @Directive('@policy(policies: [["entitlement-in-reach"]])')
  async entitlement(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID) id: string,
  ): Promise<Entitlement> {
    requireIds([id]);
    return entitlementLoader(context).load(id);
  }

  @FieldResolver(() => Organisation)
  holder(@Root() { holderKey }: Entitlement, @Ctx() context: SubgraphContext): Promise<Organisation> {
    return holderLoader(context).load(holderKey);
  }

  @FieldResolver(() => Licence)
  licence(@Root() { licenceId }: Entitlement): Licence {
    return { id: licenceId };
  }

  @Mutation(() => AssignEntitlementsResult, {
    nullable: true,
    description: 'Assigns each licence to each holder: all of it or nothing. What stands already is left as it is.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["holders-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAXIMUM_ASSIGNMENTS}, sizedFields: ["assignments"])`)
  async assignEntitlements(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => AssignEntitlementsInput) input: AssignEntitlementsInput,
  ): Promise<AssignEntitlementsResult> {
    requireIds(input.licenceIds);
    const request = {
      licenceIds: input.licenceIds,
      holders: input.holders.map(({ level, id }) => organisationKey(level, id)),
      wish: {
        from: input.validFrom?.getTime() ?? null,
        until: input.validUntil?.getTime() ?? null,
        rights: input.rights ?? null,
      },
      preview: input.preview,
      idempotencyKey: input.idempotencyKey ?? null,
    };
    const badKey = request.holders.find((key) => parseOrganisationKey(key) === null);
    if (badKey)
      throw badUserInput(`input.holders: ${badKey} is no organisation. Write the level and an id such as NW:10182.`);
    const { assigned, holders } = await assignEntitlements(session, caller, request, now);
    return {
      preview: input.preview,
      assigned: assigned.filter(({ created }) => created).length,
      unchanged: assigned.filter(({ created }) => !created).length,
      assignments: assigned.map(({ licenceId, holderId, entitlementId, created }) => {
        const { key, id, level, name } = holders.get(holderId) as NonNullable<ReturnType<typeof holders.get>>;
        return {
          licence: { id: licenceId },
          holder: { key, id, level, name, number: id.slice(id.lastIndexOf(':') + 1) },
          outcome: created ? 'ASSIGNED' : 'ALREADY_ASSIGNED',
          entitlementId: input.preview && created ? null : entitlementId,
        };
      }),
    };
  }

  @Mutation(() => RevokeEntitlementsResult, {
    nullable: true,
    description:
      'Ends entitlements: all of them or none. What was allowed before that instant stays answered as it was.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["entitlements-in-reach"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAXIMUM_ASSIGNMENTS}, sizedFields: ["entitlements"])`)
  async revokeEntitlements(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => RevokeEntitlementsInput) input: RevokeEntitlementsInput,
  ): Promise<RevokeEntitlementsResult> {
    requireIds(input.entitlementIds);
    const ids = [...new Set(input.entitlementIds)];
    const { at, reason, preview } = input;
    const revoked = await revokeEntitlements(
      session,
      caller,
      { ids, at: at ?? null, reason: reason ?? null, preview },
      now,
    );
    return { preview, revoked: revoked.length, unchanged: ids.length - revoked.length, ids };
  }
}

@Resolver(() => AssignedEntitlement)
export class AssignedEntitlementResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'Null in a preview, where it is not made yet.' })
  entitlement(@Root() { entitlementId }: AssignedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementId ? entitlementLoader(context).load(entitlementId) : null;
  }
}

@Resolver(() => RevokeEntitlementsResult)
export class RevokeEntitlementsResultResolver {
  @FieldResolver(() => [Entitlement], {
    nullable: 'itemsAndList',
    description: 'All entitlements of the call, as they are now.',
  })
  entitlements(@Root() { ids }: RevokeEntitlementsResult, @Ctx() context: SubgraphContext) {
    return ids.map((id) => entitlementLoader(context).load(id));
  }
}
