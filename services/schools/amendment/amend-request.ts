/** Changes of entitlements as they were sent: what JSON holds, because jobs keep it so. */
import type { OrganisationKey } from '../../../caller/caller';
import type { EntitlementSelection } from '../selection/entitlement-selection';

/**
 * A null `at` is the instant at which it is done, a null `until` none: a suspension until it is resumed, an end with the licence.
 * Whether a new holder exists is found in the transaction.
 */
export type AmendmentAsked =
  | { readonly kind: 'REVOKE' | 'RESUME'; readonly at: number | null }
  | { readonly kind: 'SUSPEND'; readonly at: number | null; readonly until: number | null }
  | { readonly kind: 'END'; readonly until: number | null }
  | { readonly kind: 'MOVE'; readonly at: number | null; readonly to: OrganisationKey };

/** Of ids that are named, a single one that is not the caller's to change refuses the call. */
export interface Choice {
  readonly ids: readonly string[];
  /** With an id, the version that the caller has seen. */
  readonly versions: readonly (readonly [id: string, version: number])[];
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

export interface UndoRequest {
  readonly change: string;
  readonly reason: string | null;
  readonly preview: boolean;
  /** Whether what somebody else closed may be opened. */
  readonly ofOthers: boolean;
  /** Whether what is suspended at schools by another entitlement may be opened there. */
  readonly overrideSuspended: boolean;
}

export interface Changing {
  readonly now: number;
  /** Whether it is to be said what schools may do afterwards. */
  readonly afterwards?: boolean;
  /** Told of each part that was done. @throws to give it up */
  readonly progress?: (done: number, of: number) => Promise<void>;
}
