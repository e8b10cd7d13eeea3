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

  /** The organisation that created it; null where it belongs to the catalogue. */
  @Column('bigint', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  /** The source that delivers it; null where staff edit it. */
  @Column('text', { nullable: true })
  source!: string | null;

  /** The instant from which it holds nothing. */
  @Column('timestamptz', { name: 'closed_from', nullable: true })
  closedFrom!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;
}
