import { Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A licence by itself. What it is worth stands in its terms, whose it is in its contract. */
@Entity({ schema: 'licences', name: 'licence' })
export class LicenceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;
}
