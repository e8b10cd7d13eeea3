import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Audience, UsageRight } from '../../../access/right';
import { EntitlementEntity } from '../entitlement/entitlement-entity';
import { SchoolEntity } from '../school/school-entity';

/** A school holds a seat of a licence for a period. */
@Entity({ schema: 'schools', name: 'seat_lease' })
export class SeatLeaseEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('bigint', { name: 'entitlement_id' })
  entitlementId!: string;

  @ManyToOne(() => EntitlementEntity)
  @JoinColumn({ name: 'entitlement_id' })
  entitlement!: Relation<EntitlementEntity>;

  @Column('bigint', { name: 'school_id' })
  schoolId!: string;

  @ManyToOne(() => SchoolEntity)
  @JoinColumn({ name: 'school_id' })
  school!: Relation<SchoolEntity>;

  @Column('bigint', { name: 'title_id' })
  titleId!: string;

  @Column('text', { name: 'usage_right' })
  usageRight!: UsageRight;

  @Column('text')
  audience!: Audience;

  @Column('tstzrange')
  held!: string;
}
