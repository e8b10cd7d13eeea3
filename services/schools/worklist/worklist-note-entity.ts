import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import type { Worklist } from '../../subgraph/worklist/worklists';
import { OrganisationEntity } from '../organisation/organisation-entity';

/** What the staff of an organisation noted on a row of a worklist. */
@Entity({ schema: 'schools', name: 'worklist_note' })
@Unique('worklist_note_once', ['organisationId', 'list', 'objectId'])
export class WorklistNoteEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'organisation_id' })
  organisationId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'organisation_id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('text')
  list!: Worklist;

  @Column('bigint', { name: 'object_id' })
  objectId!: string;

  @Column('timestamptz', { name: 'snoozed_until', nullable: true })
  snoozedUntil!: Date | null;

  @Column('text', { nullable: true })
  assignee!: string | null;

  @Column('text', { nullable: true })
  text!: string | null;

  @Column('int')
  version!: number;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('text', { name: 'changed_by', nullable: true })
  changedBy!: string | null;
}
