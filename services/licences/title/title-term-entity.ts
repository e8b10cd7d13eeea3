import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A value by which lists can be filtered, of one title. A trigger maintains it. */
@Entity({ schema: 'licences', name: 'title_term' })
export class TitleTermEntity {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  term!: string;

  @PrimaryColumn({ type: 'text', name: 'sort_key', collation: 'C' })
  sortKey!: string;

  @PrimaryColumn('bigint', { name: 'title_id' })
  titleId!: string;

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date;
}
