import { Column, Entity, PrimaryColumn } from 'typeorm';

/** By what a user agent is known as a bot's: one pattern of the imported list. */
@Entity({ schema: 'usage', name: 'bot_pattern' })
export class BotPatternEntity {
  @PrimaryColumn('text')
  pattern!: string;

  /** The newest of all is the date of the list. */
  @Column('date', { name: 'last_changed' })
  lastChanged!: string;
}
