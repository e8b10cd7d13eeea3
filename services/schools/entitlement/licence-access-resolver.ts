/** What schools may do with a licence after a change, read after it. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { LicenceAccess } from './afterwards';
import { Entitlement } from './entitlement';
import { entitlementLoader } from './entitlement-loader';

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
