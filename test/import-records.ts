/** What the tests of imports share: records as they stand in a file, and an import as one transaction. */
import { ownerTransaction } from '../database/queryable';
import type { Changes } from '../services/import-file/changes';
import type { FileRecord } from '../services/import-file/file-record';
import { type Importers, type ImportReport, importRecords } from '../services/import-file/import-records';

/** As the lines of a file, from 1. */
async function* asRecords(records: readonly unknown[]): AsyncGenerator<FileRecord> {
  for (const [index, record] of records.entries()) yield { line: index + 1, record };
}

export function run(
  ownerUrl: string,
  importers: Importers,
  records: readonly unknown[],
  changes?: Changes,
): Promise<ImportReport> {
  return ownerTransaction(ownerUrl, (db) => importRecords(db, asRecords(records), importers, undefined, changes));
}
