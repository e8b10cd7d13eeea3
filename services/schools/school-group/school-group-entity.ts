import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { OrganisationEntity } from '../organisation/organisation-entity';

/** Whose a school group is, and who says which schools belong to it; they do by their memberships. */
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
