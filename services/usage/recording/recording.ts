import type { Transaction } from '../../subgraph/database/session';
import { ensureMonths, findOtherContent, insertUses, reportCoverage, secretsOf } from './recording-queries';
import { daysOfUses, sessionSurrogate } from './session-surrogate';
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

export type Recorded = 'RECORDED' | 'ALREADY_KNOWN' | UsageRefusal;

/**
 * Writes down the uses that are not yet known, under the organisations that each school belonged to at the time of use.
 * It is the first work of its transaction. What cannot be written down leaves the others as they are.
 *
 * @param uses different ones, as `usesReader` gives them, of schools in the caller's reach
 * @param client that sent them; empty where nobody knows
 * @returns what became of each, in their order
 */
export async function recordUses(transaction: Transaction, uses: readonly Use[], client: string): Promise<Recorded[]> {
  if (uses.length === 0) return [];
  await ensureMonths(transaction, uses);
  const sessions = await sessionsOf(transaction, uses, client);
  await reportCoverage(transaction, uses, client);
  const inserted = await insertUses(transaction, uses, client, sessions);
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

async function sessionsOf(
  transaction: Transaction,
  uses: readonly Use[],
  client: string,
): Promise<readonly (Buffer | null)[]> {
  const days = daysOfUses(uses);
  const wanted = new Set(days.filter((_, index) => uses[index]?.session !== null));
  const secrets = wanted.size > 0 ? await secretsOf(transaction, [...wanted]) : new Map<string, Buffer>();
  return uses.map((use, index) => sessionSurrogate(use, client, secrets.get(days[index] as string)));
}
