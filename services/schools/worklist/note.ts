/** What the staff of an organisation note on rows of worklists: who deals with it, and until when it can wait. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { WORKLISTS, type Worklist } from '../../subgraph/worklist/worklists';
import { HolderInput } from '../organisation/holder-input';

const WorklistEnum = enumOf(WORKLISTS);
registerEnumType(WorklistEnum, {
  name: 'Worklist',
  description: 'The worklists of the desk.',
  valuesConfig: {
    EXPIRING: { description: 'Entitlements that end soon: deadlines(list: EXPIRING).' },
    STARTING: { description: 'Entitlements that begin soon: deadlines(list: STARTING).' },
    NOTICE_DUE: {
      description: 'Licences of which notice can be given until a day that is near: deadlines(list: NOTICE_DUE).',
    },
    COVERED_TWICE: {
      description: 'Entitlements to titles that another one opens at a wider level: entitlementsCoveredTwice.',
    },
    UNUSED: { description: 'Licences by which nothing was used: licencesUnused.' },
    IN_DEMAND: { description: 'Titles that were wanted and are not licensed: titlesInDemand.' },
    SEATS_FULL: {
      description: 'Licences of which all seats were taken when somebody wanted one: licencesWithFullSeats.',
    },
  },
});

const SIZE_OF_TEXT = size({ maxLength: 1_000 });
/** The size of a subject in tokens. */
const SIZE_OF_ASSIGNEE = size({ maxLength: 200 });

/** How many rows are noted at once: a page. */
export const MAX_NOTED = 200;

@ObjectType({ description: 'What the staff of an organisation noted beside a row of a worklist.' })
@Directive('@key(fields: "id")')
export class WorklistNote {
  @Field(() => ID, { description: 'Names it in this installation.' })
  id!: string;

  @Field(() => Organisation, { description: 'Whose staff wrote it. Nobody else sees it.' })
  organisation!: Organisation;

  @Field(() => WorklistEnum, { description: 'The list that the row is in.' })
  list!: Worklist;

  @Field(() => ID, { description: 'What the row is about: an entitlement, a licence or a title, as the list has it.' })
  objectId!: string;

  @Field(() => Date, { nullable: true, description: 'Until then the row is left out. Null: it is not snoozed.' })
  snoozedUntil!: Date | null;

  @Directive(SIZE_OF_ASSIGNEE)
  @Field(() => String, { nullable: true, description: 'Who sees to it: the subject of a colleague’s token.' })
  assignee!: string | null;

  @Directive(SIZE_OF_TEXT)
  @Field(() => String, { nullable: true, description: 'Anything that colleagues should know.' })
  text!: string | null;

  @Field(() => Int, { description: 'Raised by each change: send it with the next one.' })
  version!: number;

  @Field(() => Date, { description: 'When it was changed last.' })
  changedAt!: Date;

  @Directive(SIZE_OF_ASSIGNEE)
  @Field(() => String, {
    nullable: true,
    description: 'By whom: the subject of a token. Null where the name was erased.',
  })
  changedBy!: string | null;
}

@InputType({ description: 'A row of a worklist.' })
export class WorklistRowInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'What it is about: an entitlement, a licence or a title, as the list has it.' })
  id!: string;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'The version of the note that you know of. 0: there was none.',
  })
  version!: number;
}

@InputType({
  description: 'What is to be noted beside rows of a worklist. It takes the place of what was noted there.',
})
export class NoteWorklistInput {
  @Field(() => WorklistEnum, { description: 'The list that the rows are in.' })
  list!: Worklist;

  @Directive(size({ maxItems: MAX_NOTED }))
  @Field(() => [WorklistRowInput], { description: 'The rows.' })
  rows!: WorklistRowInput[];

  @Field(() => HolderInput, {
    nullable: true,
    description:
      'For whose staff: an organisation that you are bound to. It can be left out by who is bound to one only.',
  })
  organisation?: HolderInput | null;

  @Field(() => Date, { nullable: true, description: 'Leave the rows out until then.' })
  snoozedUntil?: Date | null;

  @Directive(SIZE_OF_ASSIGNEE)
  @Field(() => String, { nullable: true, description: 'Who sees to it: the subject of a colleague’s token.' })
  assignee?: string | null;

  @Directive(SIZE_OF_TEXT)
  @Field(() => String, { nullable: true, description: 'Anything that colleagues should know.' })
  text?: string | null;
}

@ObjectType({ description: 'What became of notes: all of them were written, or none.' })
export class NoteWorklistResult {
  @Field(() => Boolean, { description: 'False where a note was changed by somebody else: see changed.' })
  applied!: boolean;

  @Directive(size({ maxItems: MAX_NOTED }))
  @Field(() => [WorklistNote], { nullable: 'itemsAndList', description: 'The notes that were written.' })
  notes!: WorklistNote[];

  @Directive(size({ maxItems: MAX_NOTED }))
  @Field(() => [WorklistNote], {
    nullable: 'itemsAndList',
    description: 'The notes as they are, of which you knew another version.',
  })
  changed!: WorklistNote[];
}
