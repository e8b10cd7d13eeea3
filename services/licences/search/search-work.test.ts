/** How much of the database a search reads: titles, not time. */
import type { Statement } from '../../../database/statement';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { nodesOf, type PlanNode } from '../../../test/plan-shape';
import type { Session } from '../../subgraph/database/session';
import type { TitlePlace } from '../title/title-page';
import { listTitles } from '../title/title-queries';
import { type FrequentWords, findFrequentWords } from './frequent-words';
import { searchOf } from './search';
import { searchVector } from './search-vector';

const TITLES = 5_000;
const NAMED = 40;
/** Words that begin with every letter: each title has them. */
const ANIMALS =
  'Affe Biber Clownfisch Dachs Esel Fuchs Gans Hase Igel Jak Kamel Luchs Maus Nashorn Otter Panda Qualle Rabe Specht Taube Uhu Vogel Wal';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query("insert into licences.publisher (name) values ('Haus')");
  const titles = Array.from({ length: TITLES }, (_, at) => {
    const name = at < NAMED ? `Film ${at}` : `Titel ${at}`;
    const search = searchVector({
      name,
      description: `Ein Film ${ANIMALS}`,
      keywords: [],
      subjects: [],
      publisher: 'Haus',
    });
    return { number: `N${at}`, name, search };
  });
  await database.query(
    `insert into licences.title (number, name, publisher_id, kind, rights, sort_key, search)
     select number, name, (select id from licences.publisher), 'VIDEO', '{STREAM}', lower(name), search
     from json_to_recordset($1) as x(number text, name text, search tsvector)`,
    [JSON.stringify(titles)],
  );
  await database.query('vacuum analyze licences.title');
});
afterAll(() => database?.drop());

/**
 * Returns how many statements a page takes, and how many titles they read for it, found or not. Those of the page
 * itself are read again.
 */
async function workOf(
  text: string,
  after: TitlePlace | null = null,
  frequent?: FrequentWords,
): Promise<{ statements: number; read: number }> {
  let statements = 0;
  let read = 0;
  const session = {
    async query({ text }: Statement, values: unknown[]) {
      statements += 1;
      const [row] = await database.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
        `explain (analyze, format json, timing off, costs off) ${text}`,
        values,
      );
      for (const node of nodesOf(row?.['QUERY PLAN'][0]?.Plan as PlanNode) as ReadNode[]) {
        if (node['Relation Name'] !== 'title') continue;
        const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
        read += node['Actual Loops'] * (each + (node['Rows Removed by Index Recheck'] ?? 0));
      }
      return database.query(text, values);
    },
  } as unknown as Session;
  await listTitles(session, { search: searchOf(text), filter: {}, first: 20, after }, frequent);
  return { statements, read };
}

type ReadNode = PlanNode & {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
};

test('a word that every title has costs no more than its best places: one statement, and the titles that have it in their names', async () => {
  const { statements, read } = await workOf('Film');
  expect(statements).toBe(1);
  expect(read).toBeLessThanOrEqual(3 * NAMED);
});

test('a page far behind reads none of the ranks before it', async () => {
  const { read } = await workOf('Film', { rank: 7, sortKey: 'titel 4980', id: '1' });
  expect(read).toBeLessThanOrEqual(TITLES + 50);
});

test('as many words as may be sent, all of them short and in no title, or in one: one statement, and hardly a title', async () => {
  const letters = [...'bcdghjkopqrvwxyz'];
  const words = letters.flatMap((one) => letters.map((other) => `${one}${other}`)).slice(0, 99);
  for (const text of [words.join(' '), `Film ${words.join(' ')}`]) {
    expect(searchOf(text)?.words.length).toBeGreaterThanOrEqual(99);
    const { statements, read } = await workOf(text);
    expect({ statements, few: read <= 20 }).toEqual({ statements: 1, few: true });
  }
});

test('letters with each of which every title has a word: hardly a title, as they are no beginnings where they are many', async () => {
  const letters = [...ANIMALS.matchAll(/[A-Z]/g)].join(' ');
  expect(searchOf(letters)?.words).toHaveLength(23);
  expect((await workOf(letters)).read).toBeLessThanOrEqual(20);
});

test('a word that every title has, and no name: as many titles are read as fill the page, on any page of the list', async () => {
  const frequent = await findFrequentWords(database);
  const { statements, read } = await workOf('Ein', null, frequent);
  expect({ statements, few: read <= 10 * 21 }).toEqual({ statements: 2, few: true });
  const further = await workOf('Ein', { rank: 7, sortKey: 'titel 3', id: '1' }, frequent);
  expect(further.read).toBeLessThanOrEqual(10 * 21);
});

test('words that many titles have, and none has together: three statements, and hardly a title', async () => {
  const steps = { byName: Array.from({ length: 500 }, (_, at) => `titel ${at}`).sort(), newest: [] };
  const frequent: FrequentWords = {
    titles: 1_000_000,
    words: ['film', 'haus', 'quark'],
    shares: [0.5, 0.5, 0.5],
    steps,
  };
  const { statements, read } = await workOf('Film Haus Quark', null, frequent);
  expect({ statements, few: read <= 1_100 }).toEqual({ statements: 3, few: true });
});

test('a word that some thousand titles have: no more are read than are expected to fill the page, of any part of the list', async () => {
  const names = Array.from({ length: TITLES }, (_, at) => (at < NAMED ? `film ${at}` : `titel ${at}`)).sort();
  const steps = { byName: names.filter((_, at) => at % 100 === 0), newest: [] };
  const frequent: FrequentWords = { titles: 1_000_000, words: ['ein'], shares: [0.01], steps };
  const [first, further] = [
    await workOf('Ein', null, frequent),
    await workOf('Ein', { rank: 7, sortKey: 'titel 3', id: '1' }, frequent),
  ];
  expect([first.read <= 300, further.read <= 400]).toEqual([true, true]);
});

test('as long compounds as fit in 500 characters, in quotation marks or not: one statement, and hardly a title', async () => {
  // As PostgreSQL plans it for 60,000 titles: to read 5,000 seems cheaper to it than to look so much up.
  await database.query('set enable_seqscan = off');
  const compounds =
    'Naturwissenschaftsunterricht Binnenhandelspolitik Wasserkraftwerksanlage Bevölkerungsgeographie Straßenverkehrsordnungen Nahrungsmittelproduktion Bundesverfassungsgericht Photographieausstellung Flüssigkeitsaustausche Kommunikationswissenschaften Fotosyntheseleistungen Gleichstrommotorregler Sonnenenergiegewinnung Landschaftspflegeverbände Krankenversicherungsbeitrag Weltwirtschaftskrisen Industriegesellschaften Lebensmitteltechnologie';
  for (const text of [compounds, `"${compounds}"`, `Film -${compounds.replaceAll(' ', ' -')}`]) {
    expect(text.length).toBeLessThanOrEqual(500);
    const { statements, read } = await workOf(text);
    expect({ statements, few: read <= 3 * NAMED }).toEqual({ statements: 1, few: true });
  }
  await database.query('reset enable_seqscan');
});
