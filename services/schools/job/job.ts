import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { JOB_STATES, type JobState } from './job-state';

const JobStateEnum = enumOf(JOB_STATES);
registerEnumType(JobStateEnum, {
  name: 'JobState',
  description: 'How far a job is.',
  valuesConfig: {
    WAITING: { description: 'It was not begun yet.' },
    RUNNING: { description: 'It is at work. Nothing of it is seen before it is done.' },
    DONE: { description: 'It came to an end: see its result, also for whether anything was made.' },
    FAILED: { description: 'It was refused: see error. Nothing was done.' },
    CANCELLED: { description: 'It was cancelled. Nothing was done.' },
  },
});

/** Characters of an error message, with the values that the client sent. */
const LONGEST_ERROR = 2_000;

@ObjectType({
  description:
    'An assignment or a change that is carried out in the background, as its caller. Kept for 48 hours, and the caller’s own.',
})
export class Job {
  assignmentId!: string | null;
  amendmentId!: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'By which it is found again.' })
  id!: string;

  @Field(() => JobStateEnum, { description: 'How far it is.' })
  state!: JobState;

  @Field(() => Int, { description: 'Entitlements that it has made or changed so far; it is seen once all is done.' })
  done!: number;

  @Field(() => Int, { nullable: true, description: 'Entitlements that it makes or changes; null while it is judged.' })
  toDo!: number | null;

  @Directive(size({ maxLength: LONGEST_ERROR }))
  @Field(() => String, { nullable: true, description: 'Why it was refused.' })
  error!: string | null;

  @Field(() => Date, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was first begun.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was done, refused or cancelled.' })
  endedAt!: Date | null;
}
