/** Which school list was imported last, as of when. */
import type { Queryable } from '../../../database/queryable';
import type { SchoolList } from './school-list';

export interface LastImport {
  /** Epoch milliseconds, as is `importedAt`. */
  readonly asOf: number;
  readonly importedAt: number;
  /** Whether `asOf` is no later than now. */
  readonly isPast: boolean;
}

export async function lastImport(db: Queryable, { state, source }: SchoolList): Promise<LastImport | undefined> {
  const [last] = await db.query<LastImport>(
    `select extract(epoch from as_of)::float8 * 1000 as "asOf", extract(epoch from imported_at)::float8 * 1000 as "importedAt",
       as_of <= now() as "isPast"
     from schools.list_import where state = $1 and source = $2`,
    [state, source],
  );
  return last;
}

export async function rememberImport(db: Queryable, { state, source }: SchoolList, asOf: Date): Promise<void> {
  await db.query(
    `insert into schools.list_import (state, source, as_of) values ($1, $2, $3)
     on conflict (state, source) do update set as_of = excluded.as_of, imported_at = excluded.imported_at`,
    [state, source, asOf],
  );
}
