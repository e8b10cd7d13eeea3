/**
 * Counts uses after they were recorded: the sums of months, and by licence, entitlement and level, from the events
 * and the entitlements that are on record at that time (docs/decisions/0053, 0066).
 *
 * Everything that a client sent for a school in a month is counted together, so it does not matter what was counted
 * before, nor when a use came. Any number of processes may do this at once, while others record.
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

/** How many reports one transaction counts. Recording to one of them waits for its commit. */
const REPORTS_AT_ONCE = 10;

const BEFORE_ALL: Report = { school_id: '0', client: '' };

/**
 * Counts everything that came since the last time: first some of what waits longest, so that nothing waits forever;
 * then the newest months, which people look at, before what came late or in bulk.
 *
 * @param isOver asked between transactions: what is counted by then stays
 * @returns how many reports were counted: each is what one client sent for a school in a month
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

/**
 * @returns the reports that were counted; none where the month is being recounted, which has the same result; few
 * where there are no more
 */
async function countNext(db: EntityTransaction, month: AuthorityMonth, after: Report): Promise<readonly Report[]> {
  if (!(await shareCounting(db))) return [];
  const reports = await lockWaiting(db, month, after, REPORTS_AT_ONCE);
  if (reports.length === 0) return [];
  await countReports(db, month, reports);
  await markCounted(db, month, reports);
  return reports;
}
