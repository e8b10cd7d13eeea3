import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { LicenceEntity } from './licence-entity';

/** A whole version of a licence. Rows are never changed. */
@Entity({ schema: 'licences', name: 'licence_version' })
export class LicenceVersionEntity {
  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @ManyToOne(() => LicenceEntity)
  @JoinColumn({ name: 'licence_id' })
  licence!: Relation<LicenceEntity>;

  @PrimaryColumn('integer')
  version!: number;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('timestamptz', { name: 'valid_from', nullable: true })
  validFrom!: Date | null;

  @Column('jsonb')
  state!: object;
}
