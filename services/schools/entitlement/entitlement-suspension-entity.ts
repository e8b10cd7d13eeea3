import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { EntitlementEntity } from './entitlement-entity';

/** An entitlement is suspended for a period. */
@Entity({ schema: 'schools', name: 'entitlement_suspension' })
export class EntitlementSuspensionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'entitlement_id' })
  entitlementId!: string;

  @ManyToOne(() => EntitlementEntity)
  @JoinColumn({ name: 'entitlement_id' })
  entitlement!: Relation<EntitlementEntity>;

  @Column('tstzrange')
  valid!: string;

  /**
   * The answer for the period. A revocation or an end that was undone stays on record for the time in which it held.
   */
  @Column('text')
  denial!: 'SUSPENDED' | 'REVOKED' | 'EXPIRED';

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('text', { nullable: true })
  reason!: string | null;
}
