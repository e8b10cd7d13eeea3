/** Filters and facets of titles of chance are what a recount in plain code says, and so are orders and their pages. */
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { USAGE_RIGHTS } from '../../../access/right';
import { SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { Session } from '../../subgraph/database/session';
import { TitleKind } from '../../subgraph/schema/enums';
import { titles } from '../import/import-titles';
import type { FrequentWords } from '../search/frequent-words';
import { searchOf } from '../search/search';
import { TITLE_FACETS, type TitleFacetName } from '../title/facet-names';
import type { TitleFilter } from '../title/title-filter';
import { filterValues } from '../title/title-filter-conditions';
import { TITLE_ORDERS, type TitleOrderName, type TitlePlace } from '../title/title-page';
import { countTitles, listTitles } from '../title/title-queries';
import { COMPETENCES } from '../vocabulary/competences';
import { SCHOOL_TYPES } from '../vocabulary/school-types';
import { AGE_RATINGS, DURATIONS } from './facet-values';
import { countTitleFacets } from './title-facet-queries';

let database: TestDatabase;
let source: DataSource;
let session: Session;

const SUBJECT_CODES = ['240', '24002', '2400206', '200', '20001', '99901'];
const DAYS = ['2026-01-01', '2026-03-29', '2026-08-01', '2026-08-02'];
const YEARS = [1999, 2010, 2026];
const SECONDS = [1, 300, 301, 900, 901, 5_000];

const some = <T>(values: readonly T[], maxLength = 3) => fc.uniqueArray(fc.constantFrom(...values), { maxLength });
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const arbitraryTitle = fc
  .record({
    name: fc.constantFrom('Biene', 'Biene und Wespe', 'Delta', 'Eiszeit'),
    publisher: fc.constantFrom('Filmwerk Süd', 'Filmhaus'),
    kind: fc.constantFrom(...Object.values(TitleKind)),
    subjects: some(SUBJECT_CODES),
    competences: some(COMPETENCES.map(({ code }) => code)),
    schoolTypes: some(SCHOOL_TYPES),
    languages: fc.uniqueArray(fc.constantFrom('de', 'en', 'fr'), { minLength: 1, maxLength: 2 }),
    rights: fc.uniqueArray(fc.constantFrom(...USAGE_RIGHTS), { minLength: 1, maxLength: 3 }),
    gradeFrom: perhaps(fc.integer({ min: 0, max: 6 })),
    gradeUntil: perhaps(fc.integer({ min: 6, max: 13 })),
    ageRating: perhaps(fc.constantFrom(...AGE_RATINGS)),
    durationSeconds: perhaps(fc.constantFrom(...SECONDS)),
    year: perhaps(fc.constantFrom(...YEARS)),
    openLicence: perhaps(fc.constantFrom('CC-BY-4.0', 'All rights reserved')),
    addedOn: fc.constantFrom(...DAYS),
  })
  .map((title) => JSON.parse(JSON.stringify(title)) as Naive);

interface Naive {
  readonly number: string;
  readonly name: string;
  readonly publisher: string;
  readonly kind: string;
  readonly subjects: string[];
  readonly competences: string[];
  readonly schoolTypes: string[];
  readonly languages: string[];
  readonly rights: string[];
  readonly gradeFrom?: number;
  readonly gradeUntil?: number;
  readonly ageRating?: number;
  readonly durationSeconds?: number;
  readonly year?: number;
  readonly openLicence?: string;
  readonly addedOn: string;
}

const arbitraryFilter: fc.Arbitrary<TitleFilter> = fc.record({
  subjectCodes: perhaps(fc.uniqueArray(fc.constantFrom(...SUBJECT_CODES), { minLength: 1, maxLength: 2 })),
  kinds: perhaps(fc.uniqueArray(fc.constantFrom(...Object.values(TitleKind)), { minLength: 3 })),
  grade: perhaps(fc.integer({ min: 0, max: 13 })),
  schoolTypes: perhaps(fc.uniqueArray(fc.constantFrom(...SCHOOL_TYPES), { minLength: 2 })),
  competences: perhaps(fc.uniqueArray(fc.constantFrom('1', '2', '3', '4.1'), { minLength: 2 })),
  publisher: perhaps(fc.constantFrom('Filmwerk Süd', 'Filmhaus')),
  language: perhaps(fc.constantFrom('de', 'en')),
  maximumAgeRating: perhaps(fc.constantFrom(...AGE_RATINGS)),
  minimumDuration: perhaps(fc.constantFrom(...SECONDS)),
  maximumDuration: perhaps(fc.constantFrom(...SECONDS)),
  yearFrom: perhaps(fc.constantFrom(...YEARS)),
  yearUntil: perhaps(fc.constantFrom(...YEARS)),
  right: perhaps(fc.constantFrom(...USAGE_RIGHTS)),
  openLicence: perhaps(fc.boolean()),
  addedSince: perhaps(fc.constantFrom(...DAYS.map(instantOf))),
});

const WORLD: Naive[] = fc
  .sample(arbitraryTitle, { numRuns: 400, seed: 1 })
  .map((title, at) => ({ ...title, at: String(at).padStart(3, '0') }))
  .map(({ at, ...title }) => ({ ...title, name: `${title.name} ${at}`, number: `T${at}` }));

beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'facets' });
  await run(database.ownerUrl, titles, WORLD);
  session = new Session(source, { kind: 'lms', subject: 'test', scopes: SCOPES_OF_KIND.lms, bound: [] });
});
afterAll(async () => {
  await session?.end();
  await source?.destroy();
  await database?.drop();
});

function instantOf(day: string): Date {
  return new Date(`${day}T00:00:00+0${day >= '2026-03-30' ? 2 : 1}:00`);
}

const under = (codes: readonly string[], code: string) => codes.some((one) => one.startsWith(code));
const isOpen = ({ openLicence }: Naive) => openLicence === 'CC-BY-4.0';

/** By facet, whether a title fits what the filter says of it; the last one is of no facet. */
const FITS: Readonly<Record<TitleFacetName | 'NEW', (title: Naive, filter: TitleFilter) => boolean>> = {
  SUBJECT: ({ subjects }, { subjectCodes: asked }) => !asked || asked.some((code) => under(subjects, code)),
  GRADE: ({ gradeFrom, gradeUntil }, { grade }) =>
    grade == null ||
    ((gradeFrom !== undefined || gradeUntil !== undefined) && (gradeFrom ?? 0) <= grade && grade <= (gradeUntil ?? 13)),
  SCHOOL_TYPE: ({ schoolTypes }, { schoolTypes: asked }) => !asked || asked.some((one) => schoolTypes.includes(one)),
  KIND: ({ kind }, { kinds }) => !kinds || kinds.includes(kind as TitleKind),
  PUBLISHER: ({ publisher }, { publisher: asked }) => asked == null || publisher === asked,
  LANGUAGE: ({ languages }, { language }) => language == null || languages.includes(language),
  AGE_RATING: ({ ageRating }, { maximumAgeRating: most }) =>
    most == null || (ageRating !== undefined && ageRating <= most),
  DURATION: ({ durationSeconds: seconds }, { minimumDuration: least, maximumDuration: most }) =>
    (least == null || (seconds !== undefined && seconds >= least)) &&
    (most == null || (seconds !== undefined && seconds <= most)),
  YEAR: ({ year }, { yearFrom, yearUntil }) =>
    (yearFrom == null || (year !== undefined && year >= yearFrom)) &&
    (yearUntil == null || (year !== undefined && year <= yearUntil)),
  COMPETENCE: ({ competences }, { competences: asked }) => !asked || asked.some((code) => under(competences, code)),
  RIGHT: ({ rights }, { right }) => right == null || rights.includes(right),
  OPEN_LICENCE: (title, { openLicence }) => openLicence == null || isOpen(title) === openLicence,
  NEW: ({ addedOn }, { addedSince }) => addedSince == null || instantOf(addedOn) >= addedSince,
};

/** The filter that a value stands for. */
const FILTER_OF: Readonly<Record<TitleFacetName, (value: string) => TitleFilter>> = {
  SUBJECT: (value) => ({ subjectCodes: [value] }),
  GRADE: (value) => ({ grade: Number(value) }),
  SCHOOL_TYPE: (value) => ({ schoolTypes: [value as 'GYMNASIUM'] }),
  KIND: (value) => ({ kinds: [value as TitleKind] }),
  PUBLISHER: (value) => ({ publisher: value }),
  LANGUAGE: (value) => ({ language: value }),
  AGE_RATING: (value) => ({ maximumAgeRating: Number(value) }),
  DURATION: (value) => {
    const { from, until } = DURATIONS.find((one) => one.value === value) ?? { from: -1, until: -1 };
    return { minimumDuration: from, maximumDuration: until };
  },
  YEAR: (value) => ({ yearFrom: Number(value), yearUntil: Number(value) }),
  COMPETENCE: (value) => ({ competences: [value] }),
  RIGHT: (value) => ({ right: value as 'STREAM' }),
  OPEN_LICENCE: (value) => ({ openLicence: value === 'true' }),
};

const CANDIDATES: Readonly<Record<TitleFacetName, readonly string[]>> = {
  SUBJECT: ['200', '20001', '240', '24002', '2400206', '999', '99901'],
  GRADE: Array.from({ length: 14 }, (_, grade) => `${grade}`),
  SCHOOL_TYPE: SCHOOL_TYPES,
  KIND: Object.values(TitleKind),
  PUBLISHER: ['Filmwerk Süd', 'Filmhaus'],
  LANGUAGE: ['de', 'en', 'fr'],
  AGE_RATING: AGE_RATINGS.map(String),
  DURATION: DURATIONS.map(({ value }) => value),
  YEAR: YEARS.map(String),
  COMPETENCE: COMPETENCES.map(({ code }) => code),
  RIGHT: USAGE_RIGHTS,
  OPEN_LICENCE: ['true', 'false'],
};

const ALL = [...TITLE_FACETS, 'NEW'] as const;
const isFound = ({ name }: Naive, search: string | null) => search === null || name.startsWith(search);
const fits = (title: Naive, filter: TitleFilter, but?: TitleFacetName) =>
  ALL.every((facet) => facet === but || FITS[facet](title, filter));

const arbitraryList = fc.record({ filter: arbitraryFilter, search: fc.constantFrom(null, 'Biene') });

test('a filter leaves what fits, and each facet counts what its values would leave', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryList, async ({ filter, search }) => {
      const list = { filter, search: searchOf(search) };
      expect(await countTitles(session, list)).toBe(
        WORLD.filter((one) => isFound(one, search) && fits(one, filter)).length,
      );
      const counted = await countTitleFacets(session, list, TITLE_FACETS, 'true', filterValues(list), 0);
      expect(counted.every(({ isExact }) => isExact)).toBe(true);
      for (const facet of TITLE_FACETS) {
        const had = WORLD.filter((one) => isFound(one, search) && fits(one, filter, facet));
        const expected = CANDIDATES[facet]
          .map((value) => [value, had.filter((one) => FITS[facet](one, FILTER_OF[facet](value))).length] as const)
          .filter(([, count]) => count > 0);
        const told = counted.filter((one) => one.facet === facet).map(({ value, count }) => [value, count] as const);
        expect({ facet, values: new Map(told) }).toEqual({ facet, values: new Map(expected) });
      }
    }),
    { numRuns: 60 },
  );
});

test('where more are found than are counted, a sample says how many there are, and that it does', async () => {
  const list = { filter: {}, search: null };
  const counts = async (most?: number, expected = 0) => {
    const values = filterValues(list);
    const counted = await countTitleFacets(database, list, ['KIND', 'LANGUAGE'], 'true', values, expected, most);
    return { values: new Map(counted.map(({ value, count }) => [value, count])), counted };
  };
  await database.query(
    `insert into licences.title (number, name, publisher_id, kind, rights, sort_key, languages)
     select 'many ' || n, 'Viele', (select min(id) from licences.publisher), case when n % 4 = 0 then 'AUDIO' else 'VIDEO' end, '{STREAM}',
       'viele', case when n % 10 = 0 then '{tr}'::text[] else '{de}' end from generate_series(1, 20000) n`,
  );
  await database.query('analyze licences.title');
  const [exact, told, again] = [await counts(), await counts(2_000), await counts(2_000)];
  const ways = [told, again, await counts(2_000, Infinity)];
  const wrong = await counts(15_000, Infinity);
  const few = await counts(undefined, Infinity);
  await database.query("delete from licences.title where number like 'many %'");
  expect(exact.counted.every(({ isExact }) => isExact)).toBe(true);
  expect(told.counted.some(({ isExact }) => isExact)).toBe(false);
  for (const one of ways) expect(one).toEqual(told);
  expect(few).toEqual(exact);
  expect(wrong.counted.some(({ isExact }) => isExact)).toBe(false);
  for (const [value, share] of Object.entries({ AUDIO: 0.25, VIDEO: 0.75, tr: 0.1, de: 0.9 })) {
    expect((exact.values.get(value) ?? 0) / 20_000).toBeCloseTo(share, 1);
    expect((told.values.get(value) ?? 0) / (exact.values.get(value) ?? 0)).toBeCloseTo(1, 0);
  }
});

test('the filter that a value stands for lists as many titles as are counted', async () => {
  const counted = await countTitleFacets(
    session,
    { filter: {}, search: null },
    TITLE_FACETS,
    'true',
    filterValues({ filter: {} }),
    0,
  );
  for (const { facet, value, count } of counted) {
    const filter = FILTER_OF[facet as TitleFacetName](value);
    expect({ facet, value, count: await countTitles(session, { filter, search: null }) }).toEqual({
      facet,
      value,
      count,
    });
  }
});

async function allOf(
  order: TitleOrderName,
  filter: TitleFilter,
  search: string | null,
  first: number,
  frequent: FrequentWords,
) {
  const numbers: string[] = [];
  let after: TitlePlace | null = null;
  for (;;) {
    const { rows, ranks } = await listTitles(
      session,
      { filter, search: searchOf(search), order, first, after },
      frequent,
    );
    numbers.push(...rows.slice(0, first).map(({ number }) => number));
    const last = rows[first - 1];
    if (rows.length <= first || !last) return numbers;
    const rank = order === 'NEWEST' ? last.addedAt.getTime() : (ranks[first - 1] as number);
    after = { rank, sortKey: last.sortKey, id: last.id };
  }
}

/** What statistics may say, right or wrong: of the catalogue, of words and of what lists are narrowed by. */
const arbitraryStatistics: fc.Arbitrary<FrequentWords> = fc
  .record({
    titles: fc.constantFrom(0, 30, 400, 1e9),
    shares: fc.dictionary(
      fc.constantFrom(
        ...['=biene', '=delta', '=wespe', 'biene', 'delta', 'wespe', 'kind:VIDEO', 'language:de', 'language:en'],
        ...['publisher:Filmhaus', 'competence:1', 'competence:4.1', ...SUBJECT_CODES.map((code) => `code:${code}`)],
      ),
      fc.constantFrom(0.01, 0.3, 0.9),
    ),
  })
  .map(({ titles, shares }) => {
    const words = Object.keys(shares).sort();
    const steps = { byName: ['biene 1', 'biene 7', 'delta 3'], newest: DAYS.map((day) => Date.parse(day)).reverse() };
    return { titles, words, shares: words.map((word) => shares[word] as number), steps };
  });

test('each order lists every title once, whatever the size of its pages and whatever statistics say', async () => {
  const byName = (a: Naive, b: Naive) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1);
  const byAge = (a: Naive, b: Naive) => (a.addedOn === b.addedOn ? byName(a, b) : a.addedOn < b.addedOn ? 1 : -1);
  await fc.assert(
    fc.asyncProperty(
      arbitraryList,
      fc.constantFrom(...TITLE_ORDERS),
      fc.integer({ min: 1, max: 90 }),
      arbitraryStatistics,
      async ({ filter, search }, order, first, frequent) => {
        const found = WORLD.filter((one) => isFound(one, search) && fits(one, filter));
        const sorted = found.toSorted(order === 'NEWEST' ? byAge : byName).map(({ number }) => number);
        expect(await allOf(order, filter, search, first, frequent)).toEqual(sorted);
        expect(await countTitles(session, { filter, search: searchOf(search) }, frequent)).toBe(sorted.length);
      },
    ),
    { numRuns: 100 },
  );
});
