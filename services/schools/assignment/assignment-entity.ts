import { Column, Entity } from 'typeorm';
import { KeptCallColumns } from '../idempotency/kept-call-columns';

/** A call of assignEntitlements, previewed or applied. The database sets its caller. */
@Entity({ schema: 'schools', name: 'assignment' })
export class AssignmentEntity extends KeptCallColumns {
  @Column('text', { name: 'input_hash' })
  inputHash!: string;

  @Column('uuid', { name: 'preview_id', nullable: true })
  previewId!: string | null;

  /** Rows of a pasted list that name no school in reach. */
  @Column('jsonb')
  unmatched!: readonly object[];

  /** Keys. The other arrays, and those of its licences, have the same order. */
  @Column('text', { array: true })
  holders!: string[];

  @Column('bigint', { name: 'holder_ids', array: true })
  holderIds!: (string | null)[];

  @Column('bigint', { name: 'schools_under', array: true })
  schoolsUnder!: (string | null)[];
}
