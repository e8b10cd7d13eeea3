/** What the tests of imports share: records as they stand in a file, and an import as one transaction. */
import { ownerTransaction, type Queryable } from '../database/queryable';
import type { FileRecord } from '../services/import-file/json-records';

/** As the lines of a file, from 1. */
export async function* asRecords(records: readonly unknown[]): AsyncGenerator<FileRecord> {
  for (const [index, record] of records.entries()) yield { line: index + 1, record };
}

type Import<Report> = (db: Queryable, records: AsyncIterable<FileRecord>) => Promise<Report>;

export function run<Report>(ownerUrl: string, take: Import<Report>, records: readonly unknown[]): Promise<Report> {
  return ownerTransaction(ownerUrl, (db) => take(db, asRecords(records)));
}
