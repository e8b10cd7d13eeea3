/** Helpers of the import tests: records as the lines of a file, and an import in one transaction. */
import { ownerTransaction } from '../database/queryable';
import type { Changes } from '../services/import-file/changes';
import type { FileRecord } from '../services/import-file/file-record';
import { type Importers, type ImportReport, importRecords } from '../services/import-file/import-records';

/** Yields them as the lines of a file, counted from 1. */
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
