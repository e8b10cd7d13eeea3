/**
 * Counts uses after they were recorded: the sums of months, and by licence, entitlement and level, from the events and the
 * entitlements as they are on record then (docs/decisions/0053, 0066).
 *
 * What a client sent of a school in a month is counted whole, so it does not matter what was counted before, nor when a use came.
 * Any number of processes may do this at once, while others record.
 */
import type { EntityTransaction, Transact } from '../../../database/queryable';
import { countReports } from './count-queries';
import {
  type AuthorityMonth,
  findWaiting,
  lockWaiting,
  markCounted,
  type Report,
  shareCounting,
} from './waiting-queries';

/** So many are counted at once: who records to one of them waits so long. */
const REPORTS_AT_ONCE = 10;

const BEFORE_ALL: Report = { school_id: '0', client: '' };

/**
 * Counts all that came since it was done last: first some of what waits longest, so that nothing waits for ever; then the newest
 * months, at which people look, before what came late or in bulk.
 *
 * @param isOver asked between transactions: what is counted by then stands
 * @returns how many reports were counted: each is what one client sent of a school in a month
 */
export async function countUses(transact: Transact, isOver: () => boolean = () => false): Promise<number> {
  const [longest, ...others] = await transact(findWaiting);
  if (!longest || isOver()) return 0;
  const first = await transact((db) => countNext(db, longest, BEFORE_ALL));
  let counted = first.length;
  const newestFirst = [longest, ...others].sort((a, b) => b.month.localeCompare(a.month));
  for (const month of newestFirst) {
    let after = month === longest ? first[REPORTS_AT_ONCE - 1] : BEFORE_ALL;
    while (after && !isOver()) {
      const last = after;
      const reports = await transact((db) => countNext(db, month, last));
      counted += reports.length;
      after = reports[REPORTS_AT_ONCE - 1];
    }
  }
  return counted;
}

/** @returns the reports that were counted; none where a month is recounted now, which does the same; few where there are no more */
async function countNext(db: EntityTransaction, month: AuthorityMonth, after: Report): Promise<readonly Report[]> {
  if (!(await shareCounting(db))) return [];
  const reports = await lockWaiting(db, month, after, REPORTS_AT_ONCE);
  if (reports.length === 0) return [];
  await countReports(db, month, reports);
  await markCounted(db, month, reports);
  return reports;
}
