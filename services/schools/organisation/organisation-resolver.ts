import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { type Level, organisationKey } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { Organisation } from '../../subgraph/organisation/organisation';
import { HolderLevelEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { allowedOrganisations } from '../authorisation/allowed';
import { findOrganisations } from './organisation-queries';

@Resolver()
export class OrganisationResolver {
  @Query(() => Organisation, {
    nullable: true,
    description:
      'An organisation that the caller is bound to, or all schools of which lie under one of those. Any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Directive('@policy(policies: [["organisation-within"]])')
  async organisation(
    @Ctx() { caller, session }: SubgraphContext,
    @Arg('level', () => HolderLevelEnum, { description: 'The level of the organisation.' })
    level: Level,
    @Directive(SIZE_OF_ID)
    @Arg('id', () => ID, { description: 'Its id: NW:10182, NW_10182, DE-NW-10182, or 10182.' })
    id: string,
  ): Promise<Organisation> {
    const key = organisationKey(level, requireOrganisationId('id', level, id));
    const [allowed, [found]] = await Promise.all([
      allowedOrganisations(session, caller, 'organisation.readWithin', [key]),
      findOrganisations(session, [key]),
    ]);
    if (!allowed.has(key) || !found) throw forbidden();
    return found;
  }
}
