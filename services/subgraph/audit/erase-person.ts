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

/** In how many places a name stood, and where it still does. */
export interface Erased {
  /** Persons of audit trails. */
  readonly trails: number;
  /** Rows of other tables that name who wrote them, or to whom they are assigned. */
  readonly columns: number;
  /** Rows of that person alone, which are gone: subscriptions, jobs, previews, answers kept for a repeated request. */
  readonly removed: number;
  /** Columns with words in which somebody wrote the name, and in how many rows. Nothing of them is changed. */
  readonly words: readonly { readonly place: string; readonly rows: number }[];
}

/**
 * Forgets a person by a subject, an end user or a mail address: in the audit trails, in columns that name one, and with the rows that
 * are one's own. The chains stay whole, and tell that somebody was erased.
 *
 * @param db a transaction of the owner
 */
export async function erasePerson(db: Queryable, name: string): Promise<Erased> {
  await describeChange(db, { operation: 'audit erase' });
  const erased = onlyRow(await db.query(ERASE_PERSON, [name]));
  const words = await db.query(FIND_WORDS, [name]);
  return { ...erased, words: words.map(({ place, found }) => ({ place, rows: Number(found) })) };
}
