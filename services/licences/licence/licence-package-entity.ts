import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { PackageEntity } from '../package/package-entity';
import { LicenceEntity } from './licence-entity';

/** A licence covers a package for a period. */
@Entity({ schema: 'licences', name: 'licence_package' })
export class LicencePackageEntity {
  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @ManyToOne(() => LicenceEntity)
  @JoinColumn({ name: 'licence_id' })
  licence!: Relation<LicenceEntity>;

  @PrimaryColumn('bigint', { name: 'package_id' })
  packageId!: string;

  @ManyToOne(() => PackageEntity)
  @JoinColumn({ name: 'package_id' })
  package!: Relation<PackageEntity>;

  @PrimaryColumn('tstzrange')
  valid!: string;
}
