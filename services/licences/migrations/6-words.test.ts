import { DataSource, type QueryRunner } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { Words1780000000016 } from './6-words';

let database: TestDatabase;
let source: DataSource;
let runner: QueryRunner;

beforeAll(async () => {
  database = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: database.ownerUrl, poolSize: 1 }).initialize();
  runner = source.createQueryRunner();
});
afterAll(async () => {
  await runner?.release();
  await source?.destroy();
  await database?.drop();
});

test('the migration makes the words of all titles that are there, and can be taken back', async () => {
  const migration = new Words1780000000016();
  await migration.down(runner);
  await database.query(`
    insert into licences.publisher (name) values ('Haus');
    insert into licences.title (number, name, description, keywords, publisher_id, kind, rights, sort_key, search_text)
    select n::text, '„Titel“ ' || n, 'Über Flüsse', '{Nil}', 1, 'VIDEO', '{STREAM}', 'titel ' || n, 'x' from generate_series(1, 2500) n`);
  await migration.up(runner);
  const [row] = await database.query<{ titles: number; search: string }>(
    `select count(*)::int as titles, min(search::text) filter (where number = '2500') as search from licences.title
     where search @@ '''=titel'' & ''flüsse'' & ''nil'' & ''haus'''`,
  );
  expect(row).toEqual({ titles: 2500, search: "'2500' '=2500' '=titel' 'flüsse' 'haus' 'nil' 'titel' 'über'" });
  await migration.down(runner);
  const [before] = await database.query<{ text: string }>(
    "select search_text as text from licences.title where number = '1'",
  );
  expect(before?.text).toBe('Über Flüsse Nil Haus');
  await migration.up(runner);
});
