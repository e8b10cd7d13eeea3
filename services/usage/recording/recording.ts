import type { Session, Transaction } from '../../subgraph/database/session';
import { findOtherContent, insertionOf, type Sender } from './recording-queries';
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

/** What became of a use that was not written down. */
export type Unrecorded = 'ALREADY_KNOWN' | 'LEFT_OUT' | UsageRefusal;

export interface ToRecord {
  /** Different ones, as `usesReader` gives them, of schools in the caller's reach, on days that are prepared. */
  readonly uses: readonly Use[];
  /** Of the uses, in their order. */
  readonly sessions: readonly (Buffer | null)[];
}

/**
 * Writes down the uses that are not yet known, under the organisations that each school belonged to at the time of use.
 * They are counted afterwards (docs/decisions/0066). What cannot be written down leaves the others as they are.
 *
 * @param choose says which, by what it reads in the same transaction
 * @returns those that are not written down, after the commit; all others are
 */
export async function recordUses(
  session: Session,
  sender: Sender,
  choose: (reader: Transaction) => Promise<ToRecord>,
): Promise<Map<Use, Unrecorded>> {
  let chosen: readonly Use[] = [];
  const unwritten = await session.writeLast(async (reader) => {
    const { uses, sessions } = await choose(reader);
    chosen = uses;
    return uses.length > 0 ? insertionOf(uses, sender, sessions) : undefined;
  });
  const outcomes = new Map<Use, Unrecorded>();
  const known: Use[] = [];
  for (const { position, outcome } of unwritten) {
    const use = chosen[position] as Use;
    outcomes.set(use, outcome);
    if (outcome === 'ALREADY_KNOWN') known.push(use);
  }
  if (known.length === 0) return outcomes;
  /** What is known was kept before, and its content never changes. */
  const others = await findOtherContent(session, known);
  for (const other of others) outcomes.set(known[other] as Use, 'OTHER_CONTENT');
  return outcomes;
}
