import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { PageInfo, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { SIZE_OF_ID } from '../../subgraph/schema/size';

@ObjectType({ description: 'Paket: a named set of titles, which licences cover.' })
@Directive('@requiresScopes(scopes: [["entitlements:read"]])')
export class Package {
  @Field(() => ID, { description: 'Names it in this installation; it never changes.' })
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number by which licences and files name it.' })
  number!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Int, {
    description: 'Counts what was written about it and its titles: an amendment names the version that was seen.',
  })
  version!: number;

  @Field(() => Organisation, { nullable: true, description: 'Who put it together; null: it is the catalogue’s.' })
  owner!: Organisation | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who delivers it by import: then it is not amended by hand. Null: it is kept by hand.',
  })
  source!: string | null;

  @Field(() => Date, { nullable: true, description: 'From when on it holds nothing; null: it is not closed.' })
  closedFrom!: Date | null;
}

export const PackageConnection = connectionType(Package, {
  a: 'A package',
  one: 'package',
  many: 'packages',
  edges: 'The packages of the page, in the order of their numbers.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type PackageConnection = Connection<Package>;

@ObjectType({ description: 'That a package holds a title for a period. Periods of one title do not overlap.' })
export class PackageContent {
  titleId!: string;

  @Field(() => Date, { nullable: true, description: 'From when on; null: it always did.' })
  from!: Date | null;

  @Field(() => Date, { nullable: true, description: 'The first instant at which it no longer does; null: no end.' })
  until!: Date | null;
}

@ObjectType({ description: 'A content of a package, and its place in a list.' })
export class PackageContentEdge {
  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, { description: 'The place of this content in the list.' })
  cursor!: string;

  @Field(() => PackageContent, { description: 'The content.' })
  node!: PackageContent;
}

@ObjectType({ description: 'A page of what a package holds.' })
export class PackageContentConnection {
  count!: () => Promise<number>;

  @Field(() => [PackageContentEdge], { description: 'The contents of the page, by title in the order of their ids.' })
  edges!: PackageContentEdge[];

  @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
  pageInfo!: PageInfo;
}
