/** Which school list was imported last, and as of when. */
import type { EntityTransaction, Queryable } from '../../../database/queryable';
import { boolean, instant, type RowOf, statement } from '../../../database/statement';
import { ListImportEntity } from './list-import-entity';
import type { SchoolList } from './school-list';

const LAST_IMPORT = statement(
  'lastImport',
  `select as_of as "asOf", as_of <= now() as "isPast", imported_at as "importedAt"
   from schools.list_import where state = $1 and source = $2`,
  { asOf: instant, isPast: boolean, importedAt: instant },
);

/** `isPast` tells whether the day of that import has come. */
export async function lastImport(
  db: Queryable,
  { state, source }: SchoolList,
): Promise<RowOf<typeof LAST_IMPORT> | undefined> {
  return (await db.query(LAST_IMPORT, [state, source]))[0];
}

export async function recordImport(
  { manager }: EntityTransaction,
  { state, source }: SchoolList,
  asOf: Date,
): Promise<void> {
  await manager.upsert(ListImportEntity, { state, source, asOf, importedAt: () => 'now()' }, ['state', 'source']);
}
