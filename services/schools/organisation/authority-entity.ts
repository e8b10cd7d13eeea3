import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { OrganisationEntity } from './organisation-entity';

/** What is known about a school authority besides its name. */
@Entity({ schema: 'schools', name: 'authority' })
export class AuthorityEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @OneToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('boolean', { name: 'in_key_list' })
  inKeyList!: boolean;

  @Column('text', { nullable: true })
  postcode!: string | null;

  @Column('text', { nullable: true })
  city!: string | null;
}
