/** The terms of titles are what titles are, whatever was written. */
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { titles } from '../import/import-titles';
import { filterTerms } from './title-filter-conditions';
import { termOf } from './title-terms';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => database.query('delete from licences.title'));

const BEES = {
  number: 'N1',
  kind: 'VIDEO',
  name: 'Das Bienenvolk',
  publisher: 'Haus',
  subjects: ['24002'],
  competences: ['4.2'],
};

function store(...records: readonly object[]): Promise<unknown> {
  return run(database.ownerUrl, titles, records);
}

async function termsIn(): Promise<Record<string, string[]>> {
  const rows = await database.query<{ number: string; terms: string[] }>(
    `select t.number, array_agg(w.term order by w.term) as terms
     from licences.title_term w left join licences.title t on t.id = w.title_id and t.sort_key = w.sort_key
     group by t.number order by t.number`,
  );
  return Object.fromEntries(rows.map(({ number, terms }) => [number, terms]));
}

const OF_BEES = [
  '=bienenvolk',
  '=das',
  'code:240',
  'code:24002',
  'competence:4',
  'competence:4.2',
  'kind:VIDEO',
  'language:de',
  'publisher:Haus',
  expect.stringMatching(/^subject:/),
];

test('are the whole words of its name, and what lists are narrowed by, with all that is above it', async () => {
  await store(BEES);
  expect(await termsIn()).toEqual({ N1: OF_BEES });
});

test('follow a title that gets another name, and go with it', async () => {
  await store(BEES, { ...BEES, number: 'N2', name: 'Die Wespe', subjects: [], competences: [], languages: ['fr'] });
  await store({ ...BEES, name: 'Bienen' });
  const ofWasp = ['=die', '=wespe', 'kind:VIDEO', 'language:fr', 'publisher:Haus'];
  expect(await termsIn()).toEqual({
    N1: ['=bienen', ...OF_BEES.slice(2)],
    N2: ofWasp,
  });
  await database.query("delete from licences.title where number = 'N1'");
  expect(await termsIn()).toEqual({ N2: ofWasp });
});

test('are the same rows after the same import again', async () => {
  const rows = () => database.query('select term, title_id, xmin::text from licences.title_term order by term');
  await store(BEES);
  const before = await rows();
  await store(BEES);
  expect(await rows()).toEqual(before);
});

test('are cut where they are very long, as a filter cuts them', async () => {
  const publisher = '𝔥'.repeat(300);
  await store({ ...BEES, publisher });
  const [term] = filterTerms({ publisher })[0] as [string];
  expect([...term]).toHaveLength(100);
  expect((await termsIn()).N1).toContain(term);
  expect(termOf('kind', 'VIDEO')).toBe('kind:VIDEO');
});
