/**
 * Locks only what the caller may change: a caller who selects by a filter must not make others wait for entitlements
 * that it may only read.
 */
import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { lockLicences } from '../assignment/assignment-queries';
import { allowedEntitlements, type EntitlementFacts } from '../authorisation/allowed';
import { keepMembers } from '../school-group/group-lock-queries';
import { lockEntitlements } from './amendment-queries';

/**
 * Locks until the transaction ends, in the order that all calls keep: groups among the holders, licences,
 * entitlements. What was read of them before must be read again.
 *
 * @param opens whether schools may gain access: then groups keep their schools, and nobody else assigns the licences
 * @returns the ids of those that are locked: no other one may be changed, even if the caller may change it by now
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
