import { Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A licence. Its terms say what it grants, and its contract who owns it. */
@Entity({ schema: 'licences', name: 'licence' })
export class LicenceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;
}
