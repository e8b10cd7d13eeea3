import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Caller } from '../../../caller/caller';
import type { JobState } from './job-state';

/** An assignment or a change that is carried out later. The database sets its caller. */
@Entity({ schema: 'schools', name: 'job' })
export class JobEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'text', insert: false })
  kind!: string;

  @Column({ type: 'text', insert: false })
  subject!: string;

  @Column({ type: 'bigint', array: true, insert: false })
  bound!: string[];

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

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
