/** What a row leads to, where the caller may do it: asked once for all rows of a page. */
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import { type PreparedChange, prepared } from '../../subgraph/worklist/prepared-change';
import { allowedEntitlements, type EntitlementFacts } from '../authorisation/allowed';
import type { Deadline } from './deadline';
import { preparedEndLoader } from './prepared-end';

/** What has not begun can be called off; what ends before its licence can be prolonged. */
export async function prepareForDeadline(row: Deadline, context: SubgraphContext): Promise<PreparedChange | null> {
  const { list, holderKey, version, licenceEnds } = row;
  if (holderKey === null || version === null) return null;
  const entitlement = { ...row, holderKey, version };
  if (list === 'STARTING') return preparedEndLoader(context).load(entitlement);
  return licenceEnds ? null : preparedProlongationLoader(context).load(entitlement);
}

/** As far as the licence goes, in the version that the row has. */
const preparedProlongationLoader = batchLoader<
  EntitlementFacts & { readonly version: number },
  PreparedChange | null,
  string
>(
  async ({ session, caller }, entitlements) => {
    const allowed = await allowedEntitlements(session, caller, 'entitlement.write', entitlements);
    return entitlements.map(({ id, version }) =>
      allowed.has(id) ? prepared({ amend: { entitlements: [{ id, version }], validUntil: null } }) : null,
    );
  },
  ({ id }) => id,
);
