import { bigint, int, neverNull, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

const FIND_SCHOOL_COUNTS = statement(
  'findSchoolCounts',
  `select l.id, l.number, l.school_count as most, schools.most_schools_with(l.id, '{}', '(,)') as schools
   from directory.licence l where l.id = any ($1) and l.school_count is not null`,
  {
    id: bigint,
    number: text,
    most: neverNull(int, 'the condition'),
    schools: neverNull(int, 'the function counts from nought'),
  },
);

/**
 * Returns, of the licences, those that only a number of schools may hold: with this number, and the largest number
 * that hold it at any one time from now.
 */
export async function findSchoolCounts(
  db: Transaction,
  licenceIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly number: string; readonly most: number; readonly schools: number }>> {
  if (licenceIds.length === 0) return new Map();
  const rows = await db.query(FIND_SCHOOL_COUNTS, [licenceIds]);
  return new Map(rows.map((row) => [row.id, row]));
}
