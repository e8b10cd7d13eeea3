/** The entitlements that a change is about, read after it. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { LicenceAccess } from './afterwards';
import { Entitlement } from './entitlement';
import { entitlementLoader } from './entitlement-loader';
import { RevokedEntitlement, RevokeEntitlementsResult } from './revocation-types';

@Resolver(() => RevokedEntitlement)
export class RevokedEntitlementResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'As it is now.' })
  entitlement(@Root() { entitlementId }: RevokedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementLoader(context).load(entitlementId);
  }
}

@Resolver(() => RevokeEntitlementsResult)
export class RevokeEntitlementsResultResolver {
  @FieldResolver(() => [Entitlement], {
    nullable: 'itemsAndList',
    description: 'All entitlements of the call, as they are now.',
  })
  entitlements(@Root() { revocations }: RevokeEntitlementsResult, @Ctx() context: SubgraphContext) {
    return revocations.map(({ entitlementId }) => entitlementLoader(context).load(entitlementId));
  }
}

@Resolver(() => LicenceAccess)
export class LicenceAccessResolver {
  @FieldResolver(() => Entitlement, {
    nullable: true,
    description:
      'What opens it to most of them; of several, the one that lasts longest. Null where nothing does, or where it would be one that a preview did not make.',
  })
  entitlement(@Root() { entitlementId }: LicenceAccess, @Ctx() context: SubgraphContext) {
    return entitlementId ? entitlementLoader(context).load(entitlementId) : null;
  }
}
