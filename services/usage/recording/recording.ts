import type { Transaction } from '../../subgraph/database/session';
import { findOtherContent, insertUses, type Sender } from './recording-queries';
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

/** What became of a use that was not written down. */
export type Unrecorded = 'ALREADY_KNOWN' | 'LEFT_OUT' | UsageRefusal;

/**
 * Writes down the uses that are not yet known, under the organisations that each school belonged to at the time of use.
 * They are counted afterwards (docs/decisions/0066). What cannot be written down leaves the others as they are.
 *
 * @param uses different ones, as `usesReader` gives them, of schools in the caller's reach, on days that are prepared
 * @param sessions of the uses, in their order
 * @returns those that are not written down; all others are
 */
export async function recordUses(
  transaction: Transaction,
  uses: readonly Use[],
  sender: Sender,
  sessions: readonly (Buffer | null)[],
): Promise<Map<Use, Unrecorded>> {
  const outcomes = new Map<Use, Unrecorded>();
  const known: Use[] = [];
  for (const { position, outcome } of await insertUses(transaction, uses, sender, sessions)) {
    const use = uses[position] as Use;
    outcomes.set(use, outcome);
    if (outcome === 'ALREADY_KNOWN') known.push(use);
  }
  if (known.length === 0) return outcomes;
  const others = await findOtherContent(transaction, known);
  for (const other of others) outcomes.set(known[other] as Use, 'OTHER_CONTENT');
  return outcomes;
}
