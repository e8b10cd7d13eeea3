import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TitleEntity } from '../title/title-entity';
import { PackageEntity } from './package-entity';

/** A package holds a title for a period. */
@Entity({ schema: 'licences', name: 'package_title' })
export class PackageTitleEntity {
  @PrimaryColumn('bigint', { name: 'title_id' })
  titleId!: string;

  @ManyToOne(() => TitleEntity)
  @JoinColumn({ name: 'title_id' })
  title!: Relation<TitleEntity>;

  @PrimaryColumn('bigint', { name: 'package_id' })
  packageId!: string;

  @ManyToOne(() => PackageEntity)
  @JoinColumn({ name: 'package_id' })
  package!: Relation<PackageEntity>;

  @PrimaryColumn('tstzrange')
  valid!: string;
}
