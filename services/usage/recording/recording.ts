import type { Transaction } from '../../subgraph/session';
import { ensureMonths, findOtherContent, findUnplaced, insertUses } from './recording-queries';
import { refusal, type Use } from './use';

/**
 * Writes down the uses that are not yet known, under the organisations that each school belonged to at the time of use.
 * It is the first work of its transaction, and all or nothing: after an error the transaction must be rolled back.
 *
 * @param uses different ones, as `readUses` gives them; the schools exist
 * @returns how many were new
 * @throws BAD_USER_INPUT where a title is unknown, a school had no authority then, or an id is known with other content
 */
export async function recordUses(transaction: Transaction, uses: readonly Use[]): Promise<number> {
  if (uses.length === 0) return 0;
  await ensureMonths(transaction, uses);
  const { placed, recorded } = await insertUses(transaction, uses);
  if (placed < uses.length) {
    const unplaced = await findUnplaced(transaction, uses);
    if (unplaced) throw refusal(uses[unplaced.position] as Use, unplaced.titleKnown ? 'NO_LINE' : 'UNKNOWN_TITLE');
    throw new Error(`${uses.length - placed} uses are of no school that is known here`);
  }
  const other = recorded < uses.length ? await findOtherContent(transaction, uses) : undefined;
  if (other !== undefined) throw refusal(uses[other] as Use, 'OTHER_CONTENT');
  return recorded;
}
