import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { AuditEntryConnection } from '../../subgraph/audit/audit-entry';
import { AuditFilter } from '../../subgraph/audit/audit-filter';
import type { SubgraphContext } from '../../subgraph/context';
import { PageArguments, SIZE_OF_PAGE } from '../../subgraph/schema/connection';
import { Licence } from '../licence/licence';
import { history, trail } from './audit-trail';

@Resolver(() => Licence)
export class AuditTrailResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'What was done to licences that the caller’s organisations or those under them bought, and to the contents of packages: the newest first. Purchases need the scope prices:read too.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  licenceAuditTrail(
    @Ctx() context: SubgraphContext,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Which of them; all where it is left out.' })
    filter: AuditFilter | null,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<AuditEntryConnection> {
    return trail(context, filter, page);
  }

  @FieldResolver(() => AuditEntryConnection, {
    description:
      'What was done to it, the newest first. For its owner and those above the owner; empty for everybody else. Purchases need the scope prices:read too.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 5)')
  @Directive(SIZE_OF_PAGE)
  history(
    @Root() { id }: Licence,
    @Ctx() context: SubgraphContext,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<AuditEntryConnection> {
    return history(context, id, page);
  }
}
