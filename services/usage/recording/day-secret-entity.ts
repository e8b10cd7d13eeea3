import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the sessions of a day are hashed with. No service reads the table: `usage.secrets_of` gives what is asked for by name. */
@Entity({ schema: 'usage', name: 'day_secret' })
export class DaySecretEntity {
  @PrimaryColumn('date')
  day!: string;

  @Column('bytea')
  secret!: Buffer;
}
