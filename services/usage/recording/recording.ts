import type { Transaction } from '../../subgraph/database/session';
import { findOtherContent, insertUses, type Sender } from './recording-queries';
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

export type Recorded = 'RECORDED' | 'ALREADY_KNOWN' | 'LEFT_OUT' | UsageRefusal;

/**
 * Writes down the uses that are not yet known, under the organisations that each school belonged to at the time of use.
 * They are counted afterwards (docs/decisions/0066). What cannot be written down leaves the others as they are.
 *
 * @param uses different ones, as `usesReader` gives them, of schools in the caller's reach, on days that are prepared
 * @param sessions of the uses, in their order
 * @returns what became of each, in their order
 */
export async function recordUses(
  transaction: Transaction,
  uses: readonly Use[],
  sender: Sender,
  sessions: readonly (Buffer | null)[],
): Promise<Recorded[]> {
  const outcomes = uses.map((): Recorded => 'RECORDED');
  const known: number[] = [];
  for (const { position, outcome } of await insertUses(transaction, uses, sender, sessions)) {
    outcomes[position] = outcome;
    if (outcome === 'ALREADY_KNOWN') known.push(position);
  }
  if (known.length === 0) return outcomes;
  const others = await findOtherContent(
    transaction,
    known.map((position) => uses[position] as Use),
  );
  for (const other of others) outcomes[known[other] as number] = 'OTHER_CONTENT';
  return outcomes;
}
