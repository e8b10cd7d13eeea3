/** Words that many titles have are found in the order of the list: sooner, and the same. */
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { Session } from '../../subgraph/database/session';
import { titles } from '../import/import-titles';
import { TITLE_ORDERS, type TitleOrderName, type TitlePlace } from '../title/title-page';
import { listTitles } from '../title/title-queries';
import { endOfFirst, type FrequentWords, findFrequentWords, NONE_FREQUENT, titlesAhead } from './frequent-words';
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

/** In two of these places stands a title with all words, so that several words are taken to occur together. */
const STEPS = {
  byName: [
    'biene ausbruch',
    'biene ausbruch vulkanausbruch',
    'biene titel 3',
    'delta',
    'titel 120',
    'titel 2',
    'titel 20',
    'titel 3',
    'titel 9',
  ],
  newest: ['2026-03-01', '2026-02-01', '2026-01-01'].map((day) => Date.parse(day)),
};
/** Far more titles than there are, so that every search scans some of them before it looks anything up. */
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
  steps: STEPS,
};
/** Here it looks hits up at the beginning of the list before it looks up all of them. */
const AS_IF_RARE: FrequentWords = { ...AS_IF_OF_MILLIONS, shares: Array.from({ length: 9 }, () => 0.002) };
/** Here it counts the hits first, and ranks them if they are few. */
const AS_IF_UNKNOWN: FrequentWords = { ...NONE_FREQUENT, titles: 1e9 };
const TOGETHER_NOWHERE: FrequentWords = { ...AS_IF_OF_MILLIONS, steps: NONE_FREQUENT.steps };

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

test('a search finds the same on every page, however its titles are read', async () => {
  const search = fc.constantFrom(
    ...Object.keys(WORDS),
    'Bie',
    'Ausbruch Biene',
    'Vulkanausbruch Delta',
    'Biene -Delta',
    'Biene Ausbrüche',
    'Titel Delta',
    'Tite Bie 3',
    'T7',
  );
  await fc.assert(
    fc.asyncProperty(
      search,
      fc.constantFrom(...TITLE_ORDERS),
      // Pages of one title are among the examples: a property would mostly draw those, and read 300 pages five times.
      fc.integer({ min: 5, max: 40 }),
      async (text, order, first) => {
        const lookedUp = await allOf(text, order, first, NONE_FREQUENT);
        expect(lookedUp.length).toBeGreaterThan(0);
        expect(new Set(lookedUp).size).toBe(lookedUp.length);
        for (const frequent of [AS_IF_OF_MILLIONS, AS_IF_RARE, AS_IF_UNKNOWN, TOGETHER_NOWHERE])
          expect(await allOf(text, order, first, frequent)).toEqual(lookedUp);
      },
    ),
    {
      numRuns: 40,
      examples: [
        ['Vulkanausbruch Delta', 'RELEVANCE', 1],
        ['Biene Ausbrüche', 'TITLE', 1],
        ['Vulkanausbruch', 'NEWEST', 1],
      ],
    },
  );
});

test('what many titles have is gone through: never more than there are, and never more than 5,000', () => {
  const frequent: FrequentWords = {
    titles: 1_000_000,
    words: ['few', 'quarter', 'quarters', 'tenth'],
    shares: [0.005, 0.25, 0.1, 0.1],
    steps: NONE_FREQUENT.steps,
  };
  const ahead = (query: string) => titlesAhead(frequent, query, 21);
  for (const query of ["'quarter'", "'quarter':*", "('quarter' & ('tenth' | 'none'))", "'few' | 'tenth'"])
    expect({ query, ahead: ahead(query) }).toEqual({ query, ahead: 5_000 });
  expect(titlesAhead({ ...frequent, titles: 10_000 }, "'quarter'", 21)).toBe(2_500);
  expect(titlesAhead({ ...frequent, titles: 10_000 }, "'quarter' & 'tenth'", 1)).toBe(250);
});

test('what few titles have is looked up, and everything where the catalogue is small or unknown', () => {
  const frequent: FrequentWords = {
    ...NONE_FREQUENT,
    titles: 1_000_000,
    words: ['few', 'quarter'],
    shares: [0.005, 0.25],
  };
  for (const query of ["'few'", "'none'", "'quarter' & 'few'", "'quarter' & 'none':*"])
    expect({ query, ahead: titlesAhead(frequent, query, 21) }).toEqual({ query, ahead: 0 });
  expect(titlesAhead(frequent, "'quarter'", 5_000)).toBe(0);
  expect(titlesAhead({ ...frequent, titles: 1_000 }, "'quarter'", 21)).toBe(0);
  expect(titlesAhead({ ...frequent, titles: -1 }, "'quarter'", 21)).toBe(0);
  expect(titlesAhead(NONE_FREQUENT, "'quarter'", 21)).toBe(0);
});

test('of what some thousand titles have, those are looked up that are expected to fill the page', () => {
  const steps = { byName: ['a', 'b', 'c', 'd', 'e', 'f'], newest: [9, 7, 5, 3, 1] };
  const frequent: FrequentWords = { titles: 1_000_000, words: ['few', 'some'], shares: [0.003, 0.01], steps };
  expect(endOfFirst(frequent, 'byName', { query: "'some'" }, 21, null)).toBe('b');
  expect(endOfFirst(frequent, 'byName', { query: "'some'" }, 500, null)).toBe('c');
  expect(endOfFirst(frequent, 'byName', { query: "'some'" }, 21, 'cz')).toBe('e');
  expect(endOfFirst(frequent, 'newest', { query: "'some'" }, 21, 6)).toBe(3);
  for (const after of ['ez', 'f', 'z'])
    expect(endOfFirst(frequent, 'byName', { query: "'some'" }, 21, after)).toBeNull();
  expect(endOfFirst(frequent, 'byName', { query: "'few'" }, 21, null)).toBeNull();
  const some = { query: "'some' | 'few'", without: ["'some'"] };
  expect(endOfFirst(frequent, 'byName', some, 21, null)).toBeNull();
  expect(endOfFirst(NONE_FREQUENT, 'byName', { query: "'some'" }, 21, null)).toBeNull();
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
