import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import type { Tally } from '../../import-file/tally';
import { titles } from './import-titles';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

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
    `select t.name, t.subjects, t.rights, t.playout::text, t.withdrawn_at, t.sort_key, t.search::text, t.language, p.name as publisher
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
      "'am':1 'aus':1A 'biologie':1 'dem':1A 'der':1A 'ein':1 'eis':1A 'entdecken':1 'filmwerk':1 'fund':1 'geschichte':1 'gletscher':1 'mann':1A 'steinzeit':1 'süd':1 'ötzi':1A",
    language: 'de',
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
      'line 4: gradeUntil: must not be less than gradeFrom',
      'line 5: playoutFrom: must be a day of the calendar such as 2026-08-01; it is “2026-02-30”',
      'line 6: number: the title 5552796 stands in line 1 already',
      'line 7: must be an object with named fields',
    ].join('\n'),
  );
  expect(await stored()).toEqual([]);
});
