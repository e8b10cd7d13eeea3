/** The worklists of the desk, whichever service has them, and what all of them take: docs/decisions/0063. */
import { ArgsType, Field, registerEnumType } from 'type-graphql';
import { PageArguments } from '../schema/connection';
import { enumOf } from '../schema/enums';

export const WORKLISTS = [
  'EXPIRING',
  'STARTING',
  'NOTICE_DUE',
  'COVERED_TWICE',
  'UNUSED',
  'IN_DEMAND',
  'SEATS_FULL',
] as const;
export type Worklist = (typeof WORKLISTS)[number];

const NOTE_STATES = ['OPEN', 'SNOOZED', 'ALL'] as const;
type NoteState = (typeof NOTE_STATES)[number];
const NoteStateEnum = enumOf(NOTE_STATES);
registerEnumType(NoteStateEnum, {
  name: 'NoteState',
  description: 'Which rows of a worklist are wanted, by the notes of the caller’s own organisations.',
  valuesConfig: {
    OPEN: { description: 'Those that nobody snoozed, and those whose time has come.' },
    SNOOZED: { description: 'Those that are snoozed now.' },
    ALL: { description: 'All of them.' },
  },
});

const NOTE_ASSIGNEES = ['ME', 'ANYBODY', 'NOBODY'] as const;
type NoteAssignee = (typeof NOTE_ASSIGNEES)[number];
const NoteAssigneeEnum = enumOf(NOTE_ASSIGNEES);
registerEnumType(NoteAssigneeEnum, {
  name: 'NoteAssignee',
  description: 'To whom a row of a worklist is assigned.',
  valuesConfig: {
    ME: { description: 'To the caller, by the subject of its token.' },
    ANYBODY: { description: 'To somebody.' },
    NOBODY: { description: 'To nobody.' },
  },
});

/** Which rows of a worklist are wanted, by their notes. */
export interface NoteFilter {
  readonly state: NoteState;
  readonly assignedTo?: NoteAssignee | null;
}

export const ALL_NOTES: NoteFilter = { state: 'ALL' };

/** A page of a worklist. */
@ArgsType()
export class WorklistArguments extends PageArguments implements NoteFilter {
  @Field(() => NoteStateEnum, { defaultValue: 'OPEN', description: 'By whether they are snoozed.' })
  state!: NoteState;

  @Field(() => NoteAssigneeEnum, { nullable: true, description: 'Only those that are assigned so.' })
  assignedTo?: NoteAssignee | null;
}
