import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { PackageEntity } from './package-entity';

/** A call that amends a package, previewed or applied. The database sets the caller. */
@Entity({ schema: 'licences', name: 'package_change' })
export class PackageChangeEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'text', insert: false })
  kind!: string;

  @Column({ type: 'text', insert: false })
  subject!: string;

  @Column({ type: 'bigint', array: true, insert: false })
  bound!: string[];

  @Column('bigint', { name: 'package_id' })
  packageId!: string;

  @ManyToOne(() => PackageEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'package_id' })
  package!: Relation<PackageEntity>;

  @Column('text', { name: 'input_hash' })
  inputHash!: string;

  @Column('boolean', { name: 'is_preview' })
  isPreview!: boolean;

  @Column('text')
  outcome!: string;

  @Column('timestamptz', { name: 'takes_effect_at' })
  takesEffectAt!: Date;

  @Column('jsonb')
  effects!: object;

  @Column('text')
  fingerprint!: string;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt!: Date;
}
