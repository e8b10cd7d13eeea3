import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A pattern of the imported list, by which a user agent is recognised as a bot's. */
@Entity({ schema: 'usage', name: 'bot_pattern' })
export class BotPatternEntity {
  @PrimaryColumn('text')
  pattern!: string;

  /** The newest of these is the date of the list. */
  @Column('date', { name: 'last_changed' })
  lastChanged!: string;
}
