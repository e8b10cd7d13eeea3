import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that lists ask titles for, of one title; a trigger keeps it. */
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
