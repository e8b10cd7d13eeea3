import { onlyRow, type Queryable } from '../../../database/queryable';
import { bigint, int, neverNull, statement, text } from '../../../database/statement';
import { describeChange } from './describe-change';

const COUNTED = neverNull(int, 'the function counts');
const ERASE_PERSON = statement('erasePerson', 'select trails, columns, removed from directory.erase_person($1)', {
  trails: COUNTED,
  columns: COUNTED,
  removed: COUNTED,
});

const FIND_WORDS = statement('findWordsWithName', 'select place, found from directory.words_with($1)', {
  place: neverNull(text, 'the function names it'),
  found: neverNull(bigint, 'the function counts'),
});

/** In how many places a name was erased, and where it still stands. */
export interface Erased {
  /** Persons of audit trails. */
  readonly trails: number;
  /** Rows of other tables that named the person as their author, or as the one to whom they are assigned. */
  readonly columns: number;
  /**
   * Deleted rows that belonged to this person alone: subscriptions, jobs, previews, answers kept for a repeated
   * request.
   */
  readonly removed: number;
  /** Columns of free text that contain the name, and in how many rows. They are not changed. */
  readonly words: readonly { readonly place: string; readonly rows: number }[];
}

/**
 * Erases a person by a subject, an end user or a mail address: from the audit trails and from columns that name a
 * person, together with the rows that belong to that person alone. The chains stay whole, and show that somebody was
 * erased.
 *
 * @param db a transaction of the owner
 */
export async function erasePerson(db: Queryable, name: string): Promise<Erased> {
  await describeChange(db, { operation: 'audit erase' });
  const erased = onlyRow(await db.query(ERASE_PERSON, [name]));
  const words = await db.query(FIND_WORDS, [name]);
  return { ...erased, words: words.map(({ place, found }) => ({ place, rows: Number(found) })) };
}
