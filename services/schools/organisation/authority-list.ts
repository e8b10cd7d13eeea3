/** A list of school authorities: what it is asked by, and what it answers. */
import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import { PageInfo, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { COST_OF_SEARCH, SIZE_OF_CITY, SIZE_OF_SEARCH } from '../name-search';
import { SchoolAuthority } from './organisation';

@InputType({ description: 'Which school authorities: all that is given must hold.' })
export class SchoolAuthorityFilter {
  @Directive(SIZE_OF_SEARCH)
  @Directive(COST_OF_SEARCH)
  @Field(() => String, {
    nullable: true,
    description: 'Words or parts of words of its name, its city or its number, in any order; or its id in any form.',
  })
  search?: string | null;

  @Directive(SIZE_OF_CITY)
  @Field(() => String, { nullable: true, description: 'The city of its address: Köln.' })
  city?: string | null;
}

@ObjectType({ description: 'A school authority, and its place in a list.' })
export class SchoolAuthorityEdge {
  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, { description: 'The place of this authority in the list.' })
  cursor!: string;

  @Field(() => SchoolAuthority, { description: 'The authority.' })
  node!: SchoolAuthority;
}

@ObjectType({ description: 'A page of school authorities.' })
export class SchoolAuthorityConnection {
  /** How to count them, should the client ask. */
  count!: () => Promise<number>;

  @Field(() => [SchoolAuthorityEdge], { description: 'The authorities of the page, in the order of their numbers.' })
  edges!: SchoolAuthorityEdge[];

  @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
  pageInfo!: PageInfo;
}
