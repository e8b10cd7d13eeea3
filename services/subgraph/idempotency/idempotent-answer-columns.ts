import { Column, PrimaryColumn } from 'typeorm';

/** The first answer of a mutation, by its idempotency key: one for each caller. The database sets the caller. */
export abstract class IdempotentAnswerColumns {
  @PrimaryColumn({ type: 'text', insert: false })
  kind!: string;

  @PrimaryColumn({ type: 'text', insert: false })
  subject!: string;

  @PrimaryColumn({ type: 'bigint', array: true, insert: false })
  bound!: string[];

  @PrimaryColumn('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('text')
  operation!: string;

  @Column('text', { name: 'input_hash' })
  inputHash!: string;

  @Column('jsonb')
  answer!: object;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt!: Date;
}
