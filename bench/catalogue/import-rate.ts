/**
 * Measures an import against a `COPY` of the same rows into the same table, with its keys, checks and indexes but
 * without its triggers.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerTransaction } from '../../database/queryable';
import { importRecords } from '../../services/import-file/import-records';
import { readJsonRecords } from '../../services/import-file/json-records';
import { titles } from '../../services/licences/import/import-titles';
import type { TestDatabase } from '../../test/database';
import { processorMsWith, type Timing } from '../server-time';
import { ratiosTo, type Spread, spreadOf } from '../statistics';
import { generatedTitle } from './generated-titles';

export interface ImportFigures {
  /** The number of titles in the catalogue before the import. */
  readonly titles: number;
  readonly imported: number;
  readonly perSecond: Spread;
  readonly msOfProcessor: Spread;
  readonly ratio: Spread;
  /** The ratio of processor times, of this process and the server together. */
  readonly ratioByProcessor: Spread;
}

/**
 * @param size the size of the catalogue, which stays as it is
 * @param imported how many titles are imported into it
 */
export async function importRate(
  database: TestDatabase,
  size: number,
  imported: number,
  rounds: number,
): Promise<ImportFigures> {
  const { query } = database;
  // The server creates the file, so it may write it whichever user runs it.
  const [server] = await query<{ file: string }>(
    "select current_setting('data_directory') || '/bench-catalogue.copy' as file",
  );
  const folder = mkdtempSync(join(tmpdir(), 'freischalter-bench-'));
  const file = join(folder, 'titles.ndjson');
  const lines = Array.from({ length: imported }, (_, at) => `${JSON.stringify(generatedTitle(size + at))}\n`);
  writeFileSync(file, lines.join(''));
  const imports: Timing[] = [];
  const copies: Timing[] = [];
  try {
    // The first round compiles and plans, and does not count.
    for (let round = -1; round < rounds; round += 1) {
      const ofImport = await ownerTransaction(database.ownerUrl, (db) =>
        took(database, async () => {
          const { tallies } = await importRecords(db, readJsonRecords(file), titles);
          if (tallies.titles?.added !== imported) throw new Error(`imported: ${JSON.stringify(tallies)}`);
        }),
      );
      await query(`copy (select * from licences.title where id > ${size} order by id) to '${server?.file}'`);
      await query('alter table licences.title disable trigger user');
      await query(`delete from licences.title where id > ${size}`);
      const ofCopy = await took(database, () => query(`copy licences.title from '${server?.file}'`));
      await query(`delete from licences.title where id > ${size}`);
      await query(`delete from licences.title_word where title_id > ${size}`);
      await query(`delete from licences.title_term where title_id > ${size}`);
      await query('alter table licences.title enable trigger user');
      await query(`alter table licences.title alter column id restart with ${size + 1}`);
      if (round < 0) continue;
      imports.push(ofImport);
      copies.push(ofCopy);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await query('vacuum analyze licences.title, licences.title_term, licences.title_word');
  const of = (times: readonly Timing[], unit: keyof Timing) => times.map((one) => one[unit]);
  return {
    titles: size,
    imported,
    perSecond: spreadOf(of(imports, 'ms').map((ms) => (imported / ms) * 1_000)),
    msOfProcessor: spreadOf(of(imports, 'cpuMs').map((ms) => ms / imported)),
    ratio: ratiosTo(of(copies, 'ms'), of(imports, 'ms')),
    ratioByProcessor: ratiosTo(of(copies, 'cpuMs'), of(imports, 'cpuMs')),
  };
}

async function took(database: TestDatabase, work: () => Promise<unknown>): Promise<Timing> {
  const [begun, busy] = [performance.now(), await processorMsWith(database)];
  await work();
  return { ms: performance.now() - begun, cpuMs: (await processorMsWith(database)) - busy };
}
