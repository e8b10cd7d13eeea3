import type { Transaction } from '../../subgraph/database/session';
import {
  ensureMonths,
  findOtherContent,
  insertUses,
  reportCoverage,
  type Sender,
  secretsOf,
} from './recording-queries';
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

export type Recorded = 'RECORDED' | 'ALREADY_KNOWN' | 'LEFT_OUT' | UsageRefusal;

/**
 * Makes what uses of these days need: partitions and secrets. It is a transaction of its own, before the one that records:
 * others who record on such a day wait for whoever makes these, and a batch may be at work for seconds.
 *
 * @param days in which they were used, `2026-01-31`
 * @param withSessions those of them with uses that name a session
 * @returns by day, the secret that its sessions are hashed with; days that are too long ago have none
 */
export async function prepareDays(
  transaction: Transaction,
  days: ReadonlySet<string>,
  withSessions: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Buffer>> {
  await ensureMonths(transaction, [...days]);
  return withSessions.size > 0 ? secretsOf(transaction, [...withSessions]) : new Map();
}

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
  const inserted = await insertUses(transaction, uses, sender.client, sessions);
  await reportCoverage(transaction, uses, sender);
  const found = new Map(inserted.map(({ position, outcome }) => [position, outcome]));
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
