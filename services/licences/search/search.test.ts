/** What a search finds, and in what order, over the demo's catalogue and names of all kinds. */

import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { type DemoTitle, demoTitles } from '../../../demo/catalogue/titles';
import { DemoCalendar } from '../../../demo/demo-calendar';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { plain } from '../../../test/plain-statement';
import { wordsOf } from '../../../words/words';
import { Session } from '../../subgraph/database/session';
import { titles } from '../import/import-titles';
import type { TitlePlace } from '../title/title-page';
import { countTitles, listTitles } from '../title/title-queries';
import { isFound, searchOf } from './search';

const ODD_NAMES = [
  'L’imparfait',
  '„Faustspiel“ erklärt',
  '»Kabale und Liebe«',
  '1949–1990: Zwei deutsche Staaten',
  '1914-1918',
  'Mensch–Umwelt',
  'COVID-19',
  'Industrie 4.0',
  'Ost/West',
  'www.planet-schule.de',
  'Was ist was?',
  'Die oder das',
  'Gerechtigkeit',
  'Über Gru\u0308ße',
  '…',
  'ΟΔΥΣΣΕΥΣ',
];
const WASSER = [
  { name: 'Chemische Bindung', description: 'Wasser und andere Stoffe.' },
  { name: 'Das Wasser' },
  { name: 'Der Wasserkreislauf' },
  { name: 'Ein Kreislauf', description: 'Vom Grundwasser und von Wasserwerken.' },
  { name: 'Wasser' },
  { name: 'Wasser – Quelle des Lebens' },
  { name: 'Wasserkraft' },
];

let database: TestDatabase;
let source: DataSource;
let numbers = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'search' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

type Texts = { readonly name: string; readonly description?: string };

async function store(texts: readonly Texts[]): Promise<void> {
  const records = texts.map((one) => ({ number: `T${++numbers}`, kind: 'VIDEO', publisher: 'Filmwerk Süd', ...one }));
  await run(database.ownerUrl, titles, records);
}

async function inSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
  const session = new Session(source, { kind: 'lms', subject: 'test', scopes: SCOPES_OF_KIND.lms, bound: [] });
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

/** The names that a search finds, a page of so many after the other. */
async function found(text: string, first = 200): Promise<string[]> {
  const list = { search: searchOf(text), filter: {} };
  return inSession(async (session) => {
    const names: string[] = [];
    let after: TitlePlace | null = null;
    for (;;) {
      const { rows, ranks } = await listTitles(session, { ...list, first, after });
      names.push(...rows.slice(0, first).map(({ name }) => name));
      const last = rows[first - 1];
      if (rows.length <= first || !last) break;
      after = { rank: ranks[first - 1] as number, sortKey: last.sortKey, id: last.id };
    }
    expect(await countTitles(session, list)).toBe(names.length);
    return names;
  });
}

/** Of the texts, those for which a search does not find the title. */
async function missed(session: Session, id: string | undefined, texts: readonly string[]): Promise<string[]> {
  const values: unknown[] = [id];
  const searched = texts.flatMap((text) => {
    const search = searchOf(text);
    return search ? [{ text, condition: isFound(search, values) }] : [];
  });
  if (searched.length === 0) return [];
  const conditions = searched.map(({ condition }) => condition).join(', ');
  const [row] = await session.query(
    plain<{ found: boolean[] }>(`select array[${conditions}] as found from licences.title t where t.id = $1`),
    values,
  );
  return searched.filter((_, at) => row?.found[at] !== true).map(({ text }) => text);
}

const stored = () => database.query<{ id: string; name: string }>('select id, name from licences.title order by id');

describe('every title is found', () => {
  let demo: { id: string; name: string }[];
  beforeAll(async () => {
    await run(database.ownerUrl, titles, demoTitles(new DemoCalendar()).map(asRecord));
    demo = await stored();
  }, 60_000);

  test('by its own full name, by each of its words, and by every beginning of each: the demo’s catalogue', async () => {
    expect(demo.length).toBeGreaterThan(1_000);
    const property = fc.asyncProperty(fc.constantFrom(...demo), fc.nat(), async (title, some) => {
      const words = wordsOf(title.name);
      const word = [...(words[some % words.length] as string)];
      const beginning = word.slice(0, 1 + (some % word.length)).join('');
      const texts = [title.name, title.name.normalize('NFD'), title.name.toLowerCase(), ...words, beginning];
      expect([title.name, await inSession((session) => missed(session, title.id, texts))]).toEqual([title.name, []]);
    });
    await fc.assert(property, { numRuns: 300 });
  }, 120_000);

  test('names of all kinds: likewise', async () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'aäbcdeßéœ19Σςस्a\u0308'), minLength: 1, maxLength: 12 }),
      fc.constantFrom('der', 'die', 'was', 'ist', 'und', '19', 'planet-schule.de'),
    );
    const mark = fc.constantFrom(
      ' ',
      '-',
      '–',
      '/',
      '.',
      ': ',
      '’',
      '“ „',
      '» «',
      '\u00a0',
      ' & ',
      "'",
      '\\',
      ':*',
      ' | ',
    );
    const name = fc
      .array(fc.tuple(mark, word), { minLength: 1, maxLength: 30 })
      .map((parts) => parts.flat().join('').replace(/\s+/g, ' ').trim())
      .filter((text) => text.length > 0 && text.length <= 500);
    const names = [...ODD_NAMES, ...fc.sample(name, { numRuns: 400, seed: 11 })];
    await store(names.map((one) => ({ name: one })));
    const known = new Map((await stored()).map((title) => [title.name, title.id]));
    await inSession(async (session) => {
      for (const one of names) {
        const words = wordsOf(one);
        const texts = [one, ...words, ...words.map((word) => [...word].slice(0, 2).join(''))];
        expect([one, await missed(session, known.get(one.normalize('NFC')), texts)]).toEqual([one, []]);
      }
    });
  }, 120_000);
});

/** What a titles file has of a title of the demo. */
function asRecord({ subjectCode, topic, ...record }: DemoTitle): object {
  void subjectCode;
  void topic;
  return record;
}

describe('a search', () => {
  let last: string | undefined;
  beforeAll(async () => {
    await database.query('delete from licences.title');
    await store([...ODD_NAMES.map((name) => ({ name })), ...WASSER]);
    last = (await stored()).at(-1)?.id;
  });
  // What a test has stored besides.
  afterEach(() => database.query('delete from licences.title where id > $1', [last]));

  test.each([
    ['imparfait', 'L’imparfait'],
    ['Faustspiel', '„Faustspiel“ erklärt'],
    ['Liebe', '»Kabale und Liebe«'],
    ['1990', '1949–1990: Zwei deutsche Staaten'],
    ['1918', '1914-1918'],
    ['Umwelt', 'Mensch–Umwelt'],
    ['19', 'COVID-19'],
    ['4.0', 'Industrie 4.0'],
    ['west', 'Ost/West'],
    ['schule', 'www.planet-schule.de'],
    ['was ist was', 'Was ist was?'],
    ['GRÜßE', 'Über Grüße'],
    ['ΟΔΥΣ', 'ΟΔΥΣΣΕΥΣ'],
  ])('for “%s” finds “%s”', async (text, name) => {
    expect(await found(text)).toContain(name.normalize('NFC'));
  });

  test('finds a word by each of its beginnings', async () => {
    for (let length = 1; length <= 'Gerechtigkeit'.length; length += 1) {
      expect(await found('Gerechtigkeit'.slice(0, length))).toContain('Gerechtigkeit');
    }
  });

  test('finds up to three short words by their beginnings; of more, the last one only', async () => {
    const name = 'Ra ut ek ik Ulm ag by Donau il Mai';
    await store([{ name }]);
    for (const text of ['do ma ul', 'donau ulm i e', 'ra ut ik ag by ma', 'ra ut ik ag by ulm donau', 'RA ULM EK IK U'])
      expect({ text, names: await found(text) }).toEqual({ text, names: [name] });
    for (const text of ['do ma ul di', 'ra ut ik ag by ma do', 'r i e u d']) {
      expect({ text, names: await found(text) }).toEqual({ text, names: [] });
    }
  });

  test('finds other forms of a word, and says of none that it is another word', async () => {
    await store([{ name: 'Vulkan' }, { name: 'Im Wald' }, { name: 'Schule' }, { name: 'Der Schüler' }]);
    expect(await found('Vulkane')).toEqual(['Vulkan']);
    expect(await found('Wälder')).toEqual(['Im Wald']);
    expect(await found('Schüler')).toEqual(['Der Schüler']);
    expect(await found('Schule')).toEqual(['Schule', 'www.planet-schule.de']);
  });

  test('finds a compound by its parts, and parts by the compound; whole words come first', async () => {
    const description = 'Wie ein Vulkan entsteht, und was beim Ausbruch geschieht.';
    await store([
      { name: 'Vulkanausbrüche' },
      { name: 'Film' },
      { name: 'Der Spielfilm' },
      { name: 'Erde', description },
    ]);
    expect(await found('Ausbruch')).toEqual(['Vulkanausbrüche', 'Erde']);
    expect(await found('Ausbrüche')).toEqual(['Vulkanausbrüche', 'Erde']);
    expect(await found('Ausbr')).toEqual(['Vulkanausbrüche', 'Erde']);
    expect(await found('Vulkanausbruch')).toEqual(['Vulkanausbrüche', 'Erde']);
    expect(await found('Vulkan Ausbruch')).toEqual(['Vulkanausbrüche', 'Erde']);
    expect((await found('Film')).slice(0, 2)).toEqual(['Film', 'Der Spielfilm']);
    expect(await found('Spielberg')).toEqual([]);
  });

  test('has the whole word before its parts, in names and in other texts', async () => {
    await store([
      { name: 'A', description: 'Ein Kinderchor' },
      { name: 'Kinderchor' },
      { name: 'Z', description: 'Ein Chor' },
      { name: 'Zuletzt: Chor' },
    ]);
    expect(await found('Chor')).toEqual(['Zuletzt: Chor', 'Kinderchor', 'Z', 'A']);
  });

  test('has names before other texts, even a part of a word before a whole one', async () => {
    await store([
      { name: 'A', description: 'Gletscher' },
      { name: 'Z: der Gletscher' },
      { name: 'Zur Gletscherschmelze' },
    ]);
    expect(await found('Gletscher')).toEqual(['Z: der Gletscher', 'Zur Gletscherschmelze', 'A']);
  });

  test('needs no “der” and “von” where there are other words', async () => {
    await store([{ name: 'Die Lichtgeschwindigkeit' }, { name: 'Der von Bonhoeffer' }]);
    expect(await found('Geschwindigkeit des Lichts')).toEqual(['Die Lichtgeschwindigkeit']);
    expect(await found('des und vom')).toEqual([]);
    expect(await found('Was ist was')).toEqual(['Was ist was?']);
    expect(await found('der von')).toEqual(['Der von Bonhoeffer']);
  });

  test('leaves out titles with a word that has a hyphen before it', async () => {
    await store([{ name: 'Plastik' }, { name: 'Plastik im Meer' }, { name: 'Plastik in den Meeren' }]);
    expect(await found('Plastik -Meer')).toEqual(['Plastik']);
    expect(await found('Plastik -meere')).toEqual(['Plastik']);
    expect(await found('Plastik-Meer')).toEqual(['Plastik im Meer', 'Plastik in den Meeren']);
    expect(await found('-1918')).toEqual(['1914-1918']);
    expect((await found('Plastik - Meer')).length).toBe(2);
  });

  test('finds words in quotation marks where they stand one after the other, in one text', async () => {
    await store([
      { name: 'Leben im Kloster' },
      { name: 'Im Kloster leben', description: 'Kein leichtes Leben im alten Kloster.' },
      { name: 'Das Leben', description: 'Im Kloster.' },
      { name: 'Alltag', description: 'Mönche und ihr Leben im Kloster' },
    ]);
    for (const text of ['"Leben im Kloster"', '„leben im kloster“', '»Leben im Kloster«', '“Leben im  KLOSTER”'])
      expect(await found(text)).toEqual(['Leben im Kloster', 'Alltag']);
    expect((await found('Leben im Kloster')).length).toBe(4);
    expect(await found('"Leben im" Mönche')).toEqual(['Alltag']);
    expect(await found('"Leben im Kloster" -Mönche')).toEqual(['Leben im Kloster']);
    expect(await found('"im Leben"')).toEqual([]);
    expect((await found('"Leben im Kloster')).length).toBe(4);
    expect((await found('"Kloster"')).length).toBe(4);
    await store([{ name: 'Große Flüsse' }]);
    expect(await found('"grosse Fluesse"')).toEqual(['Große Flüsse']);
  });

  test('finds compounds that share a part, in titles and in searches', async () => {
    await store([
      { name: 'Reihen- und Parallelschaltung' },
      { name: 'Reihenschaltung' },
      { name: 'Parallelschaltung' },
    ]);
    expect(await found('Reihenschaltung')).toEqual(['Reihenschaltung', 'Reihen- und Parallelschaltung']);
    expect(await found('Parallelschaltung')).toEqual(['Parallelschaltung', 'Reihen- und Parallelschaltung']);
    expect(await found('Reihen- und Parallelschaltung')).toEqual(['Reihen- und Parallelschaltung']);
    await store([{ name: 'Schaltung', description: 'Erst Reihenschaltung, dann Parallelschaltung.' }]);
    expect(await found('Parallel- und Reihenschaltung')).toContain('Schaltung');
    await store([{ name: 'Kindergärten und -krippen' }]);
    expect(await found('Kinderkrippe')).toEqual(['Kindergärten und -krippen']);
  });

  test('finds a word in either spelling', async () => {
    await store([{ name: 'Flüsse und Straßen' }, { name: 'Fluesse' }, { name: 'Fluß' }]);
    for (const text of ['Flüsse', 'Fluesse', 'FLÜSSE'])
      expect((await found(text)).toSorted()).toEqual(['Fluesse', 'Fluß', 'Flüsse und Straßen']);
    for (const text of ['Fluss Strassen', 'Fluß Straße']) expect(await found(text)).toEqual(['Flüsse und Straßen']);
    expect(await found('Fluss')).toContain('Fluß');
  });

  test.each([1, 2, 3, 200])('comes by relevance, whole and once, in pages of %d', async (first) => {
    const expected = [
      'Wasser',
      'Wasser – Quelle des Lebens',
      'Das Wasser',
      'Wasserkraft',
      'Der Wasserkreislauf',
      'Chemische Bindung',
      'Ein Kreislauf',
    ];
    expect(await found('Wasser', first)).toEqual(expected);
    expect((await found('', first)).length).toBe(ODD_NAMES.length + WASSER.length);
  });

  test('for the number of a title has that title first, in whatever letters', async () => {
    await run(database.ownerUrl, titles, [{ number: 'EL-1918', kind: 'VIDEO', publisher: 'P', name: 'Zuletzt' }]);
    expect(await found('el-1918')).toEqual(['Zuletzt']);
  });

  test('without a word is none', async () => {
    expect(searchOf(' … „“ ')).toBeNull();
  });
});
