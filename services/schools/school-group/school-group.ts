/** School groups, as clients see them. */
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type CountedConnection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { COST_OF_SEARCH, SIZE_OF_SEARCH } from '../name-search';
import { HolderInput } from '../organisation/holder-input';

export const KEEPERS = ['FILE', 'DESK'] as const;
type Keeper = (typeof KEEPERS)[number];
const SchoolGroupKeeperEnum = enumOf(KEEPERS);
registerEnumType(SchoolGroupKeeperEnum, {
  name: 'SchoolGroupKeeper',
  description: 'Who says which schools belong to a group. Neither changes what the other keeps.',
  valuesConfig: {
    FILE: { description: 'An imported file.' },
    DESK: { description: 'The staff of its owner, and those above.' },
  },
});

@ObjectType({
  description:
    'Kundenkennziffer (KKZ): schools that belong together, to license something to just these. What it holds covers its members.',
})
@Directive('@requiresScopes(scopes: [["schools:read"]])')
export class SchoolGroup {
  /** The database's id. */
  row!: string;
  key!: string;
  ownerKey!: string | null;

  @Field(() => ID, { description: 'The state and its number: NW:MZ-05111-gymnasien.' })
  id!: string;

  @Field(() => String, { description: 'Its number within the state: MZ-05111-gymnasien.' })
  number!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Organisation, {
    nullable: true,
    description:
      'The organisation that has it made: its staff, and those above it, may change it. Null: operators only.',
  })
  owner!: Organisation | null;

  @Field(() => SchoolGroupKeeperEnum, { description: 'Who says which schools belong to it.' })
  keptBy!: Keeper;

  @Field(() => Date, {
    nullable: true,
    description: 'The first instant at which no school belongs to it any more, where it was closed.',
  })
  closedAt!: Date | null;
}

@InputType({ description: 'Which school groups: all that is given must hold.' })
export class SchoolGroupFilter {
  @Directive(SIZE_OF_SEARCH)
  @Directive(COST_OF_SEARCH)
  @Field(() => String, {
    nullable: true,
    description: 'Words or parts of words of its name or its number, in any order; or its id in any form.',
  })
  search?: string | null;

  @Field(() => HolderInput, { nullable: true, description: 'The organisation that has it made.' })
  owner?: HolderInput | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only those that are closed now. False: only others.' })
  closed?: boolean | null;
}

export const SchoolGroupConnection = connectionType(SchoolGroup, {
  a: 'A school group',
  one: 'group',
  many: 'school groups',
  edges: 'The groups of the page, in the order of their numbers.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type SchoolGroupConnection = CountedConnection<SchoolGroup>;

@ObjectType({ description: 'That a school belongs to a group, and for how long.' })
export class SchoolGroupMember {
  /** The id of the school. */
  schoolId!: string;
  row!: string;

  @Field(() => Date, { nullable: true, description: 'Since when; null: always.' })
  validFrom!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'The first instant at which it does not any more; null: open end.',
  })
  validUntil!: Date | null;
}

export const SchoolGroupMemberConnection = connectionType(SchoolGroupMember, {
  a: 'A member of a group',
  one: 'member',
  many: 'members of a group',
  edges: 'The members of the page, in the order of their schools’ numbers.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type SchoolGroupMemberConnection = CountedConnection<SchoolGroupMember>;

/** For each input that names a group. */
export const GROUP_ID = { size: SIZE_OF_ID, description: 'The id of the group: NW:MZ-05111-gymnasien.' };
