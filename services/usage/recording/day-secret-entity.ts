import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The secret with which the sessions of a day are hashed. No service reads the table: `usage.secrets_of` returns the
 * requested ones.
 */
@Entity({ schema: 'usage', name: 'day_secret' })
export class DaySecretEntity {
  @PrimaryColumn('date')
  day!: string;

  @Column('bytea')
  secret!: Buffer;
}
