import { Column, Entity } from 'typeorm';
import type { Caller } from '../../../caller/caller';
import { OwnRowColumns } from '../../subgraph/idempotency/own-row-columns';
import type { JobState } from './job-state';

/** An assignment or a change that runs later. */
@Entity({ schema: 'schools', name: 'job' })
export class JobEntity extends OwnRowColumns {
  @Column('jsonb')
  caller!: Caller;

  /** A WorkOfJob. */
  @Column('json')
  work!: object;

  @Column('text')
  state!: JobState;

  @Column('int')
  done!: number;

  @Column('int', { name: 'to_do', nullable: true })
  toDo!: number | null;

  @Column('uuid', { name: 'assignment_id', nullable: true })
  assignmentId!: string | null;

  @Column('uuid', { name: 'amendment_id', nullable: true })
  amendmentId!: string | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
