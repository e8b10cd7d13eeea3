import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { Level } from '../../../caller/caller';
import { OrganisationEntity } from '../organisation/organisation-entity';
import { SchoolEntity } from './school-entity';

/** A school belongs to an organisation for a period; each school also has a membership of itself. */
@Entity({ schema: 'schools', name: 'membership' })
export class MembershipEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'school_id' })
  schoolId!: string;

  @ManyToOne(() => SchoolEntity)
  @JoinColumn({ name: 'school_id' })
  school!: Relation<SchoolEntity>;

  @Column('bigint', { name: 'organisation_id' })
  organisationId!: string;

  @ManyToOne(() => OrganisationEntity)
  @JoinColumn({ name: 'organisation_id' })
  organisation!: Relation<OrganisationEntity>;

  @Column('text')
  level!: Level;

  @Column('tstzrange')
  valid!: string;
}
