import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { LicenceEntity } from './licence-entity';

/**
 * The terms of a licence that the access rule reads, from one amendment to the next. They hold nothing of an authority.
 */
@Entity({ schema: 'licences', name: 'licence_terms' })
export class LicenceTermsEntity {
  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @ManyToOne(() => LicenceEntity)
  @JoinColumn({ name: 'licence_id' })
  licence!: Relation<LicenceEntity>;

  @PrimaryColumn('tstzrange')
  valid!: string;

  @Column('tstzrange')
  term!: string;

  @Column('text', { name: 'term_kind' })
  termKind!: string;

  @Column('integer', { name: 'duration_days', nullable: true })
  durationDays!: number | null;

  @Column('text', { name: 'holder_levels', array: true })
  holderLevels!: Level[];

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('text', { name: 'pupil_rights', array: true })
  pupilRights!: UsageRight[];

  @Column('integer', { nullable: true })
  seats!: number | null;

  @Column('integer', { name: 'school_count', nullable: true })
  schoolCount!: number | null;
}
