import { batchLoader } from '../../subgraph/context';
import { type PreparedChange, prepared } from '../../subgraph/worklist/prepared-change';
import { allowedEntitlements, type EntitlementFacts } from '../authorisation/allowed';

/** Prepares the end of an entitlement, where the caller may end it. */
export const preparedEndLoader = batchLoader<EntitlementFacts, PreparedChange | null, string>(
  async ({ session, caller }, entitlements) => {
    const allowed = await allowedEntitlements(session, caller, 'entitlement.amend', entitlements);
    return entitlements.map(({ id }) => (allowed.has(id) ? prepared({ revoke: { entitlementIds: [id] } }) : null));
  },
  ({ id }) => id,
);
