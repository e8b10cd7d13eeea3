/** A list of schools: what it is asked by, and what it answers. */
import { Directive, Field, ID, InputType } from 'type-graphql';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type CountedConnection, connectionType } from '../../subgraph/schema/connection-type';
import { SIZE_OF_ID, SIZE_OF_NAME } from '../../subgraph/schema/size';
import { COST_OF_SEARCH, SIZE_OF_CITY, SIZE_OF_SEARCH } from '../name-search';
import { School } from './school';

@InputType({ description: 'Which schools: all that is given must hold.' })
export class SchoolFilter {
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

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Its form, by name or by official key: Gymnasium, or 20.' })
  form?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'The authority that it belongs to now: NW:10182.' })
  authority?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is in operation now.' })
  inOperation?: boolean | null;
}

export const SchoolConnection = connectionType(School, {
  a: 'A school',
  one: 'school',
  many: 'schools',
  edges: 'The schools of the page, in the order of their numbers.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type SchoolConnection = CountedConnection<School>;
