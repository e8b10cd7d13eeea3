import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A school sent an event with this id, and the event is stored there. */
@Entity({ schema: 'usage', name: 'event_key' })
export class EventKeyEntity {
  @PrimaryColumn('bigint', { name: 'school_id' })
  schoolId!: string;

  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;

  @PrimaryColumn('bigint', { name: 'authority_id' })
  authorityId!: string;

  @Column('bigint', { name: 'title_id' })
  titleId!: string;

  @Column('timestamptz', { name: 'used_at' })
  usedAt!: Date;
}
