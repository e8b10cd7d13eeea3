import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Uses of a client at a school were recorded in a month: until when, and whether it reported any itself. */
@Entity({ schema: 'usage', name: 'coverage' })
export class CoverageEntity {
  @PrimaryColumn('bigint', { name: 'authority_id' })
  authorityId!: string;

  @PrimaryColumn('bigint', { name: 'school_id' })
  schoolId!: string;

  @PrimaryColumn('text')
  client!: string;

  @PrimaryColumn('date')
  month!: string;

  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt!: Date;

  @Column('timestamptz', { name: 'last_reported_at' })
  lastReportedAt!: Date;

  @Column('timestamptz', { name: 'uncounted_since', nullable: true })
  uncountedSince!: Date | null;

  @Column('boolean', { name: 'is_reported' })
  isReported!: boolean;
}
