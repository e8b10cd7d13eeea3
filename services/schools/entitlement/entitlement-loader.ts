import { forbidden } from '../../../caller/caller';
import { batchLoader } from '../../subgraph/context';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { findOrganisations, findWithin, overReach } from '../organisation/organisation-queries';
import type { Entitlement } from './entitlement';
import { findEntitlements } from './entitlement-queries';

/** Entitlements by id. One whose holder no school in the caller's reach belongs to, nor it owns, is refused. */
export const entitlementLoader = batchLoader<string, Entitlement>(async ({ session, caller, now }, ids) => {
  const found = await findEntitlements(session, ids, now);
  const byId = new Map(found.map((entitlement) => [entitlement.id, entitlement]));
  const holders = [...new Set(found.map(({ holderKey }) => holderKey))];
  const readable = caller.kind === 'operator' ? new Set(holders) : await overReach(session, caller.bound, holders);
  return ids.map((id) => {
    const entitlement = byId.get(id);
    const own = caller.bound.some((key) => key === entitlement?.ownerKey);
    return entitlement && (own || readable.has(entitlement.holderKey)) ? entitlement : forbidden();
  });
});

/** Whether an organisation lies within the caller: then it may know who made what, and why, under its licences. */
export const isOwnLoader = batchLoader<string, boolean>(async ({ session, caller }, owners) => {
  if (caller.kind !== 'licensing') return owners.map(() => caller.kind === 'operator');
  const own = await findWithin(session, caller.bound, owners);
  return owners.map((key) => own.has(key));
});

/** Holders of entitlements whose reading is checked already: no further check. */
export const holderLoader = batchLoader<string, Organisation>(async ({ session }, keys) => {
  const found = new Map((await findOrganisations(session, keys)).map((row) => [row.key, row]));
  return keys.map((key) => found.get(key) ?? forbidden());
});
