import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { PackageChangeEntity } from './package-change-entity';

/** Each of these titles opens or closes at each of these schools. */
@Entity({ schema: 'licences', name: 'package_change_part' })
export class PackageChangePartEntity {
  @PrimaryColumn('uuid', { name: 'change_id' })
  changeId!: string;

  @ManyToOne(() => PackageChangeEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'change_id' })
  change!: Relation<PackageChangeEntity>;

  @PrimaryColumn('integer')
  part!: number;

  /** The number of pairs before the first one of this part. */
  @Column('bigint', { name: 'first_pair' })
  firstPair!: string;

  @Column('boolean', { name: 'is_opening' })
  isOpening!: boolean;

  @Column('bigint', { name: 'title_ids', array: true })
  titleIds!: string[];

  @Column('bigint', { name: 'school_ids', array: true })
  schoolIds!: string[];

  @Column('tstzrange')
  valid!: string;

  @Column('text', { array: true })
  rights!: string[];

  @Column('text', { name: 'pupil_rights', array: true })
  pupilRights!: string[];
}
