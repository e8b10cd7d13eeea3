/** A list of school authorities: its filter, and its types. */
import { Directive, Field, InputType } from 'type-graphql';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type CountedConnection, connectionType } from '../../subgraph/schema/connection-type';
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

export const SchoolAuthorityConnection = connectionType(SchoolAuthority, {
  a: 'A school authority',
  one: 'authority',
  many: 'school authorities',
  edges: 'The authorities of the page, in the order of their numbers.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type SchoolAuthorityConnection = CountedConnection<SchoolAuthority>;
