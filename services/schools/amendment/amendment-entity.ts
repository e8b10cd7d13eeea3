import { Column, Entity } from 'typeorm';
import { KeptCallColumns } from '../idempotency/kept-call-columns';
import type { AmendmentOutcome } from './amendment';

/** A call that changes entitlements, previewed or applied, with the outcome of each. The database sets its caller. */
@Entity({ schema: 'schools', name: 'amendment' })
export class AmendmentEntity extends KeptCallColumns {
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
}
