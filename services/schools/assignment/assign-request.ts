import type { OrganisationKey } from '../../../caller/caller';
import type { HolderSelection } from '../selection/holder-selection';
import type { Wish } from './assignment';

/** What assigning is asked for; a job keeps it as JSON. */
export interface AssignRequest {
  readonly licenceIds: readonly string[];
  readonly holders: readonly OrganisationKey[];
  /** Further holders, found when it is carried out. */
  readonly selection: HolderSelection | null;
  readonly wish: Wish;
  /** Kept with each entitlement that is made. */
  readonly note: string | null;
  readonly preview: boolean;
  /** Whether pairs that are refused are left out; else nothing is done where one is. */
  readonly skipRefused: boolean;
  /** Whether what is suspended at schools may be opened there by an entitlement of another holder. */
  readonly overrideSuspended: boolean;
  readonly idempotencyKey: string | null;
  /** Of a preview: where anything is not as it was there, nothing is done. */
  readonly previewToken: string | null;
}
