import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import { LicenceEntity } from './licence-entity';

/** The price of a licence, each time it was bought. */
@Entity({ schema: 'licences', name: 'purchase' })
@Unique(['licenceId', 'number'])
export class PurchaseEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'licence_id' })
  licenceId!: string;

  @ManyToOne(() => LicenceEntity)
  @JoinColumn({ name: 'licence_id' })
  licence!: Relation<LicenceEntity>;

  @Column('text')
  number!: string;

  @Column('date', { name: 'purchased_on', nullable: true })
  purchasedOn!: string | null;

  @Column('bigint')
  cents!: string;

  @Column('text')
  currency!: string;

  @Column('daterange', { nullable: true })
  term!: string | null;

  @Column('integer', { name: 'duration_days', nullable: true })
  durationDays!: number | null;

  @Column('integer', { name: 'school_count', nullable: true })
  schoolCount!: number | null;
}
