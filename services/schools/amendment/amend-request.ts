/** A change of entitlements as it was sent. */
import type { OrganisationKey } from '../../../caller/caller';
import type { EntitlementSelection } from '../selection/entitlement-selection';

/** Null is the instant at which it is done; whether a new holder exists is found in the transaction. */
export type AmendmentAsked =
  | { readonly kind: 'REVOKE' | 'RESUME'; readonly at: number | null }
  | { readonly kind: 'SUSPEND'; readonly at: number | null; readonly until: number }
  | { readonly kind: 'END'; readonly until: number }
  | { readonly kind: 'MOVE'; readonly at: number | null; readonly to: OrganisationKey };

/** Of ids that are named, a single one that is not the caller's to change refuses the call. */
export interface Choice {
  readonly ids: readonly string[];
  /** By id, the version that the caller has seen. */
  readonly versions: ReadonlyMap<string, number>;
  /** Instead of ids. */
  readonly selection: EntitlementSelection | null;
}

export interface AmendRequest<Kind = AmendmentAsked> extends Choice {
  readonly amendment: Kind;
  readonly reason: string | null;
  readonly preview: boolean;
  /** Whether those that are refused are left out; else nothing is done where one is. */
  readonly skipRefused: boolean;
  /** Whether what is suspended at schools by another entitlement may be opened there. */
  readonly overrideSuspended: boolean;
  readonly idempotencyKey: string | null;
  /** Of a preview: where anything is not as it was there, nothing is done. */
  readonly previewToken: string | null;
}
