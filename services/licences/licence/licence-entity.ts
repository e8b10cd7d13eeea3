import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';

/** The terms of a licence that the access rule needs, and nothing of an authority. */
@Entity({ schema: 'licences', name: 'licence' })
export class LicenceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

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
