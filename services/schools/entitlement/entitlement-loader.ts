import { forbidden } from '../../../request/client-errors';
import { batchLoader } from '../../subgraph/context';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { allowedEntitlements } from '../authorisation/allowed';
import { findOrganisations } from '../organisation/organisation-queries';
import type { Entitlement } from './entitlement';
import { findEntitlements } from './entitlement-queries';

/**
 * Loads entitlements by id. An entitlement is refused where the caller does not own it and no school in its reach
 * belongs to the holder.
 */
export const entitlementLoader = batchLoader<string, Entitlement>(async ({ session, caller, now }, ids) => {
  const found = await findEntitlements(session, ids, now);
  const allowed = await allowedEntitlements(session, caller, 'entitlement.read', found);
  const byId = new Map(found.map((entitlement) => [entitlement.id, entitlement]));
  return ids.map((id) => (allowed.has(id) && byId.get(id)) || forbidden());
});

/** Tells, for entitlements that were read, whether the caller may know who made them, and why they were ended. */
export const mayReadAuthorLoader = batchLoader<Entitlement, boolean, string>(
  async ({ session, caller }, entitlements) => {
    const allowed = await allowedEntitlements(session, caller, 'entitlement.readAuthor', entitlements);
    return entitlements.map(({ id }) => allowed.has(id));
  },
  ({ id }) => id,
);

/** Loads holders of entitlements that were read: they are a part of these, by `entitlement.read`. */
export const holderLoader = batchLoader<string, Organisation>(async ({ session }, keys) => {
  const found = new Map((await findOrganisations(session, keys)).map((row) => [row.key, row]));
  return keys.map((key) => found.get(key) ?? forbidden());
});
