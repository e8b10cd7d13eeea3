import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { OwnRowColumns } from '../../subgraph/idempotency/own-row-columns';
import { PackageEntity } from './package-entity';

/** A call that amends a package, previewed or applied. */
@Entity({ schema: 'licences', name: 'package_change' })
export class PackageChangeEntity extends OwnRowColumns {
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
}
