import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { OrganisationEntity } from '../organisation/organisation-entity';

/** What is known about a district or an independent city besides its name. */
@Entity({ schema: 'schools', name: 'district' })
export class DistrictEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @OneToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('text', { unique: true })
  ags!: string;

  @Column('text')
  kind!: string;

  @Column('text', { name: 'number_plates', array: true })
  numberPlates!: string[];

  @Column('text', { nullable: true })
  nuts3!: string | null;

  @Column('bigint', { name: 'regional_association_id', nullable: true })
  regionalAssociationId!: string | null;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'regional_association_id' })
  regionalAssociation!: Relation<OrganisationEntity> | null;
}
