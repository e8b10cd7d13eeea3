import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { AuditEntryConnection } from '../../subgraph/audit/audit-entry';
import { AuditFilter } from '../../subgraph/audit/audit-filter';
import type { SubgraphContext } from '../../subgraph/context';
import { PageArguments, SIZE_OF_PAGE } from '../../subgraph/schema/connection';
import { Entitlement } from '../entitlement/entitlement';
import { history, trail } from './audit-trail';

@Resolver(() => Entitlement)
export class AuditTrailResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'What was done to entitlements, memberships, groups and other organisations in the caller’s reach, and to entitlements of licences that its own organisations bought: the newest first. Operators also read what was done to API keys.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  auditTrail(
    @Ctx() context: SubgraphContext,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Which of them; all where it is left out.' })
    filter: AuditFilter | null,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<AuditEntryConnection> {
    return trail(context, filter, page);
  }

  @FieldResolver(() => AuditEntryConnection, {
    description: 'What was done to it and its suspensions, the newest first.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 5)')
  @Directive(SIZE_OF_PAGE)
  history(
    @Root() { id }: Entitlement,
    @Ctx() context: SubgraphContext,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<AuditEntryConnection> {
    return history(context, id, page);
  }
}
