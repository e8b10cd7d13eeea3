/** The input and result types of assigning. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { Organisation } from '../../subgraph/organisation/organisation';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { enumOf, HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size, sizeOfIds } from '../../subgraph/schema/size';
import { LicenceAccess } from '../entitlement/afterwards';
import { Licence } from '../entitlement/entitlement';
import { HolderInput } from '../organisation/holder-input';
import { HolderSelection } from '../selection/holder-selection';
import { UnmatchedRow } from '../selection/resolved-types';
import type { AssignResult } from './assign-entitlements';
import { ASSIGNMENT_OUTCOMES, type AssignmentOutcome, MAX_ASSIGNMENTS } from './assignment';
import { MAX_NAMED_MOVED, MOVED_WHAT } from './kept-assignment-queries';
import { MAX_NAMED_SCHOOLS } from './suspended-schools-queries';

/** How many rows of a pasted list are listed that match nothing. */
export const MAX_NAMED_UNMATCHED = 1_000;

/** Characters of a note; the table has the same limit. */
const MAX_NOTE = 500;

@InputType({ description: 'Which licences are assigned to whom, and for how long.' })
export class AssignEntitlementsInput {
  @Directive(sizeOfIds(MAX_ASSIGNMENTS))
  @Field(() => [ID], { description: 'The ids of the licences.' })
  licenceIds!: string[];

  @Directive(size({ maxItems: MAX_ASSIGNMENTS }))
  @Field(() => [HolderInput], { nullable: true, description: 'Each gets each of the licences.' })
  holders?: HolderInput[] | null;

  @Field(() => HolderSelection, {
    nullable: true,
    description: 'Further holders, each once: a token of a preview holds as long as it gives the same ones.',
  })
  selection?: HolderSelection | null;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out.' })
  validFrom?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Left out: it ends with the licence, also where the licence’s term is changed later; or after as many days as the licence runs from its activation.',
  })
  validUntil?: Date | null;

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { nullable: true, description: 'All rights of the licence, where it is left out.' })
  rights?: UsageRight[] | null;

  @Directive(size({ maxLength: MAX_NOTE }))
  @Field(() => String, {
    nullable: true,
    description: 'Kept with each entitlement that is made, for those who administer its licence.',
  })
  note?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    nullable: true,
    description:
      'The previewToken of a preview of the same input, in the last 48 hours. Where anything has moved since then, nothing is done, and moved says what.',
  })
  previewToken?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: leave out the pairs that are refused. Otherwise nothing is done where one is.',
  })
  skipRefused!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: open the licence also at schools where it is suspended by an entitlement of another holder.',
  })
  overrideSuspended!: boolean;

  @Directive(size({ maxLength: 200 }))
  @Field(() => String, {
    nullable: true,
    description:
      'A repeat with the same key gets the same answer and changes nothing; with another input it is refused. Kept for 48 hours. Where nothing was done, a repeat is judged anew.',
  })
  idempotencyKey?: string | null;
}

export const AssignmentOutcomeEnum = enumOf(ASSIGNMENT_OUTCOMES);
registerEnumType(AssignmentOutcomeEnum, {
  name: 'AssignmentOutcome',
  description: 'What became of a licence for a holder; in a preview, what would become of it.',
  valuesConfig: {
    ASSIGNED: { description: 'An entitlement was made.' },
    ALREADY_ASSIGNED: {
      description:
        'One stood that covers the period and the rights, whoever made it: see createdBy. It is left as it is. Of a licence that runs some days from its activation, any that has not ended.',
    },
    SUSPENDED: {
      description: 'Refused: one of the same licence and holder is suspended. It stands until it is resumed.',
    },
    OPENS_SUSPENDED: {
      description: 'Refused: the licence is suspended at suspendedSchools, which it would open. See overrideSuspended.',
    },
    OUTSIDE_TERRITORY: {
      description: 'Refused: not every school under the holder lies under the organisation that owns the licence.',
    },
    TOO_MANY_SCHOOLS: {
      description:
        'Refused, and with it each new holder of the licence: it may be had by so many schools at a time, and with all of them there would be more.',
    },
    SCHOOL_CLOSED: { description: 'Refused: the school is not in operation in the period.' },
    PERIOD_OVER: {
      description: 'Refused: the licence runs some days from its first activation at the holder, and they have passed.',
    },
    NOT_IN_REACH: {
      description:
        'Refused: the holder is not the caller’s, or does not exist. A school group is the caller’s once a school belongs to it: add schools first.',
    },
    HELD_BACK: { description: 'Nothing stands in its way. It was not made, because another pair was refused.' },
  },
});

@ObjectType({ description: 'A licence for a holder, and what became of it.' })
export class AssignedEntitlement {
  entitlementId!: string | null;
  overlappingId!: string | null;

  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, { description: 'Its place in the list: send it as “after” to get those behind it.' })
  cursor!: string;

  @Field(() => Licence, { nullable: true, description: 'The licence of this pair.' })
  licence!: Licence;

  @Field(() => HolderLevelEnum, { description: 'Of the holder, as it was sent.' })
  holderLevel!: Level;

  @Field(() => ID, { description: 'Of the holder, such as NW:10182, however it was sent.' })
  holderId!: string;

  @Field(() => Organisation, { nullable: true, description: 'Null where it is not in reach.' })
  holder!: Organisation | null;

  @Field(() => AssignmentOutcomeEnum, {
    description: 'What became of the pair; in a preview, what would become of it.',
  })
  outcome!: AssignmentOutcome;

  @Field(() => Int, {
    description:
      'How many schools of the holder had the licence in that period already, by an entitlement of another holder.',
  })
  overlappingSchoolCount!: number;

  @Field(() => [Organisation], {
    nullable: 'itemsAndList',
    description: `Schools of the holder at which the licence is suspended by an entitlement of another holder: the first ${MAX_NAMED_SCHOOLS}.`,
  })
  suspendedSchools!: Organisation[];

  @Field(() => Int, { description: 'How many such schools there are.' })
  suspendedSchoolCount!: number;

  @Field(() => LicenceAccess, {
    nullable: true,
    description:
      'What the schools of the holder may do with the licence then; in a preview, as if it were done. Null where the holder is not in reach, and in a preview that is read again.',
  })
  afterwards!: LicenceAccess | null;
}

@ObjectType({ description: 'How many pairs came out so.' })
export class AssignmentCount {
  @Field(() => AssignmentOutcomeEnum, { description: 'What became of them; in a preview, what would become of them.' })
  outcome!: AssignmentOutcome;

  @Field(() => Int, { description: 'How many pairs.' })
  count!: number;

  @Field(() => Int, {
    description: 'Of them, those with schools that had the licence already, by an entitlement of another holder.',
  })
  overlapping!: number;
}

const MovedWhatEnum = enumOf(MOVED_WHAT);
registerEnumType(MovedWhatEnum, {
  name: 'AssignmentMove',
  description: 'What is not as it was in a preview.',
  valuesConfig: {
    LICENCE: { description: 'The licence: its term, rights, levels or number of schools.' },
    HOLDER: { description: 'The holder: whether it is in reach, or which schools are under it.' },
    ENTITLEMENT: {
      description: 'What stands: entitlements and suspensions of the licence; or the pair was not there.',
    },
  },
});

@ObjectType({ description: 'A pair that is not as it was in the preview.' })
export class MovedAssignment {
  @Field(() => Licence, { nullable: true, description: 'The licence of this pair.' })
  licence!: Licence;

  @Field(() => HolderLevelEnum, { description: 'Of the holder.' })
  holderLevel!: Level;

  @Field(() => ID, { description: 'Of the holder, such as NW:10182.' })
  holderId!: string;

  @Field(() => MovedWhatEnum, { description: 'What has moved.' })
  moved!: (typeof MOVED_WHAT)[number];

  @Field(() => AssignmentOutcomeEnum, { nullable: true, description: 'In the preview; null where it was not there.' })
  before!: AssignmentOutcome | null;

  @Field(() => AssignmentOutcomeEnum, { nullable: true, description: 'Now; null where it is not there any more.' })
  after!: AssignmentOutcome | null;
}

@ObjectType({ description: 'What became of the licences and holders of one call: in numbers, and pair by pair.' })
export class AssignEntitlementsResult {
  result!: AssignResult;
  /** The assumed number of pairs, where the query states none. */
  usuallyTold!: number;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'By which it is found again for 48 hours: see Query.assignment.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => Boolean, {
    description: 'False in a preview, and where nothing was done because a pair was refused or something has moved.',
  })
  applied!: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'What was done, as the audit trail calls it: undoChange takes it. Null where nothing was made.',
  })
  change!: string | null;

  @Field(() => Int, { description: 'Entitlements that were made; in a preview, that would be made.' })
  assigned!: number;

  @Field(() => Int, { description: 'Pairs for which an entitlement stood already.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Pairs that were refused.' })
  refused!: number;

  @Directive(size({ maxItems: ASSIGNMENT_OUTCOMES.length }))
  @Directive(`@listSize(assumedSize: ${ASSIGNMENT_OUTCOMES.length})`)
  @Field(() => [AssignmentCount], {
    description: 'By outcome; together they are all pairs: each licence with each holder.',
  })
  counts!: AssignmentCount[];

  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    nullable: true,
    description:
      'Of a preview: send it with the same input to have exactly this done, or nothing. Kept for 48 hours, and the caller’s own.',
  })
  previewToken!: string | null;

  @Field(() => Int, { description: 'How many pairs are not as in the preview whose token was sent.' })
  movedCount!: number;

  @Directive(size({ maxItems: MAX_NAMED_MOVED }))
  @Directive(`@listSize(assumedSize: ${MAX_NAMED_MOVED})`)
  @Field(() => [MovedAssignment], {
    description: `Pairs that are not as in the preview whose token was sent: the first ${MAX_NAMED_MOVED}.`,
  })
  moved!: MovedAssignment[];

  @Field(() => Int, {
    description:
      'Rows of selection.numbers that name no school in reach. Where there is one nothing is done, unless skipRefused.',
  })
  unmatchedCount!: number;

  @Directive(size({ maxItems: MAX_NAMED_UNMATCHED }))
  @Directive(`@listSize(assumedSize: ${MAX_NAMED_UNMATCHED})`)
  @Field(() => [UnmatchedRow], {
    description: `These rows: the first ${MAX_NAMED_UNMATCHED}. resolveSchools tells all of them.`,
  })
  unmatched!: UnmatchedRow[];
}
