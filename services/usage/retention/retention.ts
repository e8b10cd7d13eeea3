/**
 * Deletes data after their time: events and the keys that recognise repeats after the retention, secrets when no uses
 * with a session are accepted any longer. Sums and coverage stay (docs/privacy.md). Any number of processes may do
 * this at once, while others record.
 */
import type { Transact } from '../../../database/queryable';
import {
  deleteKeys,
  deleteMonth,
  deleteSecrets,
  ensureComingMonths,
  findEndedMonths,
  nextSchoolsOfMonth,
} from './retention-queries';

interface Retained {
  /** The months whose events ended, `2026-01`. */
  readonly months: readonly string[];
  /** How many keys were deleted with them. */
  readonly keys: number;
}

/**
 * The keys of this many schools are deleted in one transaction, which reads all keys that they have: about 10,000
 * each.
 */
const SCHOOLS_AT_ONCE = 20;

/** Enough that nobody who records waits for a partition, however long no service ran. */
const MONTHS_AHEAD = 3;

/**
 * Keys are deleted before their events: if this is interrupted in between, it is done again. No more events of such a
 * month are recorded, so nothing is counted twice.
 *
 * @param keptDays how many days after the end of a month its events are kept
 */
export async function retainEvents(
  transact: Transact,
  keptDays: number,
  isOver: () => boolean = () => false,
): Promise<Retained> {
  await transact(deleteSecrets);
  await transact((db) => ensureComingMonths(db, MONTHS_AHEAD));
  const months: string[] = [];
  let keys = 0;
  for (const month of await transact((db) => findEndedMonths(db, keptDays))) {
    keys += await deleteKeysOf(transact, month, isOver);
    if (isOver() || !(await transact((db) => deleteMonth(db, month)))) break;
    months.push(month);
  }
  return { months, keys };
}

async function deleteKeysOf(transact: Transact, month: string, isOver: () => boolean): Promise<number> {
  let keys = 0;
  for (let after = { authority: '0', school: '0' }; !isOver(); ) {
    const next = await transact((db) => nextSchoolsOfMonth(db, month, after, SCHOOLS_AT_ONCE));
    const last = next.at(-1);
    if (!last) break;
    for (const schools of next) keys += await transact((db) => deleteKeys(db, schools, month));
    after = { authority: last.authority_id, school: last.schools.at(-1) as string };
  }
  return keys;
}
