/**
 * The facts that the gateway asks of this service to decide by itself, on behalf of the caller it decides about:
 * facts about what that caller may read. No client can see these fields.
 */

import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { sizeOfIds } from '../../subgraph/schema/size';
import { findGroupOwners } from '../school-group/school-group-queries';
import { findObjectOwners } from './object-owner-queries';
import { findEntitlementLines, findLicenceOwners, findLinesOfUses, findReadableLines } from './organisation-queries';

/** For everything that one operation names: each costs 1, and no kind of caller may spend more. */
const SIZE_OF_FACTS = sizeOfIds(120_000);

@ObjectType()
@Directive('@inaccessible')
export class OrganisationLine {
  @Field(() => String)
  key!: string;

  @Field(() => [[String]], {
    description:
      'For each school under it, the organisations that the school belongs to now. Of a school group, also for those that will belong to it.',
  })
  schools!: readonly (readonly string[])[];

  @Field(() => OrganisationLine, {
    nullable: true,
    description:
      'Of a school group that staff keep and to which no school belongs yet: the organisation that has it made.',
  })
  preparedBy?: OrganisationLine | null;
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
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_FACTS) @Arg('keys', () => [String]) keys: string[],
  ): Promise<(OrganisationLine | null)[]> {
    const lines = new Map((await findReadableLines(session, caller, keys)).map((line) => [line.key, line]));
    return keys.map((key) => lines.get(key) ?? null);
  }

  @Query(() => [OrganisationLine], { nullable: 'items' })
  @Directive('@inaccessible')
  async linesOfUses(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_FACTS) @Arg('keys', () => [String]) keys: string[],
  ): Promise<(OrganisationLine | null)[]> {
    const lines = new Map((await findLinesOfUses(session, caller, keys)).map((line) => [line.key, line]));
    return keys.map((key) => lines.get(key) ?? null);
  }

  @Query(() => [EntitlementLine], { nullable: 'items' })
  @Directive('@inaccessible')
  async entitlementLines(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_FACTS) @Arg('ids', () => [ID]) ids: string[],
  ): Promise<(EntitlementLine | null)[]> {
    const lines = new Map((await findEntitlementLines(session, caller, ids)).map((line) => [line.id, line]));
    return ids.map((id) => lines.get(id) ?? null);
  }

  @Query(() => [String], { nullable: 'items' })
  @Directive('@inaccessible')
  async licenceOwners(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_FACTS) @Arg('ids', () => [ID]) ids: string[],
  ): Promise<(string | null)[]> {
    const owners = new Map((await findLicenceOwners(session, caller, ids)).map(({ id, owner }) => [id, owner]));
    return ids.map((id) => owners.get(id) ?? null);
  }

  @Query(() => [String], { nullable: 'items' })
  @Directive('@inaccessible')
  async schoolGroupOwners(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_FACTS) @Arg('keys', () => [String]) keys: string[],
  ): Promise<(string | null)[]> {
    const owners = new Map((await findGroupOwners(session, caller, keys)).map(({ key, owner }) => [key, owner]));
    return keys.map((key) => owners.get(key) ?? null);
  }

  /** The owners of surveys, of subscriptions to notices, of packages, and of all entitlements of a change. */
  @Query(() => [[String]], { nullable: 'items' })
  @Directive('@inaccessible')
  async objectOwners(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_FACTS) @Arg('objects', () => [String]) objects: string[],
  ): Promise<(readonly string[] | null)[]> {
    const owners = await findObjectOwners(session, caller, objects);
    return objects.map((object) => owners.get(object) ?? null);
  }
}
