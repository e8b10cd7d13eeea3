/** Changes of entitlements as they were sent. They consist of JSON values, because jobs keep them as JSON. */
import type { OrganisationKey } from '../../../caller/caller';
import type { EntitlementSelection } from '../selection/entitlement-selection';

/**
 * A null `at` is the instant at which the change is made. A null `until` means none: a suspension lasts until it is
 * resumed, an entitlement ends with its licence. Whether a new holder exists is looked up in the transaction.
 */
export type AmendmentAsked =
  | { readonly kind: 'REVOKE' | 'RESUME'; readonly at: number | null }
  | { readonly kind: 'SUSPEND'; readonly at: number | null; readonly until: number | null }
  | { readonly kind: 'END'; readonly until: number | null }
  | { readonly kind: 'MOVE'; readonly at: number | null; readonly to: OrganisationKey };

/** Where one of these ids may not be changed by the caller, the whole call is refused. */
export interface Choice {
  readonly ids: readonly string[];
  /** For an id, the version that the caller has seen. */
  readonly versions: readonly (readonly [id: string, version: number])[];
  /** Given in place of ids. */
  readonly selection: EntitlementSelection | null;
}

export interface AmendRequest<Kind = AmendmentAsked> extends Choice {
  readonly amendment: Kind;
  readonly reason: string | null;
  readonly preview: boolean;
  /** True leaves out those that are refused; false does nothing where one is refused. */
  readonly skipRefused: boolean;
  /** Whether the change may open a licence at schools where it is suspended by another entitlement. */
  readonly overrideSuspended: boolean;
  readonly idempotencyKey: string | null;
  /** The token of a preview: where anything differs from that preview, nothing is done. */
  readonly previewToken: string | null;
}

export interface UndoRequest {
  readonly change: string;
  readonly reason: string | null;
  readonly preview: boolean;
  /** Whether the change may open what somebody else closed. */
  readonly ofOthers: boolean;
  /** Whether the change may open a licence at schools where it is suspended by another entitlement. */
  readonly overrideSuspended: boolean;
}

export interface Changing {
  readonly now: number;
  /** Whether the answer also says what schools may do afterwards. */
  readonly afterwards?: boolean;
  /** Called after each part that was done. @throws to give the work up */
  readonly progress?: (done: number, of: number) => Promise<void>;
}
