import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { Organisation } from '../../subgraph/organisation/organisation';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { Entitlement, Licence } from './entitlement';
import { entitlementLoader, holderLoader, mayReadAuthorLoader } from './entitlement-loader';
import { requireIds } from './require-ids';

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

  /**
   * The author is mostly a person at a desk, so it is shown only to those who own the licence or are above its owner, as
   * its price is.
   */
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

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What who made it wrote beside it. For the owner of its licence and those above the owner; null for everybody else.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  async note(@Root() entitlement: Entitlement, @Ctx() context: SubgraphContext): Promise<string | null> {
    const { note } = entitlement;
    return note !== null && (await mayReadAuthorLoader(context).load(entitlement)) ? note : null;
  }
}
