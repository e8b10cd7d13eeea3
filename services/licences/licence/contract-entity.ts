import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { PublisherEntity } from '../title/publisher-entity';
import { LicenceEntity } from './licence-entity';

/** The contract behind a licence: who owns it, and with whom it was made. */
@Entity({ schema: 'licences', name: 'contract' })
export class ContractEntity {
  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @OneToOne(() => LicenceEntity)
  @JoinColumn({ name: 'licence_id' })
  licence!: Relation<LicenceEntity>;

  @Column('text', { unique: true })
  number!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: string;

  @Column('bigint', { name: 'publisher_id' })
  publisherId!: string;

  @ManyToOne(() => PublisherEntity)
  @JoinColumn({ name: 'publisher_id' })
  publisher!: Relation<PublisherEntity>;

  @Column('bigint', { name: 'owner_id' })
  ownerId!: string;

  /** The number of changes of the licence. */
  @Column('integer')
  version!: number;
}
