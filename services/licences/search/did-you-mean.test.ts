/** What is offered where a search finds nothing, and the words that it is made of: they come and go with titles. */
import type { DataSource } from 'typeorm';
import { SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { Session } from '../../subgraph/database/session';
import { titles } from '../import/import-titles';
import { listTitles } from '../title/title-queries';
import { didYouMean } from './did-you-mean';
import { searchOf } from './search';

const NAMES = [
  'Rhythmus und Takt',
  'Flüsse in Europa',
  'Straßen',
  'Vulkanausbrüche',
  'Exoplaneten – Atmosphären',
  'Vereinte Nationen',
  'Blauhelme der Vereinten Nationen',
  'Jahr 1918',
  'Das Moor',
];

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'suggestion' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});
beforeEach(() => store(NAMES.map((name, at) => ({ number: `N${at}`, name }))));
afterEach(() => database.query('delete from licences.title'));

function store(records: readonly { readonly number: string; readonly name: string }[]): Promise<unknown> {
  return run(
    database.ownerUrl,
    titles,
    records.map((one) => ({ kind: 'VIDEO', publisher: 'Haus', ...one })),
  );
}

/** @param isListed which titles the list has, by their names */
async function meant(text: string, isListed: (name: string) => boolean = () => true) {
  const session = new Session(source, { kind: 'lms', subject: 'test', scopes: SCOPES_OF_KIND.lms, bound: [] });
  const tried: string[] = [];
  try {
    const suggested = await didYouMean(session, text, async (other) => {
      tried.push(other);
      const { rows } = await listTitles(session, { search: searchOf(other), filter: {}, first: 20, after: null });
      return rows.some(({ name }) => isListed(name));
    });
    return { suggested, tries: tried.length };
  } finally {
    await session.end();
  }
}

describe('somebody who finds nothing is offered', () => {
  test.each([
    ['Rythmus', 'Rhythmus'],
    ['rythmus', 'rhythmus'],
    ['RYTHMUS', 'Rhythmus'],
    ['Rhytmhus', 'Rhythmus'],
    ['Atmosfären', 'Atmosphären'],
    ['Atmosfaeren', 'Atmosphären'],
    ['Naionen', 'Nationen'],
    ['„Vereinten Naionen“ – die Blauhelne', '„Vereinten Nationen“ – die Blauhelme'],
    ['Ausbrch', 'Ausbruch'],
    ['Vulcanausbrüche -Moor', 'Vulkanausbrüche -Moor'],
  ])('for “%s” the search for “%s”', async (text, suggested) => {
    expect((await meant(text)).suggested).toBe(suggested);
  });

  test.each([
    ['words that titles have, in whatever spelling or form', 'Fluesse Fluss Strasse Vulkanausbruch Vulk'],
    ['words that titles have, though none has all', 'Moor Rhythmus'],
    ['words that are near to none', 'Xylophon'],
    ['one word of two that is near to none', 'Rythmus Xylophon'],
    ['words that are too short or have digits', 'Mor 1981 Jar'],
    ['more words than are looked up', 'Rythmus a b c d e f g h'],
    ['no word', '„…“'],
  ])('nothing for %s', async (_, text) => {
    expect(await meant(text)).toEqual({ suggested: null, tries: 0 });
  });

  test('nothing that finds no title of the list', async () => {
    expect(await meant('Rythmus', (name) => name === 'Das Moor')).toEqual({ suggested: null, tries: 1 });
  });

  test('the next best word where the best finds nothing there, and after three of them none', async () => {
    await store(['Wald', 'Walm', 'Walk', 'Wall'].map((name) => ({ number: name, name })));
    expect(await meant('Walx', (name) => name === 'Wall')).toEqual({ suggested: 'Wall', tries: 3 });
    expect(await meant('Walx', (name) => name === 'Das Moor')).toEqual({ suggested: null, tries: 3 });
  });
});

describe('the words of titles', () => {
  const known = async (word: string) => (await meant(word)).suggested;
  const words = () =>
    database.query<{ word: string; has: boolean }>(
      `select word, exists (select from licences.title t where t.id = w.title_id
         and t.search @@ format('''%s'' | ''~%s''', w.word, w.word)::tsquery) as has
       from licences.title_word w order by word`,
    );

  test('are those of all titles, each once, and go with the last one that has them', async () => {
    const before = await words();
    expect(before.map(({ word }) => word)).toEqual(
      expect.arrayContaining(['blauhelme', 'flüsse', 'vulkan', 'ausbruch', 'vulkanausbrüche', 'haus', 'und']),
    );
    expect(before.filter(({ has }) => !has)).toEqual([]);

    await store([
      { number: 'N0', name: 'Takt' },
      { number: 'N5', name: 'Nationen' },
    ]);
    const after = await words();
    expect(after.filter(({ has }) => !has)).toEqual([]);
    expect(after.map(({ word }) => word)).toEqual(
      before.map(({ word }) => word).filter((word) => !['rhythmus', 'und', 'vereinte'].includes(word)),
    );
    expect(await known('Rythmus')).toBeNull();
    expect(await known('Vereinten Naionen')).toBe('Vereinten Nationen');

    await database.query('delete from licences.title');
    expect(await words()).toEqual([]);
  });

  test('are the same after the same import again', async () => {
    const all = () => database.query('select word, title_id, xmin::text from licences.title_word order by word');
    const before = await all();
    await store(NAMES.map((name, at) => ({ number: `N${at}`, name })));
    expect(await all()).toEqual(before);
  });
});
