/** Makes a catalogue of generated titles, and a school that may use a quarter of them at any size. */
import { ownerTransactions } from '../../database/queryable';
import { rowOf } from '../../services/licences/import/import-titles';
import { titleFacts } from '../../services/licences/import/title-facts';
import { ensurePublishers, upsertTitles } from '../../services/licences/import/title-queries';
import { OWN_SUBJECTS } from '../../services/licences/vocabulary/subjects';
import type { TestDatabase } from '../../test/database';
import { makeLargeWorld } from '../large-world';
import { generatedTitle } from './generated-titles';

/** Each licence holds two of the 399 packages, and each title is in three packages. */
const LICENCES = 20;
const BATCH = 2_000;
const PROGRESS_STEP = 50_000;

/** The school that holds the {@link LICENCES}. */
export const SCHOOL = 'NW:100000';

interface Index {
  readonly name: string;
  readonly definition: string;
}

/**
 * Writes titles without indexes and without the service's import. That import is measured separately, on the finished
 * catalogue.
 */
export async function makeCatalogue(database: TestDatabase, size: number, say: (line: string) => void): Promise<void> {
  await makeLargeWorld(database.query, size, LICENCES, async () => {
    const indexes = await withoutIndexes(database);
    await ownerTransactions(database.ownerUrl, async (transact) => {
      for (let from = 0; from < size; from += BATCH) {
        await transact((db) => writeTitles(db, from, Math.min(size, from + BATCH)));
        if (from > 0 && from % PROGRESS_STEP === 0)
          say(`${from.toLocaleString('en')} titles of ${size.toLocaleString('en')}`);
      }
    });
    for (const { definition } of indexes) await database.query(definition);
  });
}

async function writeTitles(db: Parameters<typeof upsertTitles>[0], from: number, until: number): Promise<void> {
  const rows = Array.from({ length: until - from }, (_, at) => {
    const record = generatedTitle(from + at);
    return rowOf(record.number, titleFacts(record, undefined, OWN_SUBJECTS));
  });
  await ensurePublishers(
    db,
    rows.map(({ publisher }) => publisher),
  );
  await upsertTitles(db, rows);
}

/** Returns the indexes that no constraint needs. */
async function withoutIndexes({ query }: TestDatabase): Promise<readonly Index[]> {
  const indexes = await query<Index>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = 'licences.title'::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
  );
  for (const { name } of indexes) await query(`drop index ${name}`);
  return indexes;
}
