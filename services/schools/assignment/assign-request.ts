import type { OrganisationKey } from '../../../caller/caller';
import type { HolderSelection } from '../selection/holder-selection';
import type { RequestedTerms } from './assignment';

/** A request to assign; a job keeps it as JSON. */
export interface AssignRequest {
  readonly licenceIds: readonly string[];
  readonly holders: readonly OrganisationKey[];
  /** Further holders, which are looked up when the request is carried out. */
  readonly selection: HolderSelection | null;
  readonly requested: RequestedTerms;
  /** Stored with each entitlement that is made. */
  readonly note: string | null;
  readonly preview: boolean;
  /** True leaves out pairs that are refused; false does nothing where one is refused. */
  readonly skipRefused: boolean;
  /** Whether an entitlement of another holder may open a licence at schools where it is suspended. */
  readonly overrideSuspended: boolean;
  readonly idempotencyKey: string | null;
  /** The token of a preview: where anything differs from that preview, nothing is done. */
  readonly previewToken: string | null;
}
