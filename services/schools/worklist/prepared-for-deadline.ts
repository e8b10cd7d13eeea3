/** Prepares the change that a row leads to, where the caller may make it: asked once for all rows of a page. */
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import { type PreparedChange, prepared } from '../../subgraph/worklist/prepared-change';
import { allowedEntitlements, allowedLicences, type EntitlementFacts } from '../authorisation/allowed';
import type { Deadline } from './deadline';
import { preparedEndLoader } from './prepared-end';

/**
 * What has not begun can be revoked, and what ends before its licence can be prolonged; where notice was given,
 * nothing more is due.
 */
export async function prepareForDeadline(row: Deadline, context: SubgraphContext): Promise<PreparedChange | null> {
  const { list, holderKey, version, licenceEnds } = row;
  if (version === null) return null;
  if (holderKey === null) return preparedNoticeLoader(context).load({ licenceId: row.licenceId, version });
  const entitlement = { ...row, holderKey, version };
  if (list === 'STARTING') return preparedEndLoader(context).load(entitlement);
  return licenceEnds ? null : preparedProlongationLoader(context).load(entitlement);
}

const preparedNoticeLoader = batchLoader<
  { readonly licenceId: string; readonly version: number },
  PreparedChange | null,
  string
>(
  async ({ session, caller }, licences) => {
    const ids = licences.map(({ licenceId }) => licenceId);
    const allowed = await allowedLicences(session, caller, 'licence.amend', ids);
    return licences.map((licence) =>
      allowed.has(licence.licenceId) ? prepared({ notice: { ...licence, noticeOn: null } }) : null,
    );
  },
  ({ licenceId }) => licenceId,
);

/** Prolongs as far as the licence goes, in the version of the row. */
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
