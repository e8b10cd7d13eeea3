import type { Transaction } from '../../subgraph/database/session';
import { ensureMonths, findOtherContent, insertUses } from './recording-queries';
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

export type Recorded = 'RECORDED' | 'ALREADY_KNOWN' | UsageRefusal;

/**
 * Writes down the uses that are not yet known, under the organisations that each school belonged to at the time of use.
 * It is the first work of its transaction. What cannot be written down leaves the others as they are.
 *
 * @param uses different ones, as `usesReader` gives them, of schools in the caller's reach
 * @returns what became of each, in their order
 */
export async function recordUses(transaction: Transaction, uses: readonly Use[]): Promise<Recorded[]> {
  if (uses.length === 0) return [];
  await ensureMonths(transaction, uses);
  const found = new Map((await insertUses(transaction, uses)).map(({ position, outcome }) => [position, outcome]));
  const outcomes = uses.map((_, position): Recorded => found.get(position) ?? 'FORBIDDEN');
  const known = outcomes.flatMap((outcome, position) => (outcome === 'ALREADY_KNOWN' ? [position] : []));
  if (known.length === 0) return outcomes;
  const others = await findOtherContent(
    transaction,
    known.map((position) => uses[position] as Use),
  );
  for (const other of others) outcomes[known[other] as number] = 'OTHER_CONTENT';
  return outcomes;
}
