/** The organisations to which a school belongs, belonged or will belong, as clients see it. */
import { Field, ObjectType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';

@ObjectType({ description: 'That a school belongs to an organisation above it, and for how long.' })
export class SchoolMembership {
  row!: string;

  @Field(() => Organisation, {
    description: 'What it belongs to: its authority, district, media centre, regional association, state, or a group.',
  })
  organisation!: Organisation;

  @Field(() => Date, { nullable: true, description: 'Since when; null: always.' })
  validFrom!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'The first instant at which it does not any more; null: open end.',
  })
  validUntil!: Date | null;
}

export const SchoolMembershipConnection = connectionType(SchoolMembership, {
  a: 'A membership of a school',
  one: 'membership',
  many: 'memberships of a school',
  edges: 'The memberships of the page, by level and number of the organisation.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type SchoolMembershipConnection = Connection<SchoolMembership>;
