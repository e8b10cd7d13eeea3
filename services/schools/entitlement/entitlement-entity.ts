import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { UsageRight } from '../../../access/right';
import { OrganisationEntity } from '../organisation/organisation-entity';

/** A holder may use a licence for a period. Rows are revoked, never deleted. */
@Entity({ schema: 'schools', name: 'entitlement' })
export class EntitlementEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'owner_id' })
  owner!: Relation<OrganisationEntity>;

  @Column('bigint', { name: 'holder_id' })
  holderId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'holder_id' })
  holder!: Relation<OrganisationEntity>;

  @Column('tstzrange')
  valid!: string;

  @Column('text', { array: true })
  rights!: UsageRight[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_by', nullable: true })
  revokedBy!: string | null;

  @Column('text', { name: 'revoked_reason', nullable: true })
  revokedReason!: string | null;

  /** The source whose sync made it; null where no sync did. */
  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  /** Incremented by the database. */
  @Column('int')
  version!: number;

  /** The entitlement that it continues. */
  @Column('bigint', { name: 'moved_from', nullable: true })
  movedFromId!: string | null;

  @ManyToOne(() => EntitlementEntity)
  @JoinColumn({ name: 'moved_from' })
  movedFrom!: Relation<EntitlementEntity> | null;

  @Column({ type: 'text', name: 'on_timeline', insert: false, update: false })
  onTimeline!: string;

  @Column({ type: 'timestamptz', name: 'own_end', insert: false, update: false })
  ownEnd!: Date;
}
