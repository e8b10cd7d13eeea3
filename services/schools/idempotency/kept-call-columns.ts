/** The columns that kept calls have in common. Each row belongs to the caller who made the call; the database sets it. */
import { Column, PrimaryColumn } from 'typeorm';

export abstract class KeptCallColumns {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'text', insert: false })
  kind!: string;

  @Column({ type: 'text', insert: false })
  subject!: string;

  @Column({ type: 'bigint', array: true, insert: false })
  bound!: string[];

  @Column('boolean', { name: 'is_preview' })
  isPreview!: boolean;

  @Column('boolean', { name: 'is_applied' })
  isApplied!: boolean;

  /** The change in the audit trail; null where nothing was changed. */
  @Column('bigint', { name: 'change_id', nullable: true })
  changeId!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt!: Date;
}
