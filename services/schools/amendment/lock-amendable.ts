/** Only what the caller may change is locked: who chooses by a filter makes nobody wait whose entitlements it may only read. */
import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { lockLicences } from '../assignment/assignment-queries';
import { allowedEntitlements, type EntitlementFacts } from '../authorisation/allowed';
import { keepMembers } from '../school-group/group-lock-queries';
import { lockEntitlements } from './amendment-queries';

/**
 * Locks until the transaction ends, in the order in which everybody does: groups among the holders, licences, entitlements. What
 * was read of them before is to be read again.
 *
 * @param opens whether schools may get something by it: then groups keep their schools, and licences are assigned by nobody else
 * @returns the ids of those that are locked: no other one may be changed, whatever the caller may by now
 */
export async function lockAmendable(
  db: Transaction,
  caller: Caller,
  found: readonly (EntitlementFacts & { readonly licenceId: string })[],
  opens: boolean,
): Promise<ReadonlySet<string>> {
  const amendable = await allowedEntitlements(db, caller, 'entitlement.amend', found);
  const locked = found.filter(({ id }) => amendable.has(id));
  if (opens) {
    await keepMembers(db, [...new Set(locked.map(({ holderKey }) => holderKey))]);
    await lockLicences(db, [...new Set(locked.map(({ licenceId }) => licenceId))]);
  }
  await lockEntitlements(db, [...amendable]);
  return amendable;
}
