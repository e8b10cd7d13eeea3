/** A list of schools: its order, and its types. */
import { Field, InputType, registerEnumType } from 'type-graphql';
import { SIZE_OF_CURSOR } from '../../subgraph/schema/connection';
import { type CountedConnection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf, OrderDirection } from '../../subgraph/schema/enums';
import { School } from './school';

const SCHOOL_ORDERS = ['NUMBER', 'NAME', 'CITY', 'FORM'] as const;
export type SchoolOrderBy = (typeof SCHOOL_ORDERS)[number];
const SchoolOrderByEnum = enumOf(SCHOOL_ORDERS);
registerEnumType(SchoolOrderByEnum, {
  name: 'SchoolOrderBy',
  description: 'What schools are ordered by.',
  valuesConfig: {
    NUMBER: { description: 'Their state and official number.' },
    NAME: { description: 'Their official name, as a German dictionary orders it.' },
    CITY: { description: 'The city of their address.' },
    FORM: { description: 'The name of their form; its official key where it has none.' },
  },
});

@InputType({ description: 'The order of schools. Equal ones come by state and number.' })
export class SchoolOrder {
  @Field(() => SchoolOrderByEnum, { description: 'What they are ordered by.' })
  by!: SchoolOrderBy;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Upward, or downward.' })
  direction!: OrderDirection;
}

export const SchoolConnection = connectionType(School, {
  a: 'A school',
  one: 'school',
  many: 'schools',
  edges: 'The schools of the page, in the order that was asked for; of an authority in that of their numbers.',
  cursor: SIZE_OF_CURSOR,
});
export type SchoolConnection = CountedConnection<School>;
