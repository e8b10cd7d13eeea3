import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Level } from '../../../caller/caller';

/** An organisation of any level; schools are organisations, too. */
@Entity({ schema: 'schools', name: 'organisation' })
export class OrganisationEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text')
  level!: Level;

  @Column('text')
  state!: string;

  @Column('text')
  number!: string;

  @Column('text')
  name!: string;

  @Column({ type: 'text', name: 'external_id', insert: false, update: false })
  externalId!: string;

  @Column({ type: 'text', unique: true, insert: false, update: false })
  key!: string;
}
