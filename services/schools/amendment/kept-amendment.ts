import type { Caller } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { isUuid } from '../../../request/values/uuid';
import type { Transaction } from '../../subgraph/database/session';
import { requireOwn } from '../authorisation/allowed';
import { amendedEntitlement, countedResult } from './amendment-result';
import type { AmendEntitlementsResult, AmendedEntitlement } from './amendment-types';
import { type Amended, afterwardsOf } from './answer';
import { countAmended, findAmended, findAmendment, type KeptAmended } from './kept-amendment-queries';

/**
 * Reads a preview, or the outcome of a change, again.
 *
 * @param isCounted whether the counts are requested: counting reads all outcomes
 * @throws FORBIDDEN where it is not this caller's own, or no longer kept
 */
export async function keptAmendment(
  db: Transaction,
  caller: Caller,
  id: string,
  isCounted = true,
): Promise<AmendEntitlementsResult> {
  requireOwn(caller, 'amendment.read');
  const found = isUuid(id) ? await findAmendment(db, caller, id) : undefined;
  if (!found) throw forbidden();
  const { isPreview, isApplied, change, previewToken, at } = found;
  const counts = isCounted ? await countAmended(db, id) : [];
  return countedResult(isPreview, {
    ...{ id, applied: isApplied, change, counts, at: at.getTime() },
    ...(previewToken !== null && { previewToken }),
  });
}

interface RequestedPage {
  readonly outcomes: readonly string[] | null;
  /** The place of the last one before the page. */
  readonly after: number;
  readonly first: number;
  readonly afterwards: boolean;
}

type PlacedAmended = AmendedEntitlement & { readonly place: number };

/**
 * Returns a page of the outcomes of a change that was found to be the caller's, the refused ones first. What schools
 * may do afterwards is answered only for an applied change: what a preview tried out no longer exists.
 */
export async function amendedPage(
  db: Transaction,
  caller: Caller,
  { id, at, preview }: AmendEntitlementsResult,
  { outcomes, after, first, afterwards }: RequestedPage,
): Promise<PlacedAmended[]> {
  requireOwn(caller, 'amendment.read');
  const rows = await findAmended(db, id, outcomes, after, first);
  const effects = afterwards && !preview ? await afterwardsOf(db, caller, rows.filter(isThere), at) : NO_EFFECTS;
  return rows.map((row) => ({
    ...amendedEntitlement(row, effects.get(row.entitlementId ?? '')),
    place: row.place,
  }));
}

const NO_EFFECTS: Awaited<ReturnType<typeof afterwardsOf>> = new Map();

function isThere(
  row: KeptAmended,
): row is KeptAmended & Pick<Amended, 'entitlementId' | 'licenceId' | 'holderId' | 'holderKey'> {
  return row.entitlementId !== null;
}
