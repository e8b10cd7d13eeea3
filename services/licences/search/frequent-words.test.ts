/** Words that many titles have are found in the order of the list: sooner, and the same. */
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { Session } from '../../subgraph/database/session';
import { titles } from '../import/import-titles';
import { listTitles, TITLE_ORDERS, type TitleOrderName, type TitlePlace } from '../title/title-queries';
import { type FrequentWords, findFrequentWords, NONE_FREQUENT, titlesAhead } from './frequent-words';
import { searchOf } from './search';

let database: TestDatabase;
let source: DataSource;
let session: Session;

/** In so many texts, so often in names, and at the beginning of one in so many names. */
const WORDS = { Biene: [2, 3, 5], Ausbruch: [3, 7, 11], Vulkanausbruch: [4, 6, 9], Delta: [25, 50, 100] } as const;

const TITLES = Array.from({ length: 300 }, (_, at) => {
  const of = (place: 0 | 1 | 2) =>
    Object.entries(WORDS).flatMap(([word, each]) => (at % each[place] === 0 ? [word] : []));
  return {
    number: `T${at}`,
    name: [...of(2), `Titel ${(at * 7) % 300}`, ...of(1)].join(' '),
    description: of(0).join(' '),
    publisher: 'Haus',
    kind: 'VIDEO',
    addedOn: `2026-0${1 + (at % 3)}-01`,
  };
});

/** Far more titles than there are: so every search goes some of them through before it looks anything up. */
const AS_IF_OF_MILLIONS: FrequentWords = {
  titles: 1e9,
  words: [
    '=ausbruch',
    '=biene',
    '=delta',
    '=vulkanausbruch',
    '~ausbruch',
    'ausbruch',
    'biene',
    'delta',
    'vulkanausbruch',
  ],
  shares: Array.from({ length: 9 }, () => 0.9),
};

beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'frequent words' });
  await run(database.ownerUrl, titles, TITLES);
  session = newSession();
});
afterAll(async () => {
  await session?.end();
  await source?.destroy();
  await database?.drop();
});

/** It reads all as of one instant. */
function newSession(): Session {
  return new Session(source, { kind: 'lms', subject: 'test', scopes: SCOPES_OF_KIND.lms, bound: [] });
}

async function allOf(text: string, order: TitleOrderName, first: number, frequent: FrequentWords): Promise<string[]> {
  const found: string[] = [];
  let after: TitlePlace | null = null;
  for (;;) {
    const page = { search: searchOf(text), filter: {}, order, first, after };
    const { rows, ranks } = await listTitles(session, page, frequent);
    found.push(...rows.slice(0, first).map(({ number }, at) => `${ranks[at]} ${number}`));
    const last = rows[first - 1];
    if (rows.length <= first || !last) return found;
    const rank = order === 'NEWEST' ? last.addedAt.getTime() : (ranks[first - 1] as number);
    after = { rank, sortKey: last.sortKey, id: last.id };
  }
}

test('whether titles are gone through or looked up, a search finds the same on every page', async () => {
  const search = fc.constantFrom(
    ...Object.keys(WORDS),
    'Bie',
    'Ausbruch Biene',
    'Vulkanausbruch Delta',
    'Biene -Delta',
    'T7',
  );
  await fc.assert(
    fc.asyncProperty(
      search,
      fc.constantFrom(...TITLE_ORDERS),
      fc.integer({ min: 1, max: 40 }),
      async (text, order, first) => {
        const lookedUp = await allOf(text, order, first, NONE_FREQUENT);
        expect(lookedUp.length).toBeGreaterThan(0);
        expect(new Set(lookedUp).size).toBe(lookedUp.length);
        expect(await allOf(text, order, first, AS_IF_OF_MILLIONS)).toEqual(lookedUp);
      },
    ),
    { numRuns: 40 },
  );
});

test('what many titles have is gone through: never more than there are, and never more than 5,000', () => {
  const frequent: FrequentWords = {
    titles: 1_000_000,
    words: ['few', 'quarter', 'quarters', 'tenth'],
    shares: [0.005, 0.25, 0.1, 0.1],
  };
  const ahead = (query: string) => titlesAhead(frequent, query, 21);
  for (const query of ["'quarter'", "'quarter':*", "('quarter' & ('tenth' | 'none'))", "'few' | 'tenth'"])
    expect({ query, ahead: ahead(query) }).toEqual({ query, ahead: 5_000 });
  expect(titlesAhead({ ...frequent, titles: 10_000 }, "'quarter'", 21)).toBe(2_500);
  expect(titlesAhead({ ...frequent, titles: 10_000 }, "'quarter' & 'tenth'", 1)).toBe(250);
});

test('what few titles have is looked up, and everything where the catalogue is small or unknown', () => {
  const frequent: FrequentWords = { titles: 1_000_000, words: ['few', 'quarter'], shares: [0.005, 0.25] };
  for (const query of ["'few'", "'none'", "'quarter' & 'few'", "'quarter' & 'none':*"])
    expect({ query, ahead: titlesAhead(frequent, query, 21) }).toEqual({ query, ahead: 0 });
  expect(titlesAhead(frequent, "'quarter'", 5_000)).toBe(0);
  expect(titlesAhead({ ...frequent, titles: 1_000 }, "'quarter'", 21)).toBe(0);
  expect(titlesAhead({ ...frequent, titles: -1 }, "'quarter'", 21)).toBe(0);
  expect(titlesAhead(NONE_FREQUENT, "'quarter'", 21)).toBe(0);
});

test('the statistics tell how many titles have a word', async () => {
  await database.query('analyze licences.title');
  await session.end();
  session = newSession();
  const { titles: count, words, shares } = await findFrequentWords(session);
  expect(count).toBe(TITLES.length);
  expect(words).toEqual(words.toSorted((one, other) => (one < other ? -1 : 1)));
  expect(shares[words.indexOf('titel')]).toBeCloseTo(1);
  expect(shares[words.indexOf('=biene')]).toBeCloseTo(
    TITLES.filter(({ name }) => name.includes('Biene')).length / TITLES.length,
    2,
  );
});
