import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Audience } from '../../../access/right';

/** How often a school used a title in a month. */
@Entity({ schema: 'usage', name: 'monthly_sum' })
@Unique(['authorityId', 'month', 'schoolId', 'titleId', 'action', 'audience', 'mediaCentreId', 'districtId', 'stateId'])
export class MonthlySumEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @PrimaryColumn('bigint', { name: 'authority_id' })
  authorityId!: string;

  @Column('bigint', { name: 'school_id' })
  schoolId!: string;

  @Column('bigint', { name: 'media_centre_id', nullable: true })
  mediaCentreId!: string | null;

  @Column('bigint', { name: 'district_id' })
  districtId!: string;

  @Column('bigint', { name: 'state_id' })
  stateId!: string;

  @Column('bigint', { name: 'title_id' })
  titleId!: string;

  @Column('date')
  month!: string;

  @Column('text')
  action!: string;

  @Column('text')
  audience!: Audience;

  @Column('bigint')
  uses!: string;
}
