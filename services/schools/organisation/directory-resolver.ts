/** What the gateway asks of this service to decide by itself: facts about organisations. No client can see these fields. */

import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { forbidden } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import { findLines } from '../../subgraph/organisation-lines';
import { findEntitlementLines, findLicenceOwners } from './organisation-queries';

@ObjectType()
@Directive('@inaccessible')
export class OrganisationLine {
  @Field(() => String)
  key!: string;

  @Field(() => [[String]], {
    description: 'For each school under it, the organisations that the school belongs to now.',
  })
  schools!: readonly (readonly string[])[];
}

@ObjectType()
@Directive('@inaccessible')
export class EntitlementLine {
  @Field(() => String)
  owner!: string;

  @Field(() => String)
  holder!: string;
}

@Resolver()
export class DirectoryResolver {
  @Query(() => [OrganisationLine], { nullable: 'items' })
  @Directive('@inaccessible')
  async organisationLines(
    @Ctx() context: SubgraphContext,
    @Arg('keys', () => [String]) keys: string[],
  ): Promise<(OrganisationLine | null)[]> {
    requireGateway(context);
    const lines = new Map((await findLines(context.session, keys)).map((line) => [line.key, line]));
    return keys.map((key) => lines.get(key) ?? null);
  }

  @Query(() => [EntitlementLine], { nullable: 'items' })
  @Directive('@inaccessible')
  async entitlementLines(
    @Ctx() context: SubgraphContext,
    @Arg('ids', () => [ID]) ids: string[],
  ): Promise<(EntitlementLine | null)[]> {
    requireGateway(context);
    const lines = new Map((await findEntitlementLines(context.session, ids)).map((line) => [line.id, line]));
    return ids.map((id) => lines.get(id) ?? null);
  }

  @Query(() => [String], { nullable: 'items' })
  @Directive('@inaccessible')
  async licenceOwners(
    @Ctx() context: SubgraphContext,
    @Arg('ids', () => [ID]) ids: string[],
  ): Promise<(string | null)[]> {
    requireGateway(context);
    const owners = new Map((await findLicenceOwners(context.session, ids)).map(({ id, owner }) => [id, owner]));
    return ids.map((id) => owners.get(id) ?? null);
  }
}

function requireGateway({ caller }: SubgraphContext): void {
  if (caller.kind !== 'operator') throw forbidden();
}
