import type { z } from 'zod';
import { readCsvRecords } from '../../import-file/csv-records';
import type { FileRecord } from '../../import-file/file-record';
import { readText } from '../../import-file/file-text';
import { readJsonRecords } from '../../import-file/json-records';
import { biloPackage, SYNC_COLUMNS, type SyncRecord, tableRow } from './sync-record';

interface SyncFile {
  readonly records: AsyncIterable<FileRecord>;
  readonly schema: z.ZodType<SyncRecord>;
}

/** A file that begins as JSON is a list of BILO licence packages; any other is our own table. @throws ImportError */
export async function readSyncFile(path: string): Promise<SyncFile> {
  for await (const piece of readText(path)) {
    const [first] = piece.trimStart();
    if (first === undefined) continue;
    if (first === '[' || first === '{') return { records: readJsonRecords(path), schema: biloPackage };
    break;
  }
  const columns = SYNC_COLUMNS;
  const name = `a table of entitlements; it begins with ${columns.join(';')}`;
  return { records: readCsvRecords(path, { name, columns }), schema: tableRow };
}
