import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { LicenceEntity } from './licence-entity';

/** What the staff of a licence's owner record about it, except its price. */
@Entity({ schema: 'licences', name: 'agreement' })
export class AgreementEntity {
  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @OneToOne(() => LicenceEntity)
  @JoinColumn({ name: 'licence_id' })
  licence!: Relation<LicenceEntity>;

  @Column('date', { name: 'notice_on', nullable: true })
  noticeOn!: string | null;

  @Column('text', { array: true })
  documents!: string[];
}
