/** The input and result types of changes of school groups. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_NAME, size } from '../../subgraph/schema/size';
import { Licence } from '../entitlement/entitlement';
import { HolderInput } from '../organisation/holder-input';
import { SchoolFilter } from '../school/school-filter';
import { COST_OF_PASTED_ROWS, SIZE_OF_PASTED_ROWS } from '../selection/holder-selection';
import { UnmatchedRow } from '../selection/resolved-types';
import { GROUP_ID, SchoolGroup } from './school-group';

const SIZE_OF_REASON = size({ maxLength: 1_000 });
const REASON = 'Why, for those who look later. Name no person in it.';
const PREVIEW = 'True: say what would happen, and change nothing.';
const NUMBERS =
  'Rows of a pasted list of official school numbers, in any written form: see resolveSchools, which says what they are taken for.';

@InputType({ description: 'A school group that is to be made.' })
export class CreateSchoolGroupInput {
  @Field(() => HolderInput, {
    description: 'The organisation that has it made: a state, a regional association, a media centre or an authority.',
  })
  owner!: HolderInput;

  @Directive(size({ maxLength: 30 }))
  @Field(() => String, {
    description: 'Letters, digits and hyphens. Its number is that of its owner, a hyphen and this: MZ-05111-gymnasien.',
  })
  code!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}

@InputType({ description: 'A school group and its new name.' })
export class RenameSchoolGroupInput {
  @Directive(GROUP_ID.size)
  @Field(() => ID, { description: GROUP_ID.description })
  group!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its new name.' })
  name!: string;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}

@InputType({ description: 'An imported school group that staff are to keep from now on.' })
export class AdoptSchoolGroupInput {
  @Directive(GROUP_ID.size)
  @Field(() => ID, { description: GROUP_ID.description })
  group!: string;

  @Field(() => HolderInput, { description: 'The organisation that is to own it.' })
  owner!: HolderInput;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}

@InputType({ description: 'Schools that are to belong to a group, and for how long.' })
export class AddSchoolsToGroupInput {
  @Directive(GROUP_ID.size)
  @Field(() => ID, { description: GROUP_ID.description })
  group!: string;

  @Field(() => SchoolFilter, { nullable: true, description: 'Each school in your reach that fits this filter.' })
  schools?: SchoolFilter | null;

  @Directive(SIZE_OF_PASTED_ROWS)
  @Directive(COST_OF_PASTED_ROWS)
  @Field(() => [String], { nullable: true, description: NUMBERS })
  numbers?: string[] | null;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  validFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'The first instant at which they do not belong to it any more.' })
  validUntil?: Date | null;

  @Field(() => Boolean, { defaultValue: false, description: PREVIEW })
  preview!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: leave out schools and rows that are refused. Otherwise nothing is done where one is.',
  })
  skipRefused!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: add schools also where this opens a licence that is suspended there.',
  })
  overrideSuspended!: boolean;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}

const ADDING_OUTCOMES = [
  'ADDED',
  'ALREADY_MEMBER',
  'SCHOOL_CLOSED',
  'LICENCE_NOT_YOURS',
  'OUTSIDE_TERRITORY',
  'OPENS_SUSPENDED',
  'TOO_MANY_SCHOOLS',
  'HELD_BACK',
] as const;
export type AddingOutcome = (typeof ADDING_OUTCOMES)[number];
const AddingOutcomeEnum = enumOf(ADDING_OUTCOMES);
registerEnumType(AddingOutcomeEnum, {
  name: 'AddingOutcome',
  description: 'What became of a school that was to belong to a group; in a preview, what would become of it.',
  valuesConfig: {
    ADDED: { description: 'It belongs to the group for the whole period.' },
    ALREADY_MEMBER: { description: 'It did so before. Nothing is changed.' },
    SCHOOL_CLOSED: { description: 'Refused: it is not in operation at any time of the period.' },
    LICENCE_NOT_YOURS: {
      description: 'Refused: it would open a licence that you may not assign, as its owner is none of yours.',
    },
    OUTSIDE_TERRITORY: {
      description: 'Refused: it would open a licence to whose owner it does not belong, whoever adds it.',
    },
    OPENS_SUSPENDED: {
      description: 'Refused: it would open a licence that is suspended there. overrideSuspended does it all the same.',
    },
    TOO_MANY_SCHOOLS: {
      description: 'Refused: with the others of this call it would open a licence to more schools than that counts.',
    },
    HELD_BACK: { description: 'It could be added; nothing was done, as another one is refused.' },
  },
});

@ObjectType({ description: 'A licence that a group opens at schools which are added to it.' })
export class OpenedLicence {
  @Field(() => Licence, { nullable: true, description: 'The licence; null where you may not read it.' })
  licence!: Licence | null;

  @Field(() => Date, { description: 'From when on.' })
  validFrom!: Date;

  @Field(() => Date, { nullable: true, description: 'Until when; null: without an end.' })
  validUntil!: Date | null;

  @Field(() => Boolean, { description: 'Whether its owner is one of yours, so that you may open it.' })
  isYours!: boolean;

  @Field(() => Int, {
    description: 'Of the schools, those that do not have it anyway, with these rights and all this time.',
  })
  newAt!: number;

  @Field(() => Int, { description: 'Of these, those at which another entitlement of it is suspended.' })
  suspendedAt!: number;
}

@ObjectType({ description: 'A school that was to belong to a group.' })
export class AddedSchool {
  /** The id of the school. */
  id!: string;

  @Field(() => AddingOutcomeEnum, { description: 'What became of it; in a preview, what would become of it.' })
  outcome!: AddingOutcome;
}

@ObjectType({ description: 'What became of the schools of one call.' })
export class AddSchoolsToGroupResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => Boolean, { description: 'False where nothing was done: in a preview, and where one is refused.' })
  applied!: boolean;

  @Field(() => SchoolGroup, { nullable: true, description: 'The group.' })
  group!: SchoolGroup;

  @Field(() => Int, { description: 'Schools that were added, or would be.' })
  added!: number;

  @Field(() => Int, { description: 'Schools that belong to it anyway.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Schools that are refused, and rows that name none.' })
  refused!: number;

  @Field(() => [OpenedLicence], {
    description: 'What the group opens in this period at the schools that do not belong to it yet.',
  })
  opens!: OpenedLicence[];

  @Field(() => [AddedSchool], { description: 'One for each school that was named, by number.' })
  schools!: AddedSchool[];

  @Field(() => [UnmatchedRow], { description: 'Rows of the pasted list that name no school in your reach.' })
  unmatched!: UnmatchedRow[];
}

@InputType({ description: 'Schools that are to belong to a group no longer, and from when on.' })
export class RemoveSchoolsFromGroupInput {
  @Directive(GROUP_ID.size)
  @Field(() => ID, { description: GROUP_ID.description })
  group!: string;

  @Field(() => SchoolFilter, { nullable: true, description: 'Each school in your reach that fits this filter.' })
  schools?: SchoolFilter | null;

  @Directive(SIZE_OF_PASTED_ROWS)
  @Directive(COST_OF_PASTED_ROWS)
  @Field(() => [String], {
    nullable: true,
    description: `${NUMBERS} A member that has left your reach may be named too.`,
  })
  numbers?: string[] | null;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  at?: Date | null;

  @Field(() => Boolean, { defaultValue: false, description: PREVIEW })
  preview!: boolean;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}

@ObjectType({ description: 'What became of the schools of one call.' })
export class RemoveSchoolsFromGroupResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => SchoolGroup, { nullable: true, description: 'The group.' })
  group!: SchoolGroup;

  @Directive(size({ maxItems: 100_000, maxLength: 100 }))
  @Field(() => [ID], { description: 'The ids of the schools that do not belong to it any more from this instant on.' })
  removed!: string[];

  @Field(() => Int, { description: 'Schools that were named and would not belong to it then anyway.' })
  unchanged!: number;

  @Field(() => [UnmatchedRow], {
    description: 'Rows of the pasted list that name no school in your reach or the group.',
  })
  unmatched!: UnmatchedRow[];
}

@InputType({
  description: 'A school group that is to be closed: no school belongs to it any more, and none can be added.',
})
export class CloseSchoolGroupInput {
  @Directive(GROUP_ID.size)
  @Field(() => ID, { description: GROUP_ID.description })
  group!: string;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  at?: Date | null;

  @Field(() => Boolean, { defaultValue: false, description: PREVIEW })
  preview!: boolean;

  @Directive(SIZE_OF_REASON)
  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}
