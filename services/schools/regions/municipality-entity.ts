import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { OrganisationEntity } from '../organisation/organisation-entity';

/** A municipality, by its official key (AGS), and the district that it lies in. */
@Entity({ schema: 'schools', name: 'municipality' })
export class MunicipalityEntity {
  @PrimaryColumn('text')
  ags!: string;

  @Column('text')
  name!: string;

  @Column('bigint', { name: 'district_id' })
  districtId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'district_id' })
  district!: Relation<OrganisationEntity>;
}
