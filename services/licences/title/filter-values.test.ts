import type { DataSource } from 'typeorm';
import { SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { type InvalidationFeed, NO_INVALIDATION_FEED } from '../../subgraph/cache/invalidation-feed';
import type { SubgraphContext } from '../../subgraph/context';
import { Session } from '../../subgraph/database/session';
import { titles } from '../import/import-titles';
import { checkFilter } from './filter-values';
import type { TitleFilter } from './title-filter';
import { listTitles } from './title-queries';

let database: TestDatabase;
let source: DataSource;
let session: Session;

const KINDS = 'VIDEO, AUDIO, IMAGE, DOCUMENT, PROGRAM, INTERACTIVE, WEB_PAGE, OTHER';

beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'filter' });
  await run(database.ownerUrl, titles, [
    title('from 5', { gradeFrom: 5, subjects: ['Biologie', 'Sachunterricht'] }),
    title('until 6', { gradeUntil: 6, subjects: ['Chemie'], ageRating: 6 }),
    title('7 to 9', { gradeFrom: 7, gradeUntil: 9, publisher: 'Filmhaus' }),
    title('without grades', {}),
  ]);
  session = new Session(source, { kind: 'lms', subject: 'test', scopes: SCOPES_OF_KIND.lms, bound: [] });
});
afterAll(async () => {
  await session?.end();
  await source?.destroy();
  await database?.drop();
});

function title(name: string, rest: object): object {
  return { number: name.replaceAll(' ', '-'), name, kind: 'VIDEO', publisher: 'Filmwerk Süd', ...rest };
}

function contextOf(changes: InvalidationFeed = NO_INVALIDATION_FEED): SubgraphContext {
  return { session, changes, readGeneration: changes.generation() } as SubgraphContext;
}

test.each<[number, string[]]>([
  [0, ['until 6']],
  [4, ['until 6']],
  [5, ['from 5', 'until 6']],
  [7, ['7 to 9', 'from 5']],
  [13, ['from 5']],
])(
  'grade %i: an end that is not stated is open, and a title without grades is for none that is known',
  async (grade, names) => {
    const { rows } = await listTitles(session, { search: null, filter: { grade }, first: 20, after: null });
    expect(rows.map(({ name }) => name)).toEqual(names);
  },
);

test.each<[TitleFilter, string]>([
  [{ kinds: [] }, `filter.kinds: empty. Omit it for all, or name some of: ${KINDS}.`],
  [{ subjects: [] }, 'filter.subjects: empty. Omit it for all.'],
  [{ grade: 99 }, 'filter.grade: must be between 0 and 13; got 99.'],
  [{ grade: -1 }, 'filter.grade: must be between 0 and 13; got -1.'],
  [{ maximumAgeRating: 99 }, 'filter.maximumAgeRating: must be between 0 and 18; got 99.'],
  [{ subjects: ['Chemie', 'biologie'] }, 'filter.subjects[1]: no title has the subject “biologie”. Write “Biologie”.'],
  [
    { subjects: ['Chem'] },
    'filter.subjects[0]: no title has the subject “Chem”. Known: Chemie, Biologie, Sachunterricht.',
  ],
  [
    { publisher: 'Filmwerk' },
    'filter.publisher: no title has the publisher “Filmwerk”. Known: Filmhaus, Filmwerk Süd.',
  ],
  [{ language: 'xx' }, 'filter.language: no title has the language “xx”. Known: de.'],
])('%j is refused, and what is known is named', async (filter, message) => {
  await expect(checkFilter(contextOf(), filter)).rejects.toMatchObject({
    message,
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

test.each<TitleFilter>([
  {},
  { subjects: null, kinds: null, grade: null, publisher: null, language: null, maximumAgeRating: null },
  { subjects: ['Biologie'], kinds: ['AUDIO'], grade: 0, publisher: 'Filmhaus', language: 'de', maximumAgeRating: 10 },
])('%j is let through', async (filter) => {
  await expect(checkFilter(contextOf(), filter)).resolves.toBeUndefined();
});

test('what is known is read once, until the catalogue changes', async () => {
  let generation = 1;
  const changes = {
    ...NO_INVALIDATION_FEED,
    generation: () => generation,
    changedSince: (since: number) => since < generation,
  };
  const query = jest.spyOn(session, 'query');
  await checkFilter(contextOf(changes), { subjects: ['Biologie'] });
  await checkFilter(contextOf(changes), { publisher: 'Filmhaus', language: 'de' });
  expect(query).toHaveBeenCalledTimes(1);
  generation = 2;
  await checkFilter(contextOf(changes), { language: 'de' });
  expect(query).toHaveBeenCalledTimes(2);
  query.mockRestore();
});
