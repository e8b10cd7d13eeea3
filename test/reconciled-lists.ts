/** Reconciles lists of schools with a database. Its hooks run in each test file that imports it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../database/queryable';
import type { Changes } from '../services/import-file/changes';
import { officialList } from '../services/schools/school-list/official-list';
import { reconcileSchools } from '../services/schools/school-list/reconcile';
import type { SchoolList } from '../services/schools/school-list/school-list';
import type { SchoolListReport } from '../services/schools/school-list/school-list-report';
import { createTestDatabase, type TestDatabase } from './database';
import { row, type SampleSchool, sampleFile } from './sample-school-file';

/** Public data beside this project. Tests that need it are skipped where it is missing. */
export const DATA = path.resolve(__dirname, '../../shared/data/schools');
export const testWithData = existsSync(DATA) ? test : test.skip;

if (!existsSync(DATA)) console.info(`Without the public school lists (${DATA}) the tests of real lists are skipped.`);

export const DAY = (date: string) => new Date(`${date}T00:00:00Z`);
export const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-lists-'));

afterAll(() => rmSync(folder, { recursive: true }));

export let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database.drop());

type Schools = Record<string, SampleSchool>;

interface Options {
  readonly confirmedLosses?: number;
  readonly changes?: Changes;
  readonly source?: string;
  readonly keyLists?: Pick<SchoolList, 'authorities' | 'schoolForms'>;
}

export function reconcile(schools: Schools, asOf: Date, options: Options = {}): Promise<SchoolListReport> {
  const { confirmedLosses = null, source = 'official', keyLists = {} } = options;
  const file = path.join(folder, 'schuldaten.csv');
  writeFileSync(file, sampleFile(Object.entries(schools).map(([number, fields]) => row(number, fields))));
  const list = { ...officialList({ schools: file }, DAY('2026-01-01')), source, ...keyLists };
  return ownerTransaction(database.ownerUrl, (db) =>
    reconcileSchools(db, list, { asOf, confirmedLosses }, undefined, options.changes),
  );
}

export async function fingerprint(): Promise<unknown> {
  const tables = ['organisation', 'district', 'municipality', 'authority', 'school', 'media_centre_area', 'membership'];
  const found: unknown[] = [];
  for (const table of tables) {
    found.push(
      await database.query(`select md5(string_agg(t::text || t.ctid, '|' order by t.ctid)) from schools.${table} t`),
    );
  }
  return found;
}
