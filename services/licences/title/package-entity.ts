import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A named set of titles. */
@Entity({ schema: 'licences', name: 'package' })
export class PackageEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text', { unique: true })
  number!: string;

  @Column('text')
  name!: string;
}
