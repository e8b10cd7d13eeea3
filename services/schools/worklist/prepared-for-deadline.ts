/** What a row leads to, where the caller may do it: asked once for all rows of a page. */
import { type Level, parseOrganisationKey } from '../../../caller/caller';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import type { PreparedChange } from '../../subgraph/worklist/prepared-change';
import { allowedLicences, allowedOrganisations } from '../authorisation/allowed';
import type { Deadline } from './deadline';
import { preparedEndLoader } from './prepared-end';

/** What has not begun can be called off; what ends before its licence can be assigned again, without a gap. */
export async function prepareForDeadline(row: Deadline, context: SubgraphContext): Promise<PreparedChange | null> {
  const { list, licenceId, holderKey, licenceEnds, due } = row;
  if (holderKey === null) return null;
  if (list === 'STARTING') return preparedEndLoader(context).load({ ...row, holderKey });
  if (licenceEnds) return null;
  const [mayAssign, mayHold] = await Promise.all([
    mayAssignLoader(context).load(licenceId),
    mayHoldLoader(context).load(holderKey),
  ]);
  if (!mayAssign || !mayHold) return null;
  const holder = parseOrganisationKey(holderKey) as { level: Level; id: string };
  return { assign: { licenceIds: [licenceId], holders: [holder], validFrom: due }, revoke: null };
}

const mayAssignLoader = batchLoader<string, boolean>(async ({ session, caller }, licences) => {
  const allowed = await allowedLicences(session, caller, 'licence.assign', licences);
  return licences.map((licence) => allowed.has(licence));
});

const mayHoldLoader = batchLoader<string, boolean>(async ({ session, caller }, holders) => {
  const allowed = await allowedOrganisations(session, caller, 'holder.assign', holders);
  return holders.map((holder) => allowed.has(holder));
});
