import type { Session, Transaction } from '../../subgraph/database/session';
import { Outcomes } from './outcomes';
import { findOtherContent, insertionOf, type Sender } from './recording-queries';
import type { Use } from './use';

interface SelectedUses {
  /** Without repeats, and on days that are prepared. */
  readonly uses: readonly Use[];
  /** The session surrogate of each use. */
  readonly sessions: readonly (Buffer | null)[];
}

/**
 * Writes the uses that are not known yet, of schools for which the sender may record, under the organisations that each
 * school belonged to at the time of use. They are counted afterwards (docs/decisions/0066). A use that cannot be written
 * does not affect the others.
 *
 * @param select selects the uses by what it reads in the same transaction
 * @returns the outcome of each selected use, after the commit
 * @throws also where the database does not name each of them exactly once
 */
export async function recordUses(
  session: Session,
  sender: Sender,
  select: (reader: Transaction) => Promise<SelectedUses>,
): Promise<Outcomes> {
  let selected: readonly Use[] = [];
  const rows = await session.writeLast(async (reader) => {
    const { uses, sessions } = await select(reader);
    selected = uses;
    return uses.length > 0 ? insertionOf(uses, sender, sessions) : undefined;
  });
  const named = rows.reduce((sum, { uses }) => sum + uses, 0);
  if (named !== selected.length) throw new Error(`Of ${selected.length} uses, the database names ${named}.`);
  const outcomes = new Outcomes();
  const unwritten = new Set<Use>();
  const known: Use[] = [];
  for (const { position, outcome } of rows) {
    if (position === null) continue;
    const use = selected[position];
    if (!use || unwritten.has(use))
      throw new Error(`The database names the use at ${position}, which is none, or twice.`);
    unwritten.add(use);
    if (outcome === 'ALREADY_KNOWN') known.push(use);
    else outcomes.set(use, outcome);
  }
  for (const use of selected) if (!unwritten.has(use)) outcomes.set(use, 'RECORDED');
  if (known.length === 0) return outcomes;
  /** A known use was committed before and never changes, so it may be compared after the commit. */
  const others = new Set(await findOtherContent(session, known));
  known.forEach((use, at) => {
    outcomes.set(use, others.has(at) ? 'OTHER_CONTENT' : 'ALREADY_KNOWN');
  });
  return outcomes;
}
