/** Imports a licences file and reads what the database holds of it. Its hooks run in each test file that imports it. */
import type { Changes } from '../services/import-file/changes';
import { catalogue } from '../services/licences/import/import-licences';
import { titles } from '../services/licences/import/import-titles';
import { entitlements as entitlementsOfFile } from '../services/schools/entitlement/import-entitlements';
import { createTestDatabase, type TestDatabase } from './database';
import { run } from './import-records';

export let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(`insert into schools.organisation (level, state, number, name)
    values ('AUTHORITY', 'NW', '10182', 'Stadt Köln'), ('SCHOOL', 'NW', '100001', 'Schule'), ('STATE', 'NW', 'NW', 'NRW')`);
  const some = ['T1', 'T2', 'T3'].map((number) => ({ number, name: number, publisher: 'Verlag', kind: 'VIDEO' }));
  await run(database.ownerUrl, titles, some);
  await database.keep();
});
beforeEach(() => database.reset());
afterAll(() => database.drop());

export const pack = { type: 'package', number: 'P1', name: 'Paket', titles: ['T1', 'T2'] };

export const licence = {
  type: 'licence',
  number: 'L1',
  name: 'Lizenz',
  kind: 'Schulträgerlizenz',
  publisher: 'Verlag',
  owner: 'AUTHORITY:NW:10182',
  holderLevels: ['SCHOOL', 'AUTHORITY'],
  rights: ['STREAM', 'DOWNLOAD'],
  pupilRights: ['STREAM'],
  term: { kind: 'SCHOOL_YEAR', startYear: 2026 },
  priceCents: 120_000,
  packages: ['P1'],
};

export const entitlement = { type: 'entitlement', licence: 'L1', holder: 'AUTHORITY:NW:10182', from: '2026-08-01' };
export const at = (date: string) => new Date(`${date}T00:00:00Z`);

export const take = async (records: readonly unknown[], asOf = '2026-01-01', changes?: Changes) => {
  const importers = { ...catalogue(at(asOf)), entitlement: entitlementsOfFile() };
  return (await run(database.ownerUrl, importers, records, changes)).tallies;
};

export const entitlements = () =>
  database.query(
    `select o.number as holder, e.valid::text, e.rights, e.revoked_at, e.owner_id = w.id as owned,
       array(select s.valid::text from schools.entitlement_suspension s where s.entitlement_id = e.id order by 1) as suspensions
     from schools.entitlement e join schools.organisation o on o.id = e.holder_id, schools.organisation w
     where w.number = '10182' order by e.id`,
  );

export const same = (count: number) => ({ added: 0, changed: 0, unchanged: count });
