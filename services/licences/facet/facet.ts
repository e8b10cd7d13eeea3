import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { KEPT_BY_CLIENTS } from '../../subgraph/schema/cache-hint';
import { PageInfo, SIZE_OF_CURSOR } from '../../subgraph/schema/connection';
import { SIZE_OF_NAME } from '../../subgraph/schema/size';

@ObjectType({
  description: 'What titles have in common and can be filtered by: a subject or a publisher.',
})
@Directive(KEPT_BY_CLIENTS)
export class Facet {
  /** Its sort key: its name without case, accents and punctuation. */
  sortKey!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'As TitleFilter takes it.' })
  name!: string;

  @Field(() => Int, { description: 'How many titles of the catalogue have it.' })
  titleCount!: number;
}

@ObjectType({ description: 'A subject or a publisher, and its place in a list.' })
@Directive(KEPT_BY_CLIENTS)
export class FacetEdge {
  @Directive(SIZE_OF_CURSOR)
  @Field(() => String, { description: 'The place of this one in the list.' })
  cursor!: string;

  @Field(() => Facet, { description: 'The subject or publisher.' })
  node!: Facet;
}

@ObjectType({ description: 'A page of subjects or publishers.' })
@Directive(KEPT_BY_CLIENTS)
export class FacetConnection {
  @Field(() => [FacetEdge], { description: 'Those of the page, by name.' })
  edges!: FacetEdge[];

  @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
  pageInfo!: PageInfo;

  @Directive('@cost(weight: 1)')
  @Field(() => Int, { description: 'How many the whole list has.' })
  totalCount!: number;
}
