import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../database/queryable';
import { catalogue } from '../services/licences/import/import-licences';
import { titles } from '../services/licences/import/import-titles';
import { entitlements } from '../services/schools/entitlement/import-entitlements';
import { mediaCentres } from '../services/schools/organisation-file/import-media-centres';
import { schoolGroups } from '../services/schools/organisation-file/import-school-groups';
import { officialList } from '../services/schools/school-list/official-list';
import { reconcileSchools } from '../services/schools/school-list/reconcile';
import type { TestDatabase } from '../test/database';
import { createDemoDatabase } from '../test/demo-database';
import { run } from '../test/import-records';
import { row, sampleFile } from '../test/sample-school-file';
import { closeDemoToImported } from './beside-imports';
import { fillDemoData } from './fill';
import { removeDemoData } from './remove';

const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-demo-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await createDemoDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const inTransaction = <Result>(work: Parameters<typeof ownerTransaction<Result>>[1]) =>
  ownerTransaction(database.ownerUrl, work);

function importSchools(): Promise<string[]> {
  const file = path.join(folder, 'schuldaten.csv');
  const aachen = { Gemeindeschluessel: '05334002', Ort: 'Aachen', Traegernummer: '10334' };
  writeFileSync(file, sampleFile([row('100001'), row('100002', aachen)]));
  const asOf = new Date();
  return inTransaction(async (db) => {
    await reconcileSchools(db, officialList({ schools: file }, asOf), { asOf });
    return closeDemoToImported(db);
  });
}

/** Returns licences that ever open something at imported schools. */
const opened = () =>
  database.query<{ number: string; school: string }>(
    `select distinct c.number, o.number as school from schools.school s join schools.organisation o on o.id = s.id
     join schools.membership m on m.school_id = s.id
     join schools.entitlement e on e.holder_id = m.organisation_id
     join licences.contract c on c.licence_id = e.licence_id
     where s.source <> 'demo' order by 1, 2`,
  );

const counts = async () =>
  (
    await database.query(
      `select (select count(*)::int from schools.school) as schools, (select count(*)::int from licences.title) as titles,
         (select count(*)::int from licences.licence) as licences, (select count(*)::int from licences.package) as packages,
         (select count(*)::int from licences.publisher) as publishers, (select count(*)::int from schools.entitlement) as entitlements,
         (select count(*)::int from usage.event) as uses, (select count(*)::int from usage.monthly_sum) as sums,
         (select string_agg(key, ' ' order by key) from schools.organisation where level not in ('DISTRICT', 'STATE', 'REGIONAL_ASSOCIATION')) as organisations`,
    )
  )[0];

test('an official list beside the demo: no demo licence ever opens anything to its schools, and the import reports this', async () => {
  const report = await importSchools();
  expect(report).toEqual([
    expect.stringMatching(
      /^entitlements of demo licences that would have opened something to imported schools, taken away: \d{2,}$/,
    ),
    expect.stringMatching(
      /^demo data stands beside what was imported: 6\d\d invented schools, .* \(npm run demo -- remove takes them away\)$/,
    ),
  ]);
  expect(await opened()).toEqual([]);
  const [demo] = await database.query<{ count: number }>('select count(*)::int from schools.entitlement');
  expect(demo?.count).toBeGreaterThan(100);
  expect((await importSchools()).length).toBe(1);
});

test('a file cannot add an imported school to a group that has demo licences of other owners', async () => {
  const group = { type: 'school_group', number: 'KKZ4711', schools: ['900102', '100001'] };
  const importers = { media_centre: mediaCentres(new Date()), school_group: schoolGroups(new Date()) };
  await expect(run(database.ownerUrl, importers, [group])).rejects.toThrow(
    'would open the licence GL-KKZ4711 at the school NW:100001',
  );
  expect(await opened()).toEqual([]);
});

test('no demo licence opens anything where an imported school belongs to a group of the demo', async () => {
  const group = "(select id from schools.organisation where key = 'SCHOOL_GROUP:NW:KKZ4711')";
  const school = "(select id from schools.organisation where key = 'SCHOOL:NW:100001')";
  await database.query(
    `insert into schools.membership (school_id, organisation_id, level, valid)
     values (${school}, ${group}, 'SCHOOL_GROUP', tstzrange(now(), null))`,
  );
  expect(await opened()).not.toEqual([]);
  expect(await inTransaction(closeDemoToImported)).toHaveLength(2);
  expect(await opened()).toEqual([]);
  await database.query(`delete from schools.membership where school_id = ${school} and organisation_id = ${group}`);
});

test('removing the demo leaves everything that was imported, and the demo does not come back', async () => {
  await run(database.ownerUrl, titles, [{ number: 'T1', name: 'Titel', publisher: 'Verlag', kind: 'VIDEO' }]);
  const licence = {
    type: 'licence',
    number: 'L1',
    name: 'Lizenz',
    kind: 'Schullizenz',
    publisher: 'Verlag',
    owner: 'MEDIA_CENTRE:NW:MZ-05315',
    holderLevels: ['MEDIA_CENTRE', 'SCHOOL'],
    rights: ['STREAM'],
    term: { kind: 'UNLIMITED' },
    titles: ['T1'],
  };
  const held = { type: 'entitlement', licence: 'L1', holder: 'MEDIA_CENTRE:NW:MZ-05315', from: '2026-08-01' };
  const atDemoSchool = { ...held, holder: 'SCHOOL:NW:901702' };
  await run(database.ownerUrl, { ...catalogue(new Date()), entitlement: entitlements() }, [
    licence,
    held,
    atDemoSchool,
  ]);
  const before = await opened();
  expect(before).toEqual([{ number: 'L1', school: '100001' }]);

  expect(await inTransaction(removeDemoData)).toMatchObject({
    schools: expect.any(Number),
    titles: expect.any(Number),
  });
  const left = {
    schools: 2,
    titles: 1,
    licences: 1,
    packages: 1,
    publishers: 1,
    entitlements: 1,
    uses: 0,
    sums: 0,
    organisations: expect.stringMatching(
      /^AUTHORITY:NW:10182 AUTHORITY:NW:10334 (MEDIA_CENTRE:NW:\S+ )+SCHOOL:NW:100001 SCHOOL:NW:100002$/,
    ),
  };
  expect(await counts()).toEqual(left);
  expect(await opened()).toEqual(before);
  expect(await inTransaction(removeDemoData)).toBeNull();
  await fillDemoData(database.ownerUrl);
  expect(await counts()).toEqual(left);
  expect(await importSchools()).toEqual([]);
});
