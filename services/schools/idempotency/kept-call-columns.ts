import { Column } from 'typeorm';
import { OwnRowColumns } from '../../subgraph/idempotency/own-row-columns';

/** The columns that kept calls have in common. */
export abstract class KeptCallColumns extends OwnRowColumns {
  @Column('boolean', { name: 'is_preview' })
  isPreview!: boolean;

  @Column('boolean', { name: 'is_applied' })
  isApplied!: boolean;

  /** The change in the audit trail; null where nothing was changed. */
  @Column('bigint', { name: 'change_id', nullable: true })
  changeId!: string | null;
}
