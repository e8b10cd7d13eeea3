import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { UsageRight } from '../../../access/right';
import { PublisherEntity } from './publisher-entity';

/** A title of the catalogue. */
@Entity({ schema: 'licences', name: 'title' })
@Index('title_order', ['sortKey', 'id'], { unique: true })
export class TitleEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text', { unique: true })
  number!: string;

  @Column('text')
  name!: string;

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

  @Column('text', { array: true })
  keywords!: string[];

  @Column('integer', { name: 'grade_from', nullable: true })
  gradeFrom!: number | null;

  @Column('integer', { name: 'grade_until', nullable: true })
  gradeUntil!: number | null;

  @Column('text')
  language!: string;

  @Column('integer', { name: 'age_rating', nullable: true })
  ageRating!: number | null;

  @Column('integer', { nullable: true })
  year!: number | null;

  @Column('integer', { name: 'duration_seconds', nullable: true })
  durationSeconds!: number | null;

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('tstzrange')
  playout!: string;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @Column({ type: 'text', name: 'sort_key', collation: 'C' })
  sortKey!: string;

  @Column('tsvector')
  search!: string;
}
