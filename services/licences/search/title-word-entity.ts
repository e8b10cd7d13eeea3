import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A word that a title has. Triggers maintain the table. */
@Entity({ schema: 'licences', name: 'title_word' })
export class TitleWordEntity {
  @PrimaryColumn('text')
  word!: string;

  @Column('bigint', { name: 'title_id' })
  titleId!: string;

  @Column('text', { array: true })
  keys!: string[];
}
