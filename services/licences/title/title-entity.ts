import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import type { UsageRight } from '../../../access/right';
import type { SchoolType } from '../vocabulary/school-types';
import { PublisherEntity } from './publisher-entity';
import type { TitleDetails } from './title-details';

/** A title of the catalogue. */
@Entity({ schema: 'licences', name: 'title' })
@Index('title_order', ['sortKey', 'id'], { unique: true })
@Unique(['source', 'sourceId'])
export class TitleEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text', { unique: true })
  number!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  subtitle!: string | null;

  @Column('text', { nullable: true })
  series!: string | null;

  @Column('text')
  description!: string;

  @Column('bigint', { name: 'publisher_id' })
  publisherId!: string;

  @ManyToOne(() => PublisherEntity)
  @JoinColumn({ name: 'publisher_id' })
  publisher!: Relation<PublisherEntity>;

  @Column('text')
  kind!: string;

  @Column('text', { array: true })
  subjects!: string[];

  @Column('text', { name: 'subject_codes', array: true })
  subjectCodes!: string[];

  @Column('text', { array: true })
  keywords!: string[];

  @Column('text', { array: true })
  competences!: string[];

  @Column('integer', { name: 'grade_from', nullable: true })
  gradeFrom!: number | null;

  @Column('integer', { name: 'grade_until', nullable: true })
  gradeUntil!: number | null;

  @Column('text', { name: 'school_types', array: true })
  schoolTypes!: SchoolType[];

  @Column('text', { array: true })
  languages!: string[];

  @Column('integer', { name: 'age_rating', nullable: true })
  ageRating!: number | null;

  @Column('integer', { nullable: true })
  year!: number | null;

  @Column('integer', { name: 'duration_seconds', nullable: true })
  durationSeconds!: number | null;

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('text', { name: 'open_licence', nullable: true })
  openLicence!: string | null;

  @Column('tstzrange')
  playout!: string;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @Column('boolean', { name: 'withdrawn_by_source' })
  withdrawnBySource!: boolean;

  @Column('jsonb')
  details!: TitleDetails;

  @Column('text', { name: 'unknown_codes', array: true })
  unknownCodes!: string[];

  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text', { name: 'source_id', nullable: true })
  sourceId!: string | null;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column({ type: 'text', name: 'sort_key', collation: 'C' })
  sortKey!: string;

  @Column('tsvector')
  search!: string;
}
