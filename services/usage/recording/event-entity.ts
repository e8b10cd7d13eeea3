import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Audience, UsageRight } from '../../../access/right';

/** A use of a title, with the organisations that the school belonged to then. Partitioned by the month of `usedAt`. */
@Entity({ schema: 'usage', name: 'event' })
export class EventEntity {
  @PrimaryColumn('bigint', { name: 'authority_id' })
  authorityId!: string;

  @PrimaryColumn('bigint', { name: 'school_id' })
  schoolId!: string;

  @PrimaryColumn('bigint', { name: 'title_id' })
  titleId!: string;

  @PrimaryColumn('timestamptz', { name: 'used_at' })
  usedAt!: Date;

  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;

  @Column('bigint', { name: 'media_centre_id', nullable: true })
  mediaCentreId!: string | null;

  @Column('bigint', { name: 'district_id' })
  districtId!: string;

  @Column('bigint', { name: 'regional_association_id', nullable: true })
  regionalAssociationId!: string | null;

  @Column('bigint', { name: 'state_id' })
  stateId!: string;

  @Column('text')
  action!: string;

  @Column('text', { name: 'usage_right', nullable: true })
  usageRight!: UsageRight | null;

  @Column('text')
  audience!: Audience;

  @Column('text')
  client!: string;

  @Column('text', { name: 'access_type' })
  accessType!: 'CONTROLLED' | 'OPEN';

  @Column('bytea', { nullable: true })
  session!: Buffer | null;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;
}
