import { onlyRow, type Queryable } from '../../../database/queryable';
import { int, neverNull, statement } from '../../../database/statement';
import { describeChange } from './describe-change';

const COUNTED = neverNull(int, 'the function counts');
const ERASE_PERSON = statement('erasePerson', 'select trails, columns, answers from directory.erase_person($1)', {
  trails: COUNTED,
  columns: COUNTED,
  answers: COUNTED,
});

/** In how many places a name stood. */
export interface Erased {
  /** Persons of audit trails. */
  readonly trails: number;
  /** Rows of other tables that name who wrote them. */
  readonly columns: number;
  /** Answers that were kept for a repeated request. */
  readonly answers: number;
}

/**
 * Forgets a subject or an end user: in the audit trails, in columns that say who wrote a row, in answers kept for repeats.
 * The chains stay whole, and tell that somebody was erased.
 *
 * @param db a transaction of the owner
 */
export async function erasePerson(db: Queryable, name: string): Promise<Erased> {
  await describeChange(db, { operation: 'audit erase' });
  return onlyRow(await db.query(ERASE_PERSON, [name]));
}
