import path from 'node:path';
import { ownerTransaction } from '../../../database/queryable';
import { DATA, DAY, database, fingerprint, reconcile, testWithData } from '../../../test/reconciled-lists';
import { Changes } from '../../import-file/changes';
import { officialList } from './official-list';
import { reconcileSchools } from './reconcile';
import { authoritiesBy, formsBy, madePart } from './school-list';
import { changedNothing, reportLines } from './school-list-report';

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

test('entitlements that a moved school has from its former authority are reported, because only that authority can end them', async () => {
  await reconcile({ 100001: { Traegernummer: '10182' } }, DAY('2026-01-01'));
  await database.query(
    `with owner as (select id from schools.organisation where key = 'AUTHORITY:NW:10182'),
     publisher as (insert into licences.publisher (name) values ('Verlag') returning id),
     licence as (insert into licences.licence default values returning id),
     terms as (insert into licences.licence_terms (licence_id, term, term_kind, holder_levels, rights)
       select id, '(,2030-01-01)', 'FIXED', '{SCHOOL}', '{STREAM}' from licence),
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

testWithData('the real list is imported, and a second import changes nothing', async () => {
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

test('a media centre of a municipality takes precedence over that of its district', async () => {
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

test('a school that left the list is closed and keeps its memberships; one that came back is open again', async () => {
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

test('what a list changes is reported field by field', async () => {
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
