/** A refused import leaves nothing behind: no row, no byte in any table, no statistics of rows that died. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ownerTransaction } from '../database/queryable';
import { ImportError } from '../services/import-file/import-error';
import { catalogue } from '../services/licences/import/import-licences';
import { titles } from '../services/licences/import/import-titles';
import { entitlements } from '../services/schools/entitlement/import-entitlements';
import { officialList } from '../services/schools/school-list/official-list';
import { reconcileSchools } from '../services/schools/school-list/reconcile';
import { createTestDatabase, type TestDatabase } from './database';
import { run } from './import-records';
import { row, type SampleSchool, sampleFile } from './sample-school-file';

const MANY = 3000;
const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-refused-'));
afterAll(() => rmSync(folder, { recursive: true }));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await schools(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [100_000 + index, {}])), '2026-01-01');
  await run(database.ownerUrl, titles, [title('T1')]);
});
afterAll(() => database.drop());

const title = (number: string) => ({ number, name: number, publisher: 'Verlag', kind: 'VIDEO' });
const manyTitles = Array.from({ length: MANY }, (_, index) => title(`new-${index}`));
const licence = (number: string) => ({
  type: 'licence',
  number,
  name: number,
  kind: 'Kreislizenz',
  publisher: 'Neuer Verlag',
  owner: 'AUTHORITY:NW:10182',
  holderLevels: ['AUTHORITY'],
  rights: ['STREAM'],
  term: { kind: 'SCHOOL_YEAR', startYear: 2026 },
  titles: ['T1'],
});
const manyLicences = Array.from({ length: MANY }, (_, index) => licence(`new-${index}`));
const entitlement = { type: 'entitlement', licence: 'new-0', holder: 'AUTHORITY:NW:10182', from: '2026-08-01' };

function schools(listed: Record<string, SampleSchool>, asOf: string) {
  const file = path.join(folder, 'schuldaten.csv');
  writeFileSync(file, sampleFile(Object.entries(listed).map(([number, fields]) => row(number, fields))));
  const day = new Date(`${asOf}T00:00:00Z`);
  return ownerTransaction(database.ownerUrl, (db) =>
    reconcileSchools(db, officialList({ schools: file }, day), { asOf: day }),
  );
}

const contracts = (records: readonly unknown[]) =>
  run(database.ownerUrl, { ...catalogue(new Date()), entitlement: entitlements() }, records);
const fresh = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [200_000 + index, { Traegernummer: '77777' }]),
);

/** The size of every table with its indexes, temporary ones included, and its counts of written and dead rows. */
async function tables() {
  await othersEnded();
  await database.query('select pg_stat_force_next_flush()');
  return database.query(
    `select c.relname, n.nspname, pg_total_relation_size(c.oid)::int as bytes, s.n_tup_ins, s.n_tup_upd, s.n_tup_del, s.n_dead_tup
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     left join pg_stat_user_tables s on s.relid = c.oid
     where c.relkind = 'r' and (n.nspname in ('schools', 'licences', 'usage') or c.relpersistence = 't')
     order by 2, 1`,
  );
}

/** A connection reports what it wrote when it ends, which may be after the client has gone on. */
async function othersEnded() {
  const others = () =>
    database.query(
      `select from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
  while ((await others()).length > 0) await setTimeout(10);
}

test.each<[string, string, () => Promise<unknown>]>([
  [
    'a title that keeps to no schema',
    'durationSeconds',
    () => run(database.ownerUrl, titles, [...manyTitles, { ...title('last'), durationSeconds: 3e9 }]),
  ],
  [
    'a title that stands there twice',
    'stands in line 1 already',
    () => run(database.ownerUrl, titles, [...manyTitles, manyTitles[0]]),
  ],
  [
    'a licence of a title that is unknown',
    'there is no title T9',
    () => contracts([...manyLicences, { ...licence('last'), titles: ['T9'] }]),
  ],
  [
    'an entitlement that its licence, in the same file, does not allow',
    'may not be held by a STATE',
    () => contracts([...manyLicences, { ...entitlement, holder: 'STATE:NW' }]),
  ],
  ['a list of schools that is cut', 'lacks 60 of the 60 schools', () => schools(fresh, '2026-02-01')],
  [
    'a list of schools with a row that is wrong',
    'must be six digits',
    () => schools({ ...fresh, x: {} }, '2026-02-01'),
  ],
])('%s, at the end of a file', async (_what, reason, take) => {
  const before = await tables();
  await expect(take()).rejects.toThrow(ImportError);
  await expect(take()).rejects.toThrow(reason);
  expect(await tables()).toEqual(before);
});

test('a list of schools older than a move on record is refused before anything is written', async () => {
  const listed = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [100_000 + index, {}]));
  await schools({ ...listed, 100000: { Traegernummer: '83150' } }, '2026-03-01');
  await database.query(`update schools.list_import set as_of = '2026-01-01'`);
  const before = await tables();
  const older = { ...listed, 100000: { Traegernummer: '13420' }, ...fresh };
  await expect(schools(older, '2026-02-01')).rejects.toThrow(
    'line 3: the school 100000 has a change of AUTHORITY on record as of 2026-03-01',
  );
  expect(await tables()).toEqual(before);
});

test('the entitlements of a file are checked against its licences in their new state', async () => {
  const report = await contracts([entitlement, licence('new-0')]);
  expect(report.tallies).toMatchObject({ licences: { added: 1 }, entitlements: { added: 1 } });
});
