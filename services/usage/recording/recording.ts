import type { Session, Transaction } from '../../subgraph/database/session';
import { Outcomes } from './outcomes';
import { findOtherContent, insertionOf, type Sender } from './recording-queries';
import type { Use } from './use';

export interface ToRecord {
  /** Different ones, as `usesReader` gives them, on days that are prepared. */
  readonly uses: readonly Use[];
  /** Of the uses, in their order. */
  readonly sessions: readonly (Buffer | null)[];
}

/**
 * Writes down the uses that are not yet known, of schools for which the sender may record, under the organisations that each
 * school belonged to at the time of use. They are counted afterwards (docs/decisions/0066). What cannot be written down leaves
 * the others as they are.
 *
 * @param choose says which, by what it reads in the same transaction
 * @returns what became of those, after the commit
 * @throws also where the database does not name each of them once
 */
export async function recordUses(
  session: Session,
  sender: Sender,
  choose: (reader: Transaction) => Promise<ToRecord>,
): Promise<Outcomes> {
  let chosen: readonly Use[] = [];
  const rows = await session.writeLast(async (reader) => {
    const { uses, sessions } = await choose(reader);
    chosen = uses;
    return uses.length > 0 ? insertionOf(uses, sender, sessions) : undefined;
  });
  const named = rows.reduce((sum, { uses }) => sum + uses, 0);
  if (named !== chosen.length) throw new Error(`Of ${chosen.length} uses, the database names ${named}.`);
  const outcomes = new Outcomes();
  const unwritten = new Set<Use>();
  const known: Use[] = [];
  for (const { position, outcome } of rows) {
    if (position === null) continue;
    const use = chosen[position];
    if (!use || unwritten.has(use))
      throw new Error(`The database names the use at ${position}, which is none, or twice.`);
    unwritten.add(use);
    if (outcome === 'ALREADY_KNOWN') known.push(use);
    else outcomes.tell(use, outcome);
  }
  for (const use of chosen) if (!unwritten.has(use)) outcomes.tell(use, 'RECORDED');
  if (known.length === 0) return outcomes;
  /** What is known was kept before, and its content never changes. */
  const others = new Set(await findOtherContent(session, known));
  known.forEach((use, at) => {
    outcomes.tell(use, others.has(at) ? 'OTHER_CONTENT' : 'ALREADY_KNOWN');
  });
  return outcomes;
}
