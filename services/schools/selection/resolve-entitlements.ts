import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import type { Transaction } from '../../subgraph/database/session';
import { checkFilterReach, type EntitlementList, readEntitlementFilter } from '../entitlement/entitlement-filter';
import { findSelectedEntitlements } from '../entitlement/entitlement-filter-queries';
import type { EntitlementSelection } from './entitlement-selection';

/**
 * Returns the ids of the entitlements that are selected, each once: those that are named by id, whether the caller
 * may read them or not, and then those that fit the filter, as of `now`. What may be done to them is not decided
 * here.
 *
 * @param place the selection, as the client knows it
 * @throws BAD_USER_INPUT where nothing is named; FORBIDDEN where an id is malformed, or where the filter names
 * something that the caller may not read
 */
export async function resolveEntitlements(
  db: Transaction,
  caller: Caller,
  { ids, filter }: EntitlementSelection,
  now: number,
  place = 'input.selection',
): Promise<string[]> {
  const list = await checkSelection(db, caller, { ids, filter }, now, place);
  return [...new Set([...(ids ?? []), ...(list ? await findSelectedEntitlements(db, caller, list) : [])])];
}

/** Refuses what {@link resolveEntitlements} would refuse, without looking for what fits. @returns the filter; null where there is none */
export async function checkSelection(
  db: Transaction,
  caller: Caller,
  { ids, filter }: EntitlementSelection,
  now: number,
  place = 'input.selection',
): Promise<EntitlementList | null> {
  if (ids == null && filter == null) throw badUserInput(`${place}: name entitlements by ids, or by a filter.`);
  if (!(ids ?? []).every(isDatabaseId)) throw forbidden();
  if (!filter) return null;
  const list = readEntitlementFilter(`${place}.filter`, filter, now);
  await checkFilterReach(db, caller, list, `${place}.filter`);
  return list;
}
