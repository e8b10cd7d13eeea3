import { Column, PrimaryColumn } from 'typeorm';

/** The columns of a row that belongs to the caller who made it. The database sets the caller. */
export abstract class OwnRowColumns {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'text', insert: false })
  kind!: string;

  @Column({ type: 'text', insert: false })
  subject!: string;

  @Column({ type: 'bigint', array: true, insert: false })
  bound!: string[];

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt!: Date;
}
