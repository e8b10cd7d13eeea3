/**
 * Which licence, entitlement and level each use falls to: worked out after recording, from the events and the entitlements as
 * they are on record then (docs/decisions/0053).
 *
 * A school's month is counted whole, so it does not matter what was counted before, nor when a use came. Any number of
 * processes may do this at once, while others record.
 */
import type { EntityTransaction, Transact } from '../../../database/queryable';
import {
  type AuthorityMonth,
  attributeReports,
  findToAttribute,
  lockReports,
  markAttributed,
  type Report,
  shareCounting,
} from './attribution-queries';

/** So many are counted at once: who records to one of them waits so long, some tenths of a second where a school has 1,000 uses. */
const REPORTS_AT_ONCE = 50;

const BEFORE_ALL: Report = { school_id: '0', client: '' };

/**
 * Counts all that came since it was done last.
 *
 * @param isOver asked between transactions: what is counted by then stands
 * @returns how many reports were counted: each is what one client sent of a school in a month
 */
export async function attributeUses(transact: Transact, isOver: () => boolean = () => false): Promise<number> {
  let counted = 0;
  for (const month of await transact(findToAttribute)) {
    let after = BEFORE_ALL;
    for (let reports: readonly Report[] | null = []; reports !== null && !isOver(); ) {
      reports = await transact((db) => attributeNext(db, month, after));
      counted += reports?.length ?? 0;
      after = reports?.at(-1) ?? after;
    }
  }
  return counted;
}

/** @returns the reports that were counted; null where there are no more, or a month is recounted now, which does the same */
async function attributeNext(db: EntityTransaction, month: AuthorityMonth, after: Report): Promise<Report[] | null> {
  if (!(await shareCounting(db))) return null;
  const reports = await lockReports(db, month, after, REPORTS_AT_ONCE);
  if (reports.length === 0) return null;
  await attributeReports(db, month, reports);
  await markAttributed(db, month, reports);
  return reports;
}
