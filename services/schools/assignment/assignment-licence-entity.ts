import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { UsageRight } from '../../../access/right';
import type { JudgedOutcome } from './assignment';
import { AssignmentEntity } from './assignment-entity';

/** The outcomes of one licence of a call, for each of its holders. */
@Entity({ schema: 'schools', name: 'assignment_licence' })
export class AssignmentLicenceEntity {
  @PrimaryColumn('uuid', { name: 'assignment_id' })
  assignmentId!: string;

  @ManyToOne(() => AssignmentEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'assignment_id' })
  assignment!: Relation<AssignmentEntity>;

  @PrimaryColumn('int')
  place!: number;

  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;

  @Column('text', { name: 'terms_hash' })
  termsHash!: string;

  @Column('timestamptz', { name: 'valid_from' })
  validFrom!: Date;

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('text', { array: true })
  outcomes!: JudgedOutcome[];

  @Column('bigint', { name: 'standing_ids', array: true })
  standingIds!: (string | null)[];

  @Column('int', { name: 'standing_versions', array: true })
  standingVersions!: (number | null)[];

  @Column('bigint', { name: 'made_ids', array: true })
  madeIds!: (string | null)[];

  @Column('timestamptz', { name: 'valid_untils', array: true })
  validUntils!: (Date | null)[];

  @Column('bigint', { name: 'overlapping_ids', array: true })
  overlappingIds!: (string | null)[];

  @Column('int', { name: 'overlapping_schools', array: true })
  overlappingSchools!: number[];
}
