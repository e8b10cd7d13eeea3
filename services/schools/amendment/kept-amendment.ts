import type { Caller } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { isUuid } from '../../../request/values/uuid';
import type { Transaction } from '../../subgraph/database/session';
import { requireOwn } from '../authorisation/allowed';
import { amendedEntitlement, countedResult } from './amendment-result';
import type { AmendEntitlementsResult, AmendedEntitlement } from './amendment-types';
import { type Amended, afterwardsOf } from './answer';
import { countAmended, findAmended, findAmendment, type KeptAmended } from './kept-amendment-queries';

/** A preview, or what became of a change, read again. @throws FORBIDDEN where it is not this caller's own, or not kept any more */
export async function keptAmendment(db: Transaction, caller: Caller, id: string): Promise<AmendEntitlementsResult> {
  requireOwn(caller, 'amendment.read');
  const found = isUuid(id) ? await findAmendment(db, caller, id) : undefined;
  if (!found) throw forbidden();
  const { isPreview, isApplied, change, previewToken, at } = found;
  const counts = await countAmended(db, id);
  return countedResult(isPreview, {
    ...{ id, applied: isApplied, change, counts, at: at.getTime() },
    ...(previewToken !== null && { previewToken }),
  });
}

export interface PageAsked {
  readonly outcomes: readonly string[] | null;
  /** The place of the last one before. */
  readonly after: number;
  readonly first: number;
  readonly afterwards: boolean;
}

export type PlacedAmended = AmendedEntitlement & { readonly place: number };

/**
 * What became of each entitlement of a change that was found to be the caller's, the refused first. What schools may do
 * afterwards is told of what was done: what a preview tried out is not there any more.
 */
export async function amendedPage(
  db: Transaction,
  caller: Caller,
  { id, at, preview }: AmendEntitlementsResult,
  { outcomes, after, first, afterwards }: PageAsked,
): Promise<PlacedAmended[]> {
  requireOwn(caller, 'amendment.read');
  const rows = await findAmended(db, id, outcomes, after, first);
  const told = afterwards && !preview ? await afterwardsOf(db, caller, rows.filter(isThere), at) : NOTHING_TOLD;
  return rows.map((row) => ({
    ...amendedEntitlement(row, told.get(row.entitlementId ?? '')),
    place: row.place,
  }));
}

const NOTHING_TOLD: Awaited<ReturnType<typeof afterwardsOf>> = new Map();

function isThere(
  row: KeptAmended,
): row is KeptAmended & Pick<Amended, 'entitlementId' | 'licenceId' | 'holderId' | 'holderKey'> {
  return row.entitlementId !== null;
}
