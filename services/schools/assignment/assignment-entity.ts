import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Assignment } from './assignment';

/** The answer of a call of assignEntitlements, by its idempotency key. */
@Entity({ schema: 'schools', name: 'assignment' })
export class AssignmentEntity {
  @PrimaryColumn('text')
  subject!: string;

  @PrimaryColumn('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('text', { name: 'input_hash' })
  inputHash!: string;

  @Column('jsonb')
  result!: readonly Assignment[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
