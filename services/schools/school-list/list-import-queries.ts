/** Which school list was imported last, as of when. */

import type { Queryable } from '../../../database/queryable';
import { boolean, float, type RowOf, statement } from '../../../database/statement';
import type { SchoolList } from './school-list';

const LAST_IMPORT = statement(
  'lastImport',
  `select extract(epoch from as_of)::float8 * 1000 as "asOf", extract(epoch from imported_at)::float8 * 1000 as "importedAt",
     as_of <= now() as "isPast"
   from schools.list_import where state = $1 and source = $2`,
  {
    /** Epoch milliseconds, as is `importedAt`. */
    asOf: float,
    importedAt: float,
    /** Whether `asOf` is no later than now. */
    isPast: boolean,
  },
);

export type LastImport = RowOf<typeof LAST_IMPORT>;

export async function lastImport(db: Queryable, { state, source }: SchoolList): Promise<LastImport | undefined> {
  const [last] = await db.query(LAST_IMPORT, [state, source]);
  return last;
}

const REMEMBER_IMPORT = statement(
  'rememberImport',
  `insert into schools.list_import (state, source, as_of) values ($1, $2, $3)
   on conflict (state, source) do update set as_of = excluded.as_of, imported_at = excluded.imported_at`,
);

export async function rememberImport(db: Queryable, { state, source }: SchoolList, asOf: Date): Promise<void> {
  await db.query(REMEMBER_IMPORT, [state, source, asOf]);
}
