import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../../../database/queryable';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { row, type SampleSchool, sampleFile } from '../../../test/sample-school-file';
import { Changes } from '../../import-file/changes';
import { ImportError } from '../../import-file/import-error';
import { officialList } from './official-list';
import { reconcileSchools } from './reconcile';
import { authoritiesBy, formsBy, madePart, type SchoolList } from './school-list';
import { changedNothing, reportLines, type SchoolListReport } from './school-list-report';

/** Public data beside this project; where it is missing, what needs it is skipped. */
const DATA = path.resolve(__dirname, '../../../../shared/data/schools');
const testWithData = existsSync(DATA) ? test : test.skip;
if (!existsSync(DATA)) console.info(`Without the public school lists (${DATA}) the tests of real lists are skipped.`);
const DAY = (date: string) => new Date(`${date}T00:00:00Z`);

const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-lists-'));
afterAll(() => rmSync(folder, { recursive: true }));

let database: TestDatabase;
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

function reconcile(schools: Schools, asOf: Date, options: Options = {}): Promise<SchoolListReport> {
  const { confirmedLosses = null, source = 'official', keyLists = {} } = options;
  const file = path.join(folder, 'schuldaten.csv');
  writeFileSync(file, sampleFile(Object.entries(schools).map(([number, fields]) => row(number, fields))));
  const list = { ...officialList({ schools: file }, DAY('2026-01-01')), source, ...keyLists };
  return ownerTransaction(database.ownerUrl, (db) =>
    reconcileSchools(db, list, { asOf, confirmedLosses }, undefined, options.changes),
  );
}

function periods(school: string, level: string): Promise<{ number: string; valid: string }[]> {
  return database.query(
    `select o.number, m.valid::text as valid from schools.membership m
     join schools.organisation o on o.id = m.organisation_id join schools.organisation s on s.id = m.school_id
     where s.number = $1 and s.level = 'SCHOOL' and m.level = $2 order by lower(m.valid) nulls first`,
    [school, level],
  );
}

async function operating(school: string): Promise<string | undefined> {
  const [found] = await database.query<{ operating: string }>(
    `select s.operating::text as operating from schools.school s join schools.organisation o on o.id = s.id where o.number = $1`,
    [school],
  );
  return found?.operating;
}

async function fingerprint(): Promise<unknown> {
  const tables = ['organisation', 'district', 'municipality', 'authority', 'school', 'media_centre_area', 'membership'];
  const found: unknown[] = [];
  for (const table of tables) {
    found.push(
      await database.query(`select md5(string_agg(t::text || t.ctid, '|' order by t.ctid)) from schools.${table} t`),
    );
  }
  return found;
}

test('what a moved school holds by the authority it left is named: only that authority can end it', async () => {
  await reconcile({ 100001: { Traegernummer: '10182' } }, DAY('2026-01-01'));
  await database.query(
    `with owner as (select id from schools.organisation where key = 'AUTHORITY:NW:10182'),
     publisher as (insert into licences.publisher (name) values ('Verlag') returning id),
     licence as (insert into licences.licence (term, term_kind, holder_levels, rights)
       values ('(,2030-01-01)', 'FIXED', '{SCHOOL}', '{STREAM}') returning id),
     contract as (insert into licences.contract (licence_id, number, name, kind, publisher_id, owner_id)
       select licence.id, 'L1', 'L1', 'Lizenz', publisher.id, owner.id from licence, publisher, owner)
     insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select licence.id, owner.id, school.id, '[2026-01-01,)', '{STREAM}', 'test'
     from licence, owner, schools.organisation school where school.key = 'SCHOOL:NW:100001'`,
  );
  const stays = await reconcile({ 100001: { Traegernummer: '10182' } }, DAY('2026-02-01'));
  expect(stays.leftBehind).toEqual({ count: 0, some: [] });
  const moved = await reconcile({ 100001: { Traegernummer: '10183' } }, DAY('2026-03-01'));
  expect(moved.leftBehind).toEqual({ count: 1, some: ['100001 by L1 of AUTHORITY:NW:10182'] });
  expect(reportLines(moved)).toContain(
    'entitlements that moved schools hold by an authority they left, which only it can end: 1 (100001 by L1 of AUTHORITY:NW:10182)',
  );
});

testWithData('the real list is taken in once, and the second time changes nothing', async () => {
  const file = (name: string) => path.join(DATA, name);
  const real = {
    schools: file('nrw-schuldaten-2021.csv'),
    authorities: file('key_traeger.xml'),
    schoolForms: file('key_schulformschluessel.xml'),
  };
  const take = (asOf: Date) =>
    ownerTransaction(database.ownerUrl, (db) => reconcileSchools(db, officialList(real, DAY('2021-10-01')), { asOf }));
  const first = await take(DAY('2021-10-01'));
  expect(first.schools).toMatchObject({ listed: 5507, added: 5507, unchanged: 0 });
  expect(first.authorities).toEqual({ listed: 773, added: 773, changed: 0 });
  expect(first.municipalities).toEqual({ listed: 396, added: 396, changed: 0 });
  expect(first.districts).toEqual({ listed: 53, added: 53, changed: 0 });
  expect(first.dataQuality).toEqual([
    'authorities that the key list lacks, kept by their number: 48 (115 schools)',
    'school forms that the key list lacks: 0A (59 schools), 19 (13 schools), 81 (2 schools)',
  ]);
  const [counts] = await database.query(
    `select count(*)::int as rows, count(distinct school_id)::int as schools, bool_and(lower_inf(valid) and upper_inf(valid)) as open
     from schools.membership`,
  );
  expect(counts).toEqual({ rows: 5507 * 6, schools: 5507, open: true });
  const [unnamed] = await database.query(
    `select count(*)::int as count, min(o.name) as name from schools.authority a join schools.organisation o on o.id = a.id where not in_key_list`,
  );
  expect(unnamed).toEqual({ count: 48, name: expect.stringMatching(/^Schulträger \d+$/) });

  const before = await fingerprint();
  const second = await take(DAY('2022-01-01'));
  expect(changedNothing(second)).toBe(true);
  expect(second.schools).toMatchObject({ listed: 5507, unchanged: 5507 });
  expect(reportLines(second)[0]).toBe('Nothing changed: the list is what the database holds already.');
  expect(await fingerprint()).toEqual(before);
});

test('a school belongs to every organisation above it, from the beginning of time', async () => {
  await reconcile({ 100001: {} }, DAY('2026-01-01'));
  const found = await database.query(
    `select m.level, o.name, m.valid::text from schools.membership m join schools.organisation o on o.id = m.organisation_id order by m.level`,
  );
  expect(found).toEqual([
    { level: 'AUTHORITY', name: 'Schulträger 10182', valid: '(,)' },
    { level: 'DISTRICT', name: 'Köln', valid: '(,)' },
    { level: 'MEDIA_CENTRE', name: 'Medienzentrum Köln', valid: '(,)' },
    { level: 'REGIONAL_ASSOCIATION', name: 'Landschaftsverband Rheinland', valid: '(,)' },
    { level: 'SCHOOL', name: 'Städt. Gemeinschaftsgrundschule', valid: '(,)' },
    { level: 'STATE', name: 'Nordrhein-Westfalen', valid: '(,)' },
  ]);
});

test('a change of authority ends the old membership and begins the new one, there and back', async () => {
  await reconcile({ 100001: {}, 100002: {} }, DAY('2026-01-01'));
  const there = await reconcile({ 100001: { Traegernummer: '83150' }, 100002: {} }, DAY('2026-02-01'));
  expect(there.schools).toMatchObject({ movedAuthority: 1, changed: 0, unchanged: 1 });
  await reconcile({ 100001: {}, 100002: {} }, DAY('2026-03-01'));
  expect(await periods('100001', 'AUTHORITY')).toEqual([
    { number: '10182', valid: '(,"2026-02-01 00:00:00+00")' },
    { number: '83150', valid: '["2026-02-01 00:00:00+00","2026-03-01 00:00:00+00")' },
    { number: '10182', valid: '["2026-03-01 00:00:00+00",)' },
  ]);
  expect(await periods('100001', 'DISTRICT')).toEqual([{ number: '05315', valid: '(,)' }]);
});

test('a school that moves to another district goes to its media centre and regional association too', async () => {
  await reconcile({ 100001: {} }, DAY('2026-01-01'));
  const report = await reconcile({ 100001: { Gemeindeschluessel: '05911000', Ort: 'Bochum' } }, DAY('2026-02-01'));
  expect(report.schools).toMatchObject({ movedRegion: 1, movedAuthority: 0, changed: 1 });
  for (const [level, from, to] of [
    ['DISTRICT', '05315', '05911'],
    ['MEDIA_CENTRE', 'MZ-05315', 'MZ-05911'],
    ['REGIONAL_ASSOCIATION', 'LVR', 'LWL'],
  ] as const) {
    expect((await periods('100001', level)).map(({ number }) => number)).toEqual([from, to]);
  }
});

test('a media centre of a municipality goes before the one of its district', async () => {
  const inAachen = { Gemeindeschluessel: '05334002', Ort: 'Aachen' };
  await reconcile({ 100001: inAachen, 100002: { Gemeindeschluessel: '05334032', Ort: 'Stolberg' } }, DAY('2026-01-01'));
  await database.query(`
    with centre as (insert into schools.organisation (level, state, number, name)
      values ('MEDIA_CENTRE', 'NW', 'MZ-05334-AC', 'Medienzentrum der Stadt Aachen') returning id)
    insert into schools.media_centre_area (media_centre_id, district_id, municipality_ags, valid)
    select c.id, d.id, '05334002', '(,)' from centre c, schools.district d where d.ags = '05334'`);
  const report = await reconcile(
    { 100001: inAachen, 100002: { Gemeindeschluessel: '05334032', Ort: 'Stolberg' } },
    DAY('2026-02-01'),
  );
  expect(report.schools.movedRegion).toBe(1);
  expect((await periods('100001', 'MEDIA_CENTRE')).map(({ number }) => number)).toEqual(['MZ-05334', 'MZ-05334-AC']);
  expect((await periods('100002', 'MEDIA_CENTRE')).map(({ number }) => number)).toEqual(['MZ-05334']);
});

test('attributes are overwritten, and counted', async () => {
  await reconcile({ 100001: {}, 100002: {} }, DAY('2026-01-01'));
  const report = await reconcile({ 100001: { Schulbezeichnung_1: 'Schule am Rhein' }, 100002: {} }, DAY('2026-02-01'));
  expect(report.schools).toMatchObject({ changed: 1, unchanged: 1 });
  expect(await database.query(`select name from schools.organisation where number = '100001'`)).toEqual([
    { name: 'Schule am Rhein' },
  ]);
});

test('a school that left the list is closed and keeps its memberships; one that is back is open again', async () => {
  await reconcile(
    { 100001: {}, 100002: {}, 100003: { Schulbetriebsschluessel: '3', Schulbetriebsdatum: '01.08.2030' } },
    DAY('2026-01-01'),
  );
  const left = await reconcile({ 100001: {} }, DAY('2026-02-01'));
  expect(left.schools).toMatchObject({ closed: 2, unchanged: 1 });
  expect(await operating('100002')).toBe('["1990-07-31 22:00:00+00","2026-02-01 00:00:00+00")');
  expect(await operating('100003')).toBe('(,"1900-01-01 00:00:00+00")');
  expect(await periods('100002', 'AUTHORITY')).toEqual([{ number: '10182', valid: '(,)' }]);

  const again = await reconcile({ 100001: {} }, DAY('2026-02-02'));
  expect(changedNothing(again)).toBe(true);

  const back = await reconcile({ 100001: {}, 100002: {} }, DAY('2026-03-01'));
  expect(back.schools).toMatchObject({ reopened: 1, changed: 0, unchanged: 1 });
  expect(await operating('100002')).toBe('["1990-07-31 22:00:00+00",)');
});

test('a list without key lists keeps the names that are known', async () => {
  const list = { 100001: {} };
  const keyLists = {
    authorities: madePart([{ number: '10182', name: 'Stadt Köln', postcode: '50605', city: 'Köln' }], authoritiesBy),
    schoolForms: madePart([{ code: '02', name: 'Grundschule' }], formsBy),
  };
  await reconcile(list, DAY('2026-01-01'));
  const report = await reconcile(list, DAY('2026-02-01'), { keyLists });
  expect(report.authorities).toEqual({ listed: 1, added: 0, changed: 1 });
  expect(changedNothing(await reconcile(list, DAY('2026-03-01')))).toBe(true);
  expect(
    await database.query(
      `select o.name, a.in_key_list, a.city from schools.authority a join schools.organisation o on o.id = a.id`,
    ),
  ).toEqual([{ name: 'Stadt Köln', in_key_list: true, city: 'Köln' }]);
});

test('a list as of before its last import is refused, and nothing changes; the last one again does no harm', async () => {
  const [before, after] = [{ 100001: {} }, { 100001: { Traegernummer: '83150' }, 100002: {} }];
  await reconcile(before, DAY('2026-01-01'));
  await reconcile(after, DAY('2026-03-01'));
  const found = await fingerprint();
  for (const list of [before, after]) {
    const older = reconcile(list, DAY('2026-02-01'));
    await expect(older).rejects.toThrow(ImportError);
    await expect(older).rejects.toThrow(
      'this list is as of 2026-02-01, before the last import of the official list, which was as of 2026-03-01 (imported on ',
    );
  }
  expect(changedNothing(await reconcile(after, DAY('2026-03-01')))).toBe(true);
  expect(await fingerprint()).toEqual(found);
});

test('the remedy for an older list is one that helps: none but a later day where the last list is of the future', async () => {
  const past = 'import with --as-of on a later day, or without it as of now';
  const future = 'import with --as-of on a later day';
  await reconcile({ 100001: {} }, DAY('2026-01-01'));
  await expect(reconcile({ 100001: {} }, DAY('2025-01-01'))).rejects.toThrow(past);
  await reconcile({ 100001: {} }, DAY('2999-01-01'));
  await expect(reconcile({ 100001: {} }, DAY('2026-02-01'))).rejects.toThrow(new RegExp(`${future}$`));
});

test('a list may be older than the import of another list', async () => {
  await reconcile({ 100001: {} }, DAY('2026-03-01'));
  const other = await reconcile({ 100002: {} }, DAY('2026-01-01'), { source: 'demo' });
  expect(other.schools).toMatchObject({ added: 1, closed: 0 });
});

test('a list older than a change on record is refused, and nothing changes', async () => {
  await reconcile({ 100001: {} }, DAY('2026-01-01'));
  await reconcile({ 100001: { Traegernummer: '83150' } }, DAY('2026-03-01'), { source: 'demo' });
  const before = await fingerprint();
  const older = reconcile({ 100001: { Traegernummer: '13420' } }, DAY('2026-02-01'));
  await expect(older).rejects.toThrow(ImportError);
  await expect(older).rejects.toThrow(
    'line 3: the school 100001 has a change of AUTHORITY on record as of 2026-03-01, later than this list (2026-02-01)',
  );
  expect(await fingerprint()).toEqual(before);
});

test('what a list changes is told field by field', async () => {
  await reconcile({ 100001: {}, 100002: {}, 100003: {} }, DAY('2026-01-01'));
  const changes = new Changes(10);
  const list = { 100001: { Traegernummer: '83150', 'E-Mail': '' }, 100002: {} };
  await reconcile(list, DAY('2026-02-01'), { changes });
  expect(changes.lines()).toEqual([
    'changed fields: school: E-Mail 1, school: in operation 1, school: authority 1',
    '  school 100001: E-Mail: schule@example.org → nothing',
    '  school 100003: in operation: ["1990-07-31 22:00:00+00",) → closed as of the list',
    '  school 100001: authority: Schulträger 10182, 10182 → Schulträger 83150, 83150',
  ]);
});

describe('a list that lacks schools', () => {
  const schools = (count: number, first = 0, fields: SampleSchool = {}) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [100_000 + first + index, fields]));

  test.each([
    ['one in a hundred of many', 900, 891],
    ['five of a few', 40, 35],
  ])('%s: they are closed', async (_what, listed, left) => {
    await reconcile(schools(listed), DAY('2026-01-01'));
    const { closed } = (await reconcile(schools(left), DAY('2026-02-01'))).schools;
    expect(closed).toBe(listed - left);
  });

  test('more than that is refused with the schools by name, and taken where just that number is meant', async () => {
    await reconcile(schools(40), DAY('2026-01-01'));
    const before = await fingerprint();
    const cut = (confirmedLosses?: number) =>
      reconcile(schools(34), DAY('2026-02-01'), confirmedLosses === undefined ? {} : { confirmedLosses });
    await expect(cut()).rejects.toThrow(ImportError);
    await expect(cut()).rejects.toThrow(
      [
        'this list lacks 6 of the 40 schools that are open and were not announced as closing, and would close them; import all of the list, or, where they have closed, add --confirm-losses 6',
        'would close 100034 Städt. Gemeinschaftsgrundschule (Schulträger 10182, 10182)',
        'would close 100035',
      ].join('\n'),
    );
    for (const wrong of [0, 5, 7])
      await expect(cut(wrong)).rejects.toThrow(
        `--confirm-losses ${wrong} is another number; look at them, and give --confirm-losses 6`,
      );
    expect(await fingerprint()).toEqual(before);
    expect((await cut(6)).schools).toMatchObject({ closed: 6, unchanged: 34 });
  });

  test('an authority whose only open school is lost is refused, one that moved all of its schools is not', async () => {
    const private_ = { Traegernummer: '83150' };
    await reconcile({ ...schools(20), 200000: private_ }, DAY('2026-01-01'));
    await expect(reconcile(schools(20), DAY('2026-02-01'))).rejects.toThrow(
      'authorities that it lacks with all of their open schools: 1; import all of the list, or, where they have closed, add --confirm-losses 1',
    );
    const moved = await reconcile({ ...schools(20), 200000: {} }, DAY('2026-02-01'));
    expect(moved.schools).toMatchObject({ movedAuthority: 1, closed: 0 });
  });

  test('schools that have closed, were announced as closing this school year, or came by another list, are no losses', async () => {
    const closed = { Schulbetriebsschluessel: '9', Schulbetriebsdatum: '31.07.2025' };
    const closing = { Schulbetriebsschluessel: '0', Schulbetriebsdatum: '31.07.2026', Traegernummer: '83150' };
    const later = { Schulbetriebsschluessel: '2', Schulbetriebsdatum: '31.07.2028' };
    const all = { ...schools(30), ...schools(50, 100, closed), ...schools(50, 200, closing) };
    await reconcile({ ...all, ...schools(6, 300, later) }, DAY('2026-01-01'));
    await reconcile(schools(1000, 1000), DAY('2026-01-01'), { source: 'demo' });
    const left = { ...schools(30), ...schools(1, 300, later) };
    expect((await reconcile(left, DAY('2026-02-01'))).schools.closed).toBe(105);
    await reconcile({ ...schools(30), ...schools(6, 300, later) }, DAY('2026-03-01'));
    await expect(reconcile(schools(30), DAY('2026-04-01'))).rejects.toThrow('lacks 6 of the 36 schools');
  });

  testWithData('from one real year to the next nothing is refused; cut by 8 %, it is', async () => {
    const take = (file: string, day: string) =>
      ownerTransaction(database.ownerUrl, (db) =>
        reconcileSchools(db, officialList({ schools: file }, DAY(day)), { asOf: DAY(day) }),
      );
    const [y2021, y2022] = ['nrw-schuldaten-2021.csv', 'nrw-schuldaten-2022.csv'].map((name) => path.join(DATA, name));
    await take(y2021 as string, '2021-09-01');
    expect((await take(y2022 as string, '2022-06-15')).schools).toMatchObject({ added: 14, closed: 35 });
    const lines = readFileSync(y2022 as string, 'utf8').split('\n');
    const cut = path.join(folder, 'cut.csv');
    writeFileSync(cut, lines.slice(0, Math.floor(lines.length * 0.92)).join('\n'));
    await expect(take(cut, '2022-07-15')).rejects.toThrow(/this list lacks 4\d\d of the 5,\d{3} schools/);
  });
});
