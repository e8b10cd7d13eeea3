import { batchLoader } from '../../subgraph/context';
import { MAX_PREPARED, type PreparedChange, prepared } from '../../subgraph/worklist/prepared-change';
import { findEntitlementsToEnd } from './prepared-revocation-queries';

/** Prepares, by licence, the end of the entitlements to it that the caller may end; null where there are none. */
export const revocationLoader = batchLoader<string, PreparedChange | null>(
  async ({ session, caller, now }, licences) => {
    const found = await findEntitlementsToEnd(session, caller, licences, now, MAX_PREPARED);
    return licences.map((licence) => {
      const entitlementIds = found.get(licence);
      return entitlementIds ? prepared({ revoke: { entitlementIds } }) : null;
    });
  },
);
