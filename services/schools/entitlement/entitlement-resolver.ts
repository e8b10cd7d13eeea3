import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { Organisation } from '../../subgraph/organisation/organisation';
import { selectsField } from '../../subgraph/schema/selects-field';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { MAXIMUM_ASSIGNMENTS } from '../assignment/assignment';
import { licenceAccess } from './afterwards';
import { Entitlement, Licence } from './entitlement';
import { entitlementLoader, holderLoader, mayReadAuthorLoader } from './entitlement-loader';
import { requireIds } from './require-ids';
import { RevokeEntitlementsInput, RevokeEntitlementsResult } from './revocation-types';
import { revokeEntitlements } from './revoke-entitlements';

@Resolver(() => Entitlement)
export class EntitlementResolver {
  @Query(() => Entitlement, {
    nullable: true,
    description: 'An entitlement in the caller’s reach. Any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"], ["access:read"]])')
  @Directive('@policy(policies: [["entitlement-in-reach"]])')
  async entitlement(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the entitlement.' }) id: string,
  ): Promise<Entitlement> {
    requireIds([id]);
    return entitlementLoader(context).load(id);
  }

  @FieldResolver(() => Organisation, {
    description: 'The organisation that holds it: it covers every school under it.',
  })
  holder(@Root() { holderKey }: Entitlement, @Ctx() context: SubgraphContext): Promise<Organisation> {
    return holderLoader(context).load(holderKey);
  }

  @FieldResolver(() => Licence, { description: 'The licence that it assigns.' })
  licence(@Root() { licenceId }: Entitlement): Licence {
    return { id: licenceId };
  }

  /** A person at a desk, mostly: for those who own the licence or stand above its owner, as its price is. */
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Who made it: the subject of the token, or “import”. For the owner of its licence and those above the owner; null for everybody else.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  async createdBy(@Root() entitlement: Entitlement, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await mayReadAuthorLoader(context).load(entitlement)) ? entitlement.createdBy : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why it was revoked or is suspended, where somebody said so. For the owner of its licence and those above the owner; null for everybody else.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  async reason(@Root() entitlement: Entitlement, @Ctx() context: SubgraphContext): Promise<string | null> {
    const { reason } = entitlement;
    return reason !== null && (await mayReadAuthorLoader(context).load(entitlement)) ? reason : null;
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
  @Directive(`@listSize(assumedSize: ${MAXIMUM_ASSIGNMENTS}, sizedFields: ["entitlements", "revocations"])`)
  async revokeEntitlements(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('input', () => RevokeEntitlementsInput, { description: 'The entitlements, and when they end.' })
    input: RevokeEntitlementsInput,
  ): Promise<RevokeEntitlementsResult> {
    requireIds(input.entitlementIds);
    const ids = [...new Set(input.entitlementIds)];
    const { at = null, reason = null, preview } = input;
    const afterwards = selectsField(info, 'revocations', 'afterwards');
    const found = await revokeEntitlements(session, caller, { ids, at, reason, preview }, { now, afterwards });
    const revoked = found.filter(({ isRevoked }) => isRevoked).length;
    return {
      preview,
      revoked,
      unchanged: found.length - revoked,
      revocations: found.map((one) => ({
        entitlementId: one.entitlementId,
        outcome: one.isRevoked ? 'REVOKED' : 'ALREADY_ENDED',
        afterwards: licenceAccess(one.afterwards),
      })),
    };
  }
}
