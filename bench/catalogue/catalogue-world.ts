/** Makes a catalogue of generated titles, and a school that may use a quarter of them at any size. */
import { ownerTransactions, type Queryable } from '../../database/queryable';
import { rowOf } from '../../services/licences/import/import-titles';
import { titleFacts } from '../../services/licences/import/title-facts';
import { ensurePublishers, type TitleRow, upsertTitles } from '../../services/licences/import/title-queries';
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
 * Writes titles without indexes and triggers, and what those keep at once from all titles. The service's import is measured
 * separately, on the finished catalogue.
 */
export async function makeCatalogue(database: TestDatabase, size: number, say: (line: string) => void): Promise<void> {
  const { query } = database;
  await query('alter table licences.package_title disable trigger user');
  await makeLargeWorld(query, size, LICENCES, async () => {
    await query('alter table licences.title disable trigger user');
    const indexes = await withoutIndexes(database);
    await ownerTransactions(database.ownerUrl, async (transact) => {
      let writing = Promise.resolve();
      for (let from = 0; from < size; from += BATCH) {
        // These titles are made while the ones before are being written.
        const rows = rowsOf(from, Math.min(size, from + BATCH));
        await writing;
        writing = transact((db) => writeTitles(db, rows));
        if (from > 0 && from % PROGRESS_STEP === 0)
          say(`${from.toLocaleString('en')} titles of ${size.toLocaleString('en')}`);
      }
      await writing;
    });
    await query('alter table licences.title enable trigger user');
    say('terms, words and indexes');
    for (let from = 0; from < size; from += PROGRESS_STEP) {
      for (const written of [WRITE_TERMS, WRITE_WORDS]) await query(written, [from, from + PROGRESS_STEP]);
    }
    for (const { definition } of indexes) await query(definition);
  });
  await query('alter table licences.package_title enable trigger user');
}

/** Does the work of the triggers for a range of ids. */
const WRITE_TERMS = `
  insert into licences.title_term
  select distinct term.value, t.sort_key, t.id, t.added_at from licences.title t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value)
  where t.id > $1 and t.id <= $2 order by 1, 2, 3`;
const WRITE_WORDS = `
  insert into licences.title_word
  select word, title_id, case when char_length(word) between 4 and 40 and word !~ '[0-9]' then licences.spelling_keys(word) else '{}' end from (
    select ltrim(lexeme, '~') as word, min(t.id) as title_id
    from licences.title t cross join unnest(tsvector_to_array(t.search)) as lexeme
    where t.id > $1 and t.id <= $2 and lexeme not like '=%' group by 1) named
  where not exists (select from licences.title_word known where known.word = named.word)`;

function rowsOf(from: number, until: number): readonly TitleRow[] {
  return Array.from({ length: until - from }, (_, at) => {
    const record = generatedTitle(from + at);
    return rowOf(record.number, titleFacts(record, undefined, OWN_SUBJECTS));
  });
}

async function writeTitles(db: Queryable, rows: readonly TitleRow[]): Promise<void> {
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
