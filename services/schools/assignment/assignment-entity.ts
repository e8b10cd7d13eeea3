import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A call of assignEntitlements, previewed or applied. The database sets its caller. */
@Entity({ schema: 'schools', name: 'assignment' })
export class AssignmentEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'text', insert: false })
  kind!: string;

  @Column({ type: 'text', insert: false })
  subject!: string;

  @Column({ type: 'bigint', array: true, insert: false })
  bound!: string[];

  @Column('text', { name: 'input_hash' })
  inputHash!: string;

  @Column('boolean', { name: 'is_preview' })
  isPreview!: boolean;

  @Column('boolean', { name: 'is_applied' })
  isApplied!: boolean;

  /** The change in the audit trail; null where nothing was made. */
  @Column('bigint', { name: 'change_id', nullable: true })
  changeId!: string | null;

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

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt!: Date;
}
