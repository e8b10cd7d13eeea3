/** Which school list was imported last, as of when. */
import type { EntityTransaction } from '../../../database/queryable';
import { ListImportEntity } from './list-import-entity';
import type { SchoolList } from './school-list';

export function lastImport(
  { manager }: EntityTransaction,
  { state, source }: SchoolList,
): Promise<ListImportEntity | null> {
  return manager.findOneBy(ListImportEntity, { state, source });
}

export async function rememberImport(
  { manager }: EntityTransaction,
  { state, source }: SchoolList,
  asOf: Date,
): Promise<void> {
  await manager.upsert(ListImportEntity, { state, source, asOf, importedAt: () => 'now()' }, ['state', 'source']);
}
