import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { ownerTransaction } from '../../../database/queryable';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { startSystem, tokenOf } from '../../../test/system';
import { Changes } from '../../import-file/changes';
import { importRecords } from '../../import-file/import-records';
import { readJsonRecords } from '../../import-file/json-records';
import type { Tally } from '../../import-file/tally';
import { titles } from './import-titles';
import { titleRecord } from './records';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database.drop());

const title = {
  number: '5552796',
  name: 'Ötzi – „Der Mann aus dem Eis“',
  series: 'Geschichte entdecken',
  description: 'Ein Fund am Gletscher.',
  publisher: 'Filmwerk Süd',
  kind: 'VIDEO',
  subjects: ['Geschichte', 'Biologie'],
  keywords: ['Steinzeit'],
  gradeFrom: 5,
  gradeUntil: 8,
  ageRating: 6,
  rights: ['DOWNLOAD', 'STREAM', 'STREAM'],
  playoutFrom: '2026-08-01',
  withdrawnOn: '2030-01-01',
};
const plain = { number: '2', name: 'B', publisher: 'Filmwerk Süd', kind: 'AUDIO' };

const take = (records: readonly unknown[]) => run(database.ownerUrl, titles, records);
const report = (titles: Tally, publishersAdded = 0) => ({
  tallies: { titles, publishers: { added: publishersAdded, changed: 0, unchanged: 0 } },
  notes: [],
});
const stored = () => database.query('select number, name from licences.title order by number');

test('a title is stored with what lists and search need', async () => {
  expect(await take([title, plain])).toEqual(report({ added: 2, changed: 0, unchanged: 0 }, 1));
  const [found] = await database.query(
    `select t.name, t.subjects, t.rights, t.playout::text, t.withdrawn_at, t.sort_key, t.search::text, t.languages, p.name as publisher
     from licences.title t join licences.publisher p on p.id = t.publisher_id where number = '5552796'`,
  );
  expect(found).toEqual({
    name: title.name,
    subjects: ['Geschichte', 'Biologie'],
    rights: ['STREAM', 'DOWNLOAD'],
    playout: '["2026-07-31 22:00:00+00",)',
    withdrawn_at: new Date('2029-12-31T23:00:00Z'),
    sort_key: 'otzi der mann aus dem eis',
    search:
      "'=aus' '=dem' '=der' '=eis' '=mann' '=ötzi' 'am':14 'aus':4 'biologie':21 'dem':5 'der':2 'ein':12 'eis':6 'entdecken':10 'filmwerk':23 'fund':13 'geschichte':9,19 'gletscher':15 'mann':3 'steinzeit':17 'süd':24 '~film' '~stein' '~werk' '~zeit' 'ötzi':1",
    languages: ['de'],
    publisher: 'Filmwerk Süd',
  });
});

test('the second time nothing changes; a title that changed is changed, one that is missing stays', async () => {
  await take([title, plain]);
  expect(await take([title, plain])).toEqual(report({ added: 0, changed: 0, unchanged: 2 }));
  expect(await take([{ ...plain, name: 'C' }])).toEqual(report({ added: 0, changed: 1, unchanged: 0 }));
  expect(await stored()).toEqual([
    { number: '2', name: 'C' },
    { number: '5552796', name: title.name },
  ]);
});

test('a name has as many words as a search may have, and not one more', async () => {
  const words = Array.from({ length: 100 }, (_, at) => `w${at}`).join(' ');
  expect((await take([{ ...plain, name: words }])).tallies.titles?.added).toBe(1);
  await expect(take([{ ...plain, name: `${words} x` }])).rejects.toThrow('name: must have at most 100 words');
});

test('more titles than fit a batch', async () => {
  const many = Array.from({ length: 4500 }, (_, index) => ({ ...plain, number: `${index}` }));
  expect((await take(many)).tallies.titles).toEqual({ added: 4500, changed: 0, unchanged: 0 });
});

test('all that is wrong is said with line and path, and nothing changes', async () => {
  const wrong = take([
    title,
    { ...plain, number: 'a b', colour: 'red' },
    { ...plain, subjects: ['Kunst', 7] },
    { ...plain, number: '3', gradeFrom: 9, gradeUntil: 5 },
    { ...plain, number: '4', playoutFrom: '2026-02-30' },
    title,
    null,
  ]);
  await expect(wrong).rejects.toThrow(
    [
      'line 2: number: must be up to 60 letters, digits, dots, underscores and hyphens; it is “a b”',
      'line 2: no such field: “colour”; correct or remove it',
      'line 3: subjects[1]: must be a text; it is 7',
      'line 4: gradeUntil: must not be less than gradeFrom, and they would be 5 and 9',
      'line 5: playoutFrom: must be a day of the calendar such as 2026-08-01; it is “2026-02-30”',
      'line 6: number: the title 5552796 stands in line 1 already',
      'line 7: must be an object with named fields',
    ].join('\n'),
  );
  expect(await stored()).toEqual([]);
});

/** All that is stored of a title. */
const facts = async (number: string) =>
  (
    await database.query(
      `select t.*, playout::text, p.name as publisher
       from licences.title t join licences.publisher p on p.id = publisher_id where number = $1`,
      [number],
    )
  )[0];

test('what a record leaves out stays as it is: nothing that was closed opens', async () => {
  const whole = {
    ...title,
    languages: ['fr'],
    year: 2001,
    durationSeconds: 60,
    rights: ['STREAM'],
    playoutUntil: '2027-01-01',
  };
  await take([whole]);
  const before = await facts(title.number);
  const { number, name, publisher, kind } = title;
  expect(await take([{ number, name, publisher, kind }])).toEqual(report({ added: 0, changed: 0, unchanged: 1 }));
  expect(await take([{ number }])).toEqual(report({ added: 0, changed: 0, unchanged: 1 }));
  expect(await facts(number)).toEqual(before);
  await take([{ number, year: 2002 }]);
  const later = { year: 2002, version: 2, changed_at: expect.any(Date) };
  expect(await facts(number)).toEqual({ ...(before as object), ...later });
});

test('null removes, an explicit value widens, and each change is told field by field', async () => {
  await take([{ ...title, rights: ['STREAM'], playoutUntil: '2027-01-01' }]);
  const changes = new Changes(100);
  await run(
    database.ownerUrl,
    titles,
    [
      {
        number: title.number,
        rights: ['STREAM', 'DOWNLOAD'],
        withdrawnOn: null,
        playoutUntil: null,
        series: null,
        ageRating: null,
        description: null,
      },
      plain,
    ],
    changes,
  );
  expect(changes.lines()).toEqual([
    'changed fields: title: series 1, title: description 1, title: ageRating 1, title: rights 1, title: playoutUntil 1, title: withdrawnOn 1',
    '  title 5552796: series: Geschichte entdecken → nothing',
    '  title 5552796: description: Ein Fund am Gletscher. → nothing',
    '  title 5552796: ageRating: 6 → nothing',
    '  title 5552796: rights: STREAM → STREAM, DOWNLOAD',
    '  title 5552796: playoutUntil: 2027-01-01 → nothing',
    '  title 5552796: withdrawnOn: 2030-01-01 → nothing',
  ]);
  expect(await facts(title.number)).toMatchObject({ withdrawn_at: null, rights: ['STREAM', 'DOWNLOAD'], series: null });
});

test('a new title says what it must; what is on record counts for rules between fields', async () => {
  await expect(take([{ number: '7', name: 'A' }])).rejects.toThrow(
    'line 1: publisher: is missing; the title 7 is new and needs it\nline 1: kind: is missing; the title 7 is new and needs it',
  );
  await take([title]);
  await expect(take([{ number: title.number, gradeFrom: 9 }])).rejects.toThrow(
    'gradeUntil: must not be less than gradeFrom, and they would be 8 and 9',
  );
  await expect(take([{ number: title.number, playoutUntil: '2026-08-01' }])).rejects.toThrow(
    'playoutUntil: must be a day after playoutFrom',
  );
});

test('an open licence without derivatives brings no right to edit, unless it is stated', async () => {
  const rightsOf = async () => ((await facts(plain.number)) as { rights: string[] }).rights;
  await take([{ ...plain, openLicence: 'CC-BY-ND-4.0' }]);
  expect(await rightsOf()).not.toContain('EDITING');
  expect(await rightsOf()).toContain('STREAM');
  await take([{ number: plain.number, rights: ['STREAM', 'EDITING'] }]);
  await take([{ number: plain.number, openLicence: 'CC-BY-ND-4.0' }]);
  expect(await rightsOf()).toEqual(['STREAM', 'EDITING']);
  await take([{ number: plain.number, openLicence: 'CC-BY-NC-ND-3.0' }]);
  expect(await rightsOf()).toEqual(['STREAM']);
});

/** A title of which a record says all that it may say. A new field of a record stands here too. */
const full = {
  ...title,
  subtitle: 'Ein Rätsel',
  languages: ['fr', 'de'],
  year: 2001,
  durationSeconds: 60,
  schoolTypes: ['GYMNASIUM'],
  competences: ['2.1', '7.9'],
  openLicence: 'CC-BY-SA-4.0',
  playoutUntil: '2027-01-01',
  parts: [{ name: 'Der Fund', number: '5552796-1', description: 'Am Joch.', durationSeconds: 30 }],
  materials: [{ kind: 'WORKSHEET', label: 'Arbeitsblatt', url: 'https://medien.example/blatt.pdf' }],
  thumbnailUrl: 'https://medien.example/bild.jpg',
  playUrl: 'https://medien.example/film',
  downloadUrl: 'https://medien.example/film.mp4',
  sourceKind: 'CP',
  sourceLicence: '2099-12-31',
  origin: { source: 'medien.example', id: 'XM-1' },
  addedOn: '2026-08-01',
};

test('every field that a record may name stays where it is left out', async () => {
  expect(Object.keys(full).sort()).toEqual(Object.keys(titleRecord.shape).sort());
  const optional = Object.keys(full).filter((field) => field !== 'number');
  await take([full]);
  const before = await facts(title.number);
  for (const field of optional) {
    const { [field as keyof typeof full]: _left, ...rest } = full;
    await take([rest]);
    expect(await facts(title.number)).toEqual(before);
  }
});

test('what a record says of a title is what clients get', async () => {
  const type = buildSchema(readFileSync('schema/api.graphql', 'utf8')).getType('Title') as GraphQLObjectType;
  const fields = Object.keys(type.getFields()).filter((field) => field in full);
  await take([full]);
  const system = await startSystem(database);
  try {
    const token = await tokenOf('lms', 'SCHOOL:NW:100000');
    const inParts = {
      competences: '{ code name }',
      openLicence: '{ id url }',
      parts: '{ name number description durationSeconds }',
      materials: '{ kind label url }',
    };
    const selection = fields.map((field) => `${field} ${inParts[field as keyof typeof inParts] ?? ''}`).join(' ');
    const others = 'source sourceId addedAt version unknownCodes classification { code name parentCode kimUri }';
    const query = `{ titleByNumber(number: "${full.number}") { ${selection} ${others} playoutFrom playoutUntil language } }`;
    const { data } = await system.ask(token, query);
    const said = Object.entries(full).filter(([field]) => fields.includes(field));
    expect(data.titleByNumber).toEqual({
      ...Object.fromEntries(said),
      rights: ['STREAM', 'DOWNLOAD'],
      competences: [
        { code: '2', name: 'Informieren und Recherchieren' },
        { code: '2.1', name: 'Suchen' },
      ],
      openLicence: { id: 'CC-BY-SA-4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/' },
      classification: [
        { code: '080', name: 'Biologie', parentCode: null, kimUri: 'http://w3id.org/kim/schulfaecher/s1001' },
        { code: '240', name: 'Geschichte', parentCode: null, kimUri: 'http://w3id.org/kim/schulfaecher/s1011' },
      ],
      unknownCodes: ['competence 7.9', 'kind CP'],
      language: 'fr',
      playoutFrom: '2026-07-31T22:00:00.000Z',
      playoutUntil: '2026-12-31T23:00:00.000Z',
      addedAt: '2026-07-31T22:00:00.000Z',
      source: 'medien.example',
      sourceId: 'XM-1',
      version: 1,
    });
  } finally {
    await system.stop();
  }
});

const TRIALS = path.resolve(__dirname, '../../../../shared/data/trials/titles.ndjson');
if (!existsSync(TRIALS)) console.info(`Without the trial titles (${TRIALS}) their test is skipped.`);
const testWithTrials = existsSync(TRIALS) ? test : test.skip;

testWithTrials(
  'titles of every odd spelling are read, with empty lines at the end, and the second time nothing changes',
  async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'freischalter-titles-')), 'titles.ndjson');
    writeFileSync(file, `${readFileSync(TRIALS, 'utf8')}\r\n\n  \n`);
    const again = () => ownerTransaction(database.ownerUrl, (db) => importRecords(db, readJsonRecords(file), titles));
    const { added } = (await again()).tallies.titles as Tally;
    expect(added).toBeGreaterThan(0);
    expect((await again()).tallies.titles).toEqual({ added: 0, changed: 0, unchanged: added });
    rmSync(path.dirname(file), { recursive: true });
  },
);

test('a file without a record is refused: it says nothing', async () => {
  await expect(take([])).rejects.toThrow('the file holds no record');
});
