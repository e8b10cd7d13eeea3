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
 * Counts all that came since it was done last.
 *
 * @param isOver asked between transactions: what is counted by then stands
 * @returns how many reports were counted: each is what one client sent of a school in a month
 */
export async function countUses(transact: Transact, isOver: () => boolean = () => false): Promise<number> {
  let counted = 0;
  for (const month of await transact(findWaiting)) {
    let after = BEFORE_ALL;
    for (let reports: readonly Report[] | null = []; reports !== null && !isOver(); ) {
      reports = await transact((db) => countNext(db, month, after));
      counted += reports?.length ?? 0;
      after = reports?.at(-1) ?? after;
    }
  }
  return counted;
}

/** @returns the reports that were counted; null where there are no more, or a month is recounted now, which does the same */
async function countNext(db: EntityTransaction, month: AuthorityMonth, after: Report): Promise<Report[] | null> {
  if (!(await shareCounting(db))) return null;
  const reports = await lockWaiting(db, month, after, REPORTS_AT_ONCE);
  if (reports.length === 0) return null;
  await countReports(db, month, reports);
  await markCounted(db, month, reports);
  return reports;
}
