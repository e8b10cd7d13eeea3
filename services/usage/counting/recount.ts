/** Counts a month anew from its events, while others record and read (docs/decisions/0053). */
import type { EntityTransaction } from '../../../database/queryable';
import {
  addDifferences,
  countLackingEvents,
  createDifferences,
  findDifferences,
  findReports,
  hasEvents,
} from './recount-queries';
import { type AuthorityMonth, lockCounting, type Report } from './waiting-queries';

export interface RecountProgress {
  /** How many reports were counted: each is what one client sent for a school in the month. */
  readonly reports: number;
  readonly of: number;
}

interface Recount {
  readonly reports: number;
  /** How many sums were wrong, by month and by licence. */
  readonly corrected: { readonly monthly: number; readonly licence: number };
}

const REPORTS_AT_ONCE = 50;

/**
 * Looks for wrong sums in a month, and corrects them at the end, all at once: readers get the sums before or after
 * it, and whoever records waits at most for this end.
 *
 * @param db a transaction, of the owner, that does nothing else
 * @param month `2026-01`
 * @throws where the events, or some of them, are gone: then the sums stay as they are
 */
export async function recountMonth(
  db: EntityTransaction,
  month: string,
  progress: (done: RecountProgress) => void = () => undefined,
): Promise<Recount> {
  const first = `${month}-01`;
  await lockCounting(db);
  const reports = await findReports(db, first);
  if (reports.length === 0) throw new Error(`No uses of ${month} were recorded. Name a month with uses.`);
  if (!(await hasEvents(db, first))) throw new Error(eventsAreGone(month));
  await createDifferences(db);
  let done = 0;
  for (const [authority, part] of inParts(reports)) {
    const of: AuthorityMonth = { authority_id: authority, month: first };
    if ((await countLackingEvents(db, of, part)) > 0) throw new Error(eventsAreGone(month));
    await findDifferences(db, of, part);
    done += part.length;
    progress({ reports: done, of: reports.length });
  }
  return { reports: done, corrected: await addDifferences(db, first) };
}

function eventsAreGone(month: string): string {
  return `The events of ${month} are no longer kept, or not all of them, so it cannot be recounted. Its figures stay as they are.`;
}

/** Groups sorted reports into parts of one authority each. */
function inParts(reports: readonly (Report & { readonly authority_id: string })[]): [string, Report[]][] {
  const parts: [string, Report[]][] = [];
  for (const { authority_id, ...report } of reports) {
    const [authority, part] = parts.at(-1) ?? [];
    if (part && authority === authority_id && part.length < REPORTS_AT_ONCE) part.push(report);
    else parts.push([authority_id, [report]]);
  }
  return parts;
}
