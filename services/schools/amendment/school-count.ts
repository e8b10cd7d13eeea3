/** A licence may be limited to a number of schools: no change of its entitlements gives it to more. */
import { badUserInput } from '../../../request/client-errors';
import type { Transaction } from '../../subgraph/database/session';
import { findSchoolCounts } from './school-count-queries';

/**
 * Does the work, and refuses it afterwards where a licence is then held by more schools at once than it may be, and
 * by more than before: entitlements beyond the number may still be moved and resumed.
 *
 * @throws BAD_USER_INPUT
 */
export async function withinSchoolCount<Result>(
  db: Transaction,
  licenceIds: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const before = await findSchoolCounts(db, licenceIds);
  const result = await work();
  if (before.size === 0) return result;
  for (const [id, { number, most, schools }] of await findSchoolCounts(db, [...before.keys()])) {
    if (schools > most && schools > (before.get(id)?.schools ?? 0)) {
      throw badUserInput(
        `input: licence ${number} may be held by ${most} schools at once, and would be by ${schools}. Leave some out.`,
      );
    }
  }
  return result;
}
