import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AmendmentOutcome } from './amendment';

/** A call that changes entitlements, previewed or applied, with the outcome of each. The database sets its caller. */
@Entity({ schema: 'schools', name: 'amendment' })
export class AmendmentEntity {
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

  @Column('text', { name: 'preview_token', nullable: true })
  previewToken!: string | null;

  @Column('timestamptz', { name: 'takes_effect_at' })
  takesEffectAt!: Date;

  /** The other arrays have the same order. */
  @Column('bigint', { name: 'entitlement_ids', array: true })
  entitlementIds!: string[];

  @Column('text', { array: true })
  outcomes!: AmendmentOutcome[];

  /** After a move, the entitlement of the new holder. */
  @Column('bigint', { name: 'moved_to_ids', array: true })
  movedToIds!: (string | null)[];

  /** OpenedSchools by entitlement, for those that open something which is suspended there. */
  @Column('jsonb')
  opened!: object;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt!: Date;
}
