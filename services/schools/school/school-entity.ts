import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { OrganisationEntity } from '../organisation/organisation-entity';
import { MunicipalityEntity } from '../regions/municipality-entity';

/** The facts of a school from the school list. */
@Entity({ schema: 'schools', name: 'school' })
export class SchoolEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @OneToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('text', { name: 'short_name' })
  shortName!: string;

  @Column('text', { name: 'form_code' })
  formCode!: string;

  @Column('text', { nullable: true })
  form!: string | null;

  @Column('text', { name: 'legal_form_code' })
  legalFormCode!: string;

  @Column('text', { name: 'municipality_ags' })
  municipalityAgs!: string;

  @ManyToOne(() => MunicipalityEntity)
  @JoinColumn({ name: 'municipality_ags' })
  municipality!: Relation<MunicipalityEntity>;

  @Column('text')
  postcode!: string;

  @Column('text')
  city!: string;

  @Column('text')
  street!: string;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  homepage!: string | null;

  @Column('text', { name: 'operation_code' })
  operationCode!: string;

  @Column('tstzrange')
  operating!: string;

  @Column('timestamptz', { name: 'left_list_at', nullable: true })
  leftListAt!: Date | null;

  @Column('text')
  source!: string;
}
