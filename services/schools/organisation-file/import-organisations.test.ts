import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../../../database/queryable';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { run } from '../../../test/import-records';
import { row, sampleFile } from '../../../test/sample-school-file';
import { Changes } from '../../import-file/changes';
import { officialList } from '../school-list/official-list';
import { reconcileSchools } from '../school-list/reconcile';
import { mediaCentres } from './import-media-centres';
import { schoolGroups } from './import-school-groups';

const DAY = (date: string) => new Date(`${date}T00:00:00Z`);
const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-organisations-'));
afterAll(() => rmSync(folder, { recursive: true }));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database.drop());

const take = (records: readonly unknown[], asOf = '2026-02-01', changes?: Changes) =>
  run(
    database.ownerUrl,
    { media_centre: mediaCentres(DAY(asOf)), school_group: schoolGroups(DAY(asOf)) },
    records,
    changes,
  );

const PLACES = { 100001: '05334002', 100002: '05334032', 100003: '05315000' };
async function schools(asOf: string, places: Record<string, string> = PLACES) {
  const file = path.join(folder, 'schuldaten.csv');
  const rows = Object.entries(places).map(([number, ags]) => row(number, { Gemeindeschluessel: ags }));
  writeFileSync(file, sampleFile(rows));
  const list = officialList({ schools: file }, DAY(asOf));
  await ownerTransaction(database.ownerUrl, (db) => reconcileSchools(db, list, { asOf: DAY(asOf) }));
}

async function above(school: string, level = 'MEDIA_CENTRE') {
  const found = await database.query<{ number: string; valid: string }>(
    `select o.number, m.valid::text from schools.membership m join schools.organisation o on o.id = m.organisation_id
     join schools.organisation s on s.id = m.school_id where s.number = $1 and m.level = $2 order by lower(m.valid) nulls first`,
    [school, level],
  );
  return found.map(({ number, valid }) => `${number} ${valid}`);
}

const city = {
  type: 'media_centre',
  number: 'MZ-05334-AC',
  name: 'Medienzentrum der Stadt Aachen',
  areas: [{ municipality: '05334002' }],
};
const region = {
  type: 'media_centre',
  number: 'MZ-05334',
  name: 'Medienzentrum der Städteregion',
  areas: [{ district: '05334' }],
};

test('Aachen has two centres: its schools belong to that of the city from the import on, and no later list changes that', async () => {
  await schools('2026-01-01');
  const report = await take([city, region]);
  expect(report.tallies).toEqual({
    media_centres: { added: 1, changed: 1, unchanged: 0 },
    school_groups: { added: 0, changed: 0, unchanged: 0 },
  });
  expect(report.notes).toEqual(['schools that belong to another media centre, now or later: 1']);
  const aachen = ['MZ-05334 (,"2026-02-01 00:00:00+00")', 'MZ-05334-AC ["2026-02-01 00:00:00+00",)'];
  expect(await above('100001')).toEqual(aachen);
  expect(await above('100002')).toEqual(['MZ-05334 (,)']);
  expect(await above('100003')).toEqual(['MZ-05315 (,)']);
  await schools('2026-03-01');
  expect(await above('100001')).toEqual(aachen);
  const again = await take([city, region], '2026-03-02');
  expect(again.tallies.media_centres).toEqual({ added: 0, changed: 0, unchanged: 2 });
  expect(again.notes).toEqual([]);
});

test('centres imported before any list serve from the beginning, and each other district gets one', async () => {
  await take([city]);
  await schools('2026-03-01');
  expect(await above('100001')).toEqual(['MZ-05334-AC (,)']);
  expect(await above('100002')).toEqual(['MZ-05334 (,)']);
  const [found] = await database.query(`select name from schools.municipality where ags = '05334002'`);
  expect(found).toEqual({ name: 'Köln' });
});

test('what a record leaves out stays, null removes, and each change is reported', async () => {
  await schools('2026-01-01');
  await take([{ ...city, areas: [{ municipality: '05334002', from: '2027-01-01', until: '2028-01-01' }] }]);
  const later = [
    'MZ-05334 (,"2026-12-31 23:00:00+00")',
    'MZ-05334-AC ["2026-12-31 23:00:00+00","2027-12-31 23:00:00+00")',
    'MZ-05334 ["2027-12-31 23:00:00+00",)',
  ];
  expect(await above('100001')).toEqual(later);
  const { type, number } = city;
  for (const less of [{ type, number }, city]) {
    expect((await take([less], '2026-03-01')).tallies.media_centres).toEqual({ added: 0, changed: 0, unchanged: 1 });
    expect(await above('100001')).toEqual(later);
  }
  await schools('2026-04-01', { ...PLACES, 100004: '05334002' });
  expect(await above('100004')).toEqual(later);

  const changes = new Changes(10);
  await take(
    [{ type, number, name: 'MZ Aachen', areas: [{ municipality: '05334002', until: null }] }],
    '2026-05-01',
    changes,
  );
  expect(changes.lines().slice(1)).toEqual([
    '  centre MZ-05334-AC: name: Medienzentrum der Stadt Aachen → MZ Aachen',
    '  centre MZ-05334-AC: area 05334002: 2027-01-01 to 2028-01-01 → 2027-01-01 to further notice',
  ]);
  expect(await above('100001')).toEqual([later[0], 'MZ-05334-AC ["2026-12-31 23:00:00+00",)']);
  await take([{ type, number, areas: [] }], '2026-06-01');
  expect(await above('100001')).toEqual(['MZ-05334 (,)']);
});

test('an area of another centre is refused, with the centre that the file must name too; then it moves within the file', async () => {
  await schools('2026-01-01');
  const other = { type: 'media_centre', number: 'MZ-NEU', name: 'Neues Zentrum', areas: [{ district: '05315' }] };
  await expect(take([other])).rejects.toThrow(
    'line 1: areas: 05315 is served by MZ-05315 already, ever to further notice; name that centre in the file too, with all areas that it keeps',
  );
  await take([other, { type: 'media_centre', number: 'MZ-05315', areas: [] }]);
  expect(await above('100003')).toEqual(['MZ-05315 (,"2026-02-01 00:00:00+00")', 'MZ-NEU ["2026-02-01 00:00:00+00",)']);
});

test('groups have schools with periods; a missing list changes nothing, and a school that is missing in a list leaves', async () => {
  await schools('2026-01-01');
  const group = {
    type: 'school_group',
    number: 'KKZ1',
    name: 'Gruppe',
    schools: ['100001', { school: '100002', from: '2026-08-01', until: '2027-08-01' }],
  };
  expect((await take([group])).tallies.school_groups).toEqual({ added: 1, changed: 0, unchanged: 0 });
  const second = 'KKZ1 ["2026-07-31 22:00:00+00","2027-07-31 22:00:00+00")';
  expect([await above('100001', 'SCHOOL_GROUP'), await above('100002', 'SCHOOL_GROUP')]).toEqual([
    ['KKZ1 (,)'],
    [second],
  ]);
  for (const less of [
    { type: group.type, number: group.number },
    { ...group, schools: ['100001', '100002'] },
  ])
    expect((await take([less], '2026-03-01')).tallies.school_groups).toEqual({ added: 0, changed: 0, unchanged: 1 });
  const otherwise = { ...group, schools: ['DE-NW-100001', 'NW:100002'] };
  expect((await take([otherwise], '2026-03-01')).tallies.school_groups).toEqual({ added: 0, changed: 0, unchanged: 1 });
  await expect(take([{ ...group, schools: ['100001', 'NW_100001'] }])).rejects.toThrow('names a school twice');
  const changes = new Changes(10);
  await take([{ ...group, schools: ['100002', '100003'] }], '2026-04-01', changes);
  expect(changes.lines().slice(1)).toEqual([
    '  group KKZ1: school 100001: {(,)} → {(,"2026-04-01 00:00:00+00")}',
    '  group KKZ1: school 100003: {} → {["2026-04-01 00:00:00+00",)}',
  ]);
  expect([await above('100002', 'SCHOOL_GROUP'), await above('100003', 'SCHOOL_GROUP')]).toEqual([
    [second],
    ['KKZ1 ["2026-04-01 00:00:00+00",)'],
  ]);
});

test('all mistakes are reported with line and path, and nothing changes', async () => {
  await schools('2026-01-01');
  await expect(
    take([
      { type: 'media_centre', number: 'MZ-X' },
      { ...city, areas: [{ district: '09162' }, { municipality: '05334' }] },
      { ...city, number: 'MZ-Y', areas: [{ district: '05334', municipality: '05334002' }] },
      { ...city, number: 'MZ-Z', areas: [{ district: '09162' }] },
      { type: 'school_group', number: 'K', name: 'K', schools: ['100009'] },
      { type: 'authority', number: '1' },
    ]),
  ).rejects.toThrow(
    [
      'line 1: name: is missing; the media centre MZ-X is new and needs it',
      'line 2: areas[1].municipality: must be the eight digits of a municipality; it is “05334”',
      'line 3: areas[0]: must name a “district” or a “municipality”, and not both',
      'line 4: areas[0]: 09162 lies in no district of Nordrhein-Westfalen',
      'line 5: schools[0]: there is no school NW:100009',
      'line 6: type: must be “media_centre” or “school_group”',
    ].join('\n'),
  );
  expect(await database.query(`select from schools.organisation where level = 'SCHOOL_GROUP'`)).toEqual([]);
});
