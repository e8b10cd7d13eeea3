import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { OrganisationEntity } from '../organisation/organisation-entity';

/**
 * The owner of a school group, and whether files or staff define which schools belong to it; memberships record
 * these.
 */
@Entity({ schema: 'schools', name: 'school_group' })
export class SchoolGroupEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @OneToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('bigint', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @ManyToOne(() => OrganisationEntity, { nullable: true })
  @JoinColumn({ name: 'owner_id' })
  owner!: Relation<OrganisationEntity> | null;

  @Column('text', { name: 'kept_by' })
  keptBy!: string;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}
