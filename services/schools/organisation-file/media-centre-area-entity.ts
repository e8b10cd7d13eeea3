import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { OrganisationEntity } from '../organisation/organisation-entity';
import { MunicipalityEntity } from '../regions/municipality-entity';

/** A media centre serves a district, or a municipality of it, for a period. */
@Entity({ schema: 'schools', name: 'media_centre_area' })
export class MediaCentreAreaEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'media_centre_id' })
  mediaCentreId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'media_centre_id' })
  mediaCentre!: Relation<OrganisationEntity>;

  @Column('bigint', { name: 'district_id' })
  districtId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'district_id' })
  district!: Relation<OrganisationEntity>;

  @Column('text', { name: 'municipality_ags', nullable: true })
  municipalityAgs!: string | null;

  @ManyToOne(() => MunicipalityEntity)
  @JoinColumn({ name: 'municipality_ags' })
  municipality!: Relation<MunicipalityEntity> | null;

  @Column('tstzrange')
  valid!: string;
}
