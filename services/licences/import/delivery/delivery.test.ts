import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../../../../database/queryable';
import { createTestDatabase, type TestDatabase } from '../../../../test/database';
import { run } from '../../../../test/import-records';
import { importRecords } from '../../../import-file/import-records';
import { titles } from '../import-titles';
import { type DeliveredFile, readDelivery } from './formats';

/** Real records, beside the project; where they are missing, what needs them is skipped. */
const SERLO = path.resolve(__dirname, '../../../../../shared/data/amb/serlo-records.json');
const testWithSerlo = existsSync(SERLO) ? test : test.skip;
if (!existsSync(SERLO)) console.info('The records of Serlo are not beside the project: the test by them is skipped.');

let database: TestDatabase;
const directory = mkdtempSync(path.join(os.tmpdir(), 'delivery-'));
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.reset());
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

const record = (id: string, more: object = {}) => ({
  '@context': ['https://w3id.org/kim/amb/context.jsonld', { '@language': 'de' }],
  id: `https://medien.example/${id}`,
  type: ['LearningResource'],
  name: `Film ${id}`,
  ...more,
});

const inFile = (content: string) => {
  const file = path.join(directory, 'delivery');
  writeFileSync(file, content);
  return file;
};

function deliver(records: readonly object[], given: Partial<DeliveredFile> = {}) {
  const file = inFile(records.map((one) => JSON.stringify(one)).join('\n'));
  return take({ file, format: 'amb', source: 'medien', isWhole: true, confirmedLosses: null, columns: null, ...given });
}

async function take(delivered: DeliveredFile) {
  const { records, importer } = readDelivery(delivered);
  return ownerTransaction(database.ownerUrl, (db) => importRecords(db, records, importer));
}

async function stored(): Promise<Record<string, 'there' | 'withdrawn' | 'withdrawn by source'>> {
  const rows = await database.query<{ name: string; state: 'there' }>(
    `select name, case when withdrawn_at is null then 'there' when withdrawn_by_source then 'withdrawn by source'
       else 'withdrawn' end as state from licences.title order by name`,
  );
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}

async function numberOf(name: string): Promise<string | undefined> {
  const [title] = await database.query<{ number: string }>('select number from licences.title where name = $1', [name]);
  return title?.number;
}

const tallies = (titles: object, withdrawn = 0) =>
  expect.objectContaining({ titles, 'titles withdrawn': { added: 0, changed: withdrawn, unchanged: 0 } });

test('the same delivery again changes nothing', async () => {
  const all = ['a', 'b', 'c'].map((id) => record(id));
  expect((await deliver(all)).tallies).toEqual(tallies({ added: 3, changed: 0, unchanged: 0 }));
  expect((await deliver(all)).tallies).toEqual(tallies({ added: 0, changed: 0, unchanged: 3 }));
});

test('what a whole delivery lacks is withdrawn, and comes back with its next record', async () => {
  await deliver(['a', 'b', 'c'].map((id) => record(id)));
  expect((await deliver([record('a'), record('c')])).tallies).toEqual(
    tallies({ added: 0, changed: 0, unchanged: 2 }, 1),
  );
  expect(await stored()).toEqual({ 'Film a': 'there', 'Film b': 'withdrawn by source', 'Film c': 'there' });
  await deliver(['a', 'b', 'c'].map((id) => record(id)));
  expect(await stored()).toEqual({ 'Film a': 'there', 'Film b': 'there', 'Film c': 'there' });
});

test('what a part lacks stays', async () => {
  await deliver([record('a'), record('b')]);
  await deliver([record('b')], { isWhole: false });
  expect(await stored()).toEqual({ 'Film a': 'there', 'Film b': 'there' });
});

test('titles of another source, and of none, stay', async () => {
  await run(database.ownerUrl, titles, [{ number: '1', name: 'Ohne Quelle', publisher: 'Werk', kind: 'VIDEO' }]);
  await deliver([record('a'), record('b')], { source: 'andere' });
  await deliver([record('c')]);
  expect(Object.values(await stored())).toEqual(['there', 'there', 'there', 'there']);
});

test('what somebody withdrew stays withdrawn, whatever the source delivers or lacks', async () => {
  await deliver([record('a'), record('b'), record('c')]);
  await run(database.ownerUrl, titles, [{ number: await numberOf('Film a'), withdrawnOn: '2026-01-01' }]);
  await deliver([record('b'), record('c')]);
  await deliver([record('a'), record('b'), record('c')]);
  expect(await stored()).toMatchObject({ 'Film a': 'withdrawn' });
});

test('one that somebody withdrew as of a later day goes when its source has no more of it, and stays gone', async () => {
  await deliver([record('a'), record('b'), record('c')]);
  await run(database.ownerUrl, titles, [{ number: await numberOf('Film a'), withdrawnOn: '2190-01-01' }]);
  await deliver([record('b'), record('c')]);
  expect(
    await database.query(`select withdrawn_at <= now() as gone from licences.title where name = 'Film a'`),
  ).toEqual([{ gone: true }]);
  await deliver([record('a'), record('b'), record('c')]);
  expect(await stored()).toMatchObject({ 'Film a': 'withdrawn' });
});

test('a delivery that lacks more than few is refused, and taken where the number is confirmed', async () => {
  const all = Array.from({ length: 30 }, (_, at) => record(`f${at}`));
  await deliver(all);
  const short = deliver(all.slice(0, 20));
  await expect(short).rejects.toThrow('the file lacks 10 of the 30 titles of this source, and would end them');
  expect(Object.values(await stored()).every((state) => state === 'there')).toBe(true);
  await expect(deliver(all.slice(0, 20), { confirmedLosses: 9 })).rejects.toThrow('confirm 10');
  await deliver(all.slice(0, 20), { confirmedLosses: 10 });
  expect(Object.values(await stored()).filter((state) => state === 'withdrawn by source')).toHaveLength(10);
});

test('an empty delivery is refused', async () => {
  await deliver([record('a')]);
  await expect(deliver([])).rejects.toThrow('the file holds no record');
  expect(await stored()).toEqual({ 'Film a': 'there' });
});

test('one bad record keeps all out, and each is told with its line, path, what was expected and what was found', async () => {
  await expect(deliver([record('a'), record('b', { inLanguage: 'de' }), record('c', { name: 7 })])).rejects.toThrow(
    'line 2: inLanguage: must be a list; it is “de”\nline 3: name: must be a text; it is 7',
  );
  expect(await stored()).toEqual({});
});

test('an id that stands in a delivery twice is refused', async () => {
  await expect(deliver([record('a'), record('b'), record('a')])).rejects.toThrow(
    'line 3: the id https://medien.example/a stands in line 1 already',
  );
});

test('a source owns its fields, and no others', async () => {
  await deliver([record('a', { description: 'Alt.', keywords: ['Vulkan'] })]);
  const number = await numberOf('Film a');
  await run(database.ownerUrl, titles, [{ number, ageRating: 12, competences: ['2.1'], rights: ['STREAM'] }]);
  await deliver([record('a')]);
  const [title] = await database.query(
    'select description, keywords, age_rating, competences, rights from licences.title',
  );
  expect(title).toEqual({
    description: '',
    keywords: [],
    age_rating: 12,
    competences: ['2', '2.1'],
    rights: ['STREAM'],
  });
});

test('a title that is known by its origin keeps its number', async () => {
  const origin = { source: 'medien', id: 'https://medien.example/a' };
  await run(database.ownerUrl, titles, [{ number: '4711', name: 'Alt', publisher: 'Werk', kind: 'VIDEO', origin }]);
  await deliver([record('a')]);
  expect(await database.query('select number, name from licences.title')).toEqual([{ number: '4711', name: 'Film a' }]);
});

test('a number that somebody else has is not taken over', async () => {
  await run(database.ownerUrl, titles, [{ number: 'medien.7', name: 'Eigen', publisher: 'Werk', kind: 'VIDEO' }]);
  const columns = path.join(directory, 'columns.json');
  writeFileSync(columns, JSON.stringify({ id: 'Nr', name: 'Titel', kind: { always: 'VIDEO' } }));
  const csv = { format: 'csv', source: 'medien', isWhole: true, confirmedLosses: null, columns } as const;
  await expect(take({ file: inFile('Nr;Titel\n7;Fremd\n'), ...csv })).rejects.toThrow(
    'line 2: the number medien.7 is that of a title of somebody else',
  );
});

describe('a table', () => {
  const columns = path.join(directory, 'map.json');
  const csv = { format: 'csv', source: 'tabelle', isWhole: true, confirmedLosses: null, columns } as const;
  const map = {
    id: 'Mediennummer',
    name: 'Titel',
    publisher: 'Verlag',
    kind: { column: 'Art', values: { Film: 'VIDEO', Ton: 'AUDIO' } },
    keywords: { column: 'Schlagwörter', separator: '|' },
    year: 'Jahr',
    languages: { always: 'de' },
  };
  const table = (rows: string) => inFile(`Mediennummer;Titel;Verlag;Art;Schlagwörter;Jahr;Bemerkung\n${rows}\n`);

  test('is taken by the map of its columns', async () => {
    writeFileSync(columns, JSON.stringify(map));
    await take({ file: table('17;Vulkane;Filmwerk;Film;Lava | Magma;2019;x\n18;Regen;;Ton;;;'), ...csv });
    const rows = await database.query(
      `select t.number, t.name, p.name as publisher, t.kind, t.keywords, t.year
       from licences.title t join licences.publisher p on p.id = t.publisher_id order by t.number`,
    );
    expect(rows).toEqual([
      {
        number: 'tabelle.17',
        name: 'Vulkane',
        publisher: 'Filmwerk',
        kind: 'VIDEO',
        keywords: ['Lava', 'Magma'],
        year: 2019,
      },
      { number: 'tabelle.18', name: 'Regen', publisher: 'tabelle', kind: 'AUDIO', keywords: [], year: null },
    ]);
  });

  test('whose texts are names that every object has keeps them', async () => {
    writeFileSync(columns, JSON.stringify(map));
    await take({ file: table('17;constructor;toString;Film;__proto__;;'), ...csv });
    expect(await database.query('select name, keywords from licences.title')).toEqual([
      { name: 'constructor', keywords: ['__proto__'] },
    ]);
  });

  test('with what a field may not be is refused with line, field and value', async () => {
    writeFileSync(columns, JSON.stringify(map));
    await expect(take({ file: table('17;Vulkane;Filmwerk;Video;;neunzehn;'), ...csv })).rejects.toThrow(
      /line 2: kind: must be one of VIDEO.*it is “Video”\nline 2: year: must be a whole number from 1880 to 2200; it is “neunzehn”/,
    );
  });

  test.each([
    [{ ...map, titel: 'Titel' }, 'no such field: “titel”'],
    [{ ...map, name: 7 }, 'name: must be the name of a column'],
    [{ name: 'Titel' }, 'id: is missing'],
  ])('with the map %j is refused', async (wrong, reason) => {
    writeFileSync(columns, JSON.stringify(wrong));
    await expect(take({ file: table('17;Vulkane;;;;;'), ...csv })).rejects.toThrow(reason);
  });

  test('without a column of the map is refused', async () => {
    writeFileSync(columns, JSON.stringify({ ...map, subtitle: 'Untertitel' }));
    await expect(take({ file: table('17;Vulkane;;;;;'), ...csv })).rejects.toThrow('Untertitel');
  });
});

describe('JSON of any form', () => {
  const columns = path.join(directory, 'fields.json');
  const serlo = {
    id: 'guid',
    name: 'title',
    description: 'description',
    publisher: { always: 'Serlo Education e. V.' },
    kind: { always: 'WEB_PAGE' },
    keywords: { column: 'keywords', separator: '\u0000' },
    openLicence: { always: 'CC-BY-SA-4.0' },
    playUrl: { column: 'link', prefix: 'https://de.serlo.example' },
  };
  const json = { format: 'json', source: 'serlo', isWhole: true, confirmedLosses: null, columns } as const;
  beforeAll(() => writeFileSync(columns, JSON.stringify(serlo)));

  test('is taken by the map of its fields, with lists and objects of values', async () => {
    const page = {
      guid: 1495,
      title: 'Addition',
      keywords: { 0: 'Mathe, leicht', 7: 'Klasse 5' },
      link: '/addition',
      authors: 12,
    };
    await take({ file: inFile(JSON.stringify([page])), ...json });
    const [title] = await database.query(
      `select number, name, keywords, open_licence, details ->> 'playUrl' as url from licences.title`,
    );
    expect(title).toEqual({
      number: 'serlo.1495',
      name: 'Addition',
      keywords: ['Mathe, leicht', 'Klasse 5'],
      open_licence: 'CC-BY-SA-4.0',
      url: 'https://de.serlo.example/addition',
    });
  });

  testWithSerlo('real records of Serlo are taken, and again without a change', async () => {
    const { length } = JSON.parse(readFileSync(SERLO, 'utf8'));
    expect((await take({ file: SERLO, ...json })).tallies).toEqual(
      tallies({ added: length, changed: 0, unchanged: 0 }),
    );
    expect((await take({ file: SERLO, ...json })).tallies).toEqual(
      tallies({ added: 0, changed: 0, unchanged: length }),
    );
  });
});

test('what a repository says is deleted is withdrawn, also by a part of it', async () => {
  const lom = (id: string) =>
    `<record><header><identifier>${id}</identifier></header><metadata><lom><general><title><string>Film ${id}</string></title></general></lom></metadata></record>`;
  const page = (records: string) => inFile(`<OAI-PMH><ListRecords>${records}</ListRecords></OAI-PMH>`);
  const given = { format: 'lom', source: 'repo', confirmedLosses: null, columns: null } as const;
  await take({ file: page(lom('a') + lom('b')), isWhole: true, ...given });
  const deleted = '<record><header status="deleted"><identifier>b</identifier></header></record>';
  await take({ file: page(deleted), isWhole: false, ...given });
  expect(await stored()).toEqual({ 'Film a': 'there', 'Film b': 'withdrawn by source' });
});
