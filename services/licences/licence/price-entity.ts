import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { LicenceEntity } from './licence-entity';

/** What a licence cost. */
@Entity({ schema: 'licences', name: 'price' })
export class PriceEntity {
  @PrimaryColumn('bigint', { name: 'licence_id' })
  licenceId!: string;

  @OneToOne(() => LicenceEntity)
  @JoinColumn({ name: 'licence_id' })
  licence!: Relation<LicenceEntity>;

  @Column('bigint')
  cents!: string;

  @Column('text')
  currency!: string;
}
