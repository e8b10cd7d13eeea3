/** A licences file crosses two services: packages and licences are in one, entitlements in the other. */

import { catalogue } from '../services/licences/import/import-licences';
import { titles } from '../services/licences/import/import-titles';
import { entitlements as entitlementsOfFile } from '../services/schools/entitlement/import-entitlements';
import { createTestDatabase, type TestDatabase } from './database';
import { run } from './import-records';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await database.query(`insert into schools.organisation (level, state, number, name)
    values ('AUTHORITY', 'NW', '10182', 'Stadt Köln'), ('SCHOOL', 'NW', '100001', 'Schule'), ('STATE', 'NW', 'NW', 'NRW')`);
  const some = ['T1', 'T2', 'T3'].map((number) => ({ number, name: number, publisher: 'Verlag', kind: 'VIDEO' }));
  await run(database.ownerUrl, titles, some);
});
afterEach(() => database.drop());

const pack = { type: 'package', number: 'P1', name: 'Paket', titles: ['T1', 'T2'] };
const licence = {
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
const entitlement = { type: 'entitlement', licence: 'L1', holder: 'AUTHORITY:NW:10182', from: '2026-08-01' };

const at = (date: string) => new Date(`${date}T00:00:00Z`);
const take = async (records: readonly unknown[], asOf = '2026-01-01') => {
  const importers = { ...catalogue(at(asOf)), entitlement: entitlementsOfFile };
  return (await run(database.ownerUrl, importers, records)).tallies;
};
const assign = async (records: readonly unknown[]) => {
  const { entitlements } = await take(records);
  return { entitlements };
};

const contents = (number: string) =>
  database.query<{ title: string; valid: string }>(
    `select t.number as title, pt.valid::text as valid from licences.package_title pt join licences.package p on p.id = pt.package_id
     join licences.title t on t.id = pt.title_id where p.number = $1 order by t.number, lower(pt.valid) nulls first`,
    [number],
  );
const entitlements = () =>
  database.query(
    `select o.number as holder, e.valid::text, e.rights, e.revoked_at, e.owner_id = w.id as owned,
       array(select s.valid::text from schools.entitlement_suspension s where s.entitlement_id = e.id order by 1) as suspensions
     from schools.entitlement e join schools.organisation o on o.id = e.holder_id, schools.organisation w
     where w.number = '10182' order by e.id`,
  );

const same = (count: number) => ({ added: 0, changed: 0, unchanged: count });

describe('packages and licences', () => {
  test('are taken in once, and the second time changes nothing', async () => {
    const own = { ...licence, number: 'L2', packages: [], titles: ['T3'], term: { kind: 'DURATION', days: 397 } };
    const first = await take([pack, licence, own]);
    expect(first).toEqual({
      packages: { added: 1, changed: 0, unchanged: 0 },
      licences: { added: 2, changed: 0, unchanged: 0 },
      entitlements: same(0),
    });
    expect(await contents('P1')).toEqual([
      { title: 'T1', valid: '(,)' },
      { title: 'T2', valid: '(,)' },
    ]);
    expect(await contents('licence:L2')).toEqual([{ title: 'T3', valid: '(,)' }]);
    const terms =
      await database.query(`select c.number, l.term::text, l.duration_days as days, l.holder_levels as levels, p.cents
      from licences.licence l join licences.contract c on c.licence_id = l.id left join licences.price p on p.licence_id = l.id order by 1`);
    expect(terms).toEqual([
      {
        number: 'L1',
        term: '["2026-07-31 22:00:00+00","2027-07-31 22:00:00+00")',
        days: null,
        levels: ['AUTHORITY', 'SCHOOL'],
        cents: '120000',
      },
      { number: 'L2', term: '(,)', days: 397, levels: ['AUTHORITY', 'SCHOOL'], cents: '120000' },
    ]);
    expect(await take([pack, licence, own], '2026-02-01')).toEqual({
      packages: same(1),
      licences: same(2),
      entitlements: same(0),
    });
  });

  test('a title that is no longer listed leaves the package as of the import, a new one joins, and one comes back', async () => {
    await take([pack]);
    expect(await take([{ ...pack, titles: ['T2', 'T3'] }], '2026-02-01')).toMatchObject({ packages: { changed: 1 } });
    await take([{ ...pack, titles: ['T1', 'T2', 'T3'] }], '2026-03-01');
    expect(await contents('P1')).toEqual([
      { title: 'T1', valid: '(,"2026-02-01 00:00:00+00")' },
      { title: 'T1', valid: '["2026-03-01 00:00:00+00",)' },
      { title: 'T2', valid: '(,)' },
      { title: 'T3', valid: '["2026-02-01 00:00:00+00",)' },
    ]);
  });

  test('stated periods hold; what was recorded of the past stays', async () => {
    await take([{ ...pack, titles: [{ title: 'T1', from: '2025-01-01', until: '2027-01-01' }] }]);
    expect(await contents('P1')).toEqual([
      { title: 'T1', valid: '["2024-12-31 23:00:00+00","2026-12-31 23:00:00+00")' },
    ]);
    await take([{ ...pack, titles: [{ title: 'T1', from: '2025-06-01', until: '2028-01-01' }] }]);
    expect(await contents('P1')).toEqual([
      { title: 'T1', valid: '["2024-12-31 23:00:00+00","2027-12-31 23:00:00+00")' },
    ]);
  });

  test('a licence changes its terms and packages, loses its price, and never changes its owner', async () => {
    await take([pack, licence]);
    const { priceCents: _price, ...unpriced } = licence;
    const changed = { ...unpriced, packages: [], titles: ['T1'], seats: 5 };
    expect(await take([changed], '2026-02-01')).toMatchObject({ licences: { added: 0, changed: 1, unchanged: 0 } });
    expect(await database.query('select * from licences.price')).toEqual([]);
    const covered = await database.query(
      `select p.number, lp.valid::text from licences.licence_package lp join licences.package p on p.id = lp.package_id order by 1`,
    );
    expect(covered).toEqual([
      { number: 'P1', valid: '(,"2026-02-01 00:00:00+00")' },
      { number: 'licence:L1', valid: '["2026-02-01 00:00:00+00",)' },
    ]);
    await expect(take([{ ...licence, owner: 'STATE:NW' }])).rejects.toThrow(
      'line 1: owner: the licence L1 has another owner',
    );
  });

  test('lists are as long as they may be, and a wrong one is told once', async () => {
    const wrong = take([
      { ...pack, titles: Array(100_001).fill(1) },
      { ...licence, rights: Array(51).fill('FLY'), titles: Array(100_001).fill('T1') },
      { ...pack, titles: [1] },
    ]);
    await expect(wrong).rejects.toThrow(
      [
        'line 1: titles: must have at most 100000 elements',
        'line 2: rights: must have at most 50 elements',
        'line 2: titles: must have at most 100000 elements',
        'line 3: titles[0]: must be the number of a title, or an object of its “title”, “from” and “until”; it is 1',
      ].join('\n'),
    );
  });

  test('what does not exist is named with line and path, and nothing changes', async () => {
    const wrong = take([
      { ...licence, packages: ['P1'], owner: 'AUTHORITY:NW:99999' },
      { ...pack, titles: ['T1', 'T9'] },
      { ...licence, number: 'L2', titles: ['T8'], pupilRights: ['LENDING'] },
      { type: 'voucher' },
    ]);
    await expect(wrong).rejects.toThrow(
      [
        'line 1: owner: there is no organisation AUTHORITY:NW:99999',
        'line 1: packages[0]: there is no package P1 before this line',
        'line 2: titles[1]: there is no title T9',
        'line 3: pupilRights: must be among the rights of the licence',
        'line 4: type: must be “package”, “licence” or “entitlement”',
      ].join('\n'),
    );
    expect(await database.query('select number from licences.package')).toEqual([]);
  });
});

describe('entitlements', () => {
  beforeEach(async () => {
    const lasting = { ...licence, number: 'L2', term: { kind: 'DURATION', days: 397 }, packages: [], titles: ['T1'] };
    const open = { ...licence, number: 'L3', term: { kind: 'UNLIMITED' }, packages: [], titles: ['T1'] };
    await take([pack, licence, lasting, open]);
  });

  test('have no end of their own where the file names none, but the days from their activation', async () => {
    const records = [
      entitlement,
      { ...entitlement, licence: 'L2', holder: 'SCHOOL:NW:100001', from: '2026-03-01', rights: ['STREAM'] },
      { ...entitlement, licence: 'L3', until: '2027-01-01' },
      { ...entitlement, licence: 'L3', from: '2027-01-01' },
    ];
    expect(await assign(records)).toEqual({ entitlements: { added: 4, changed: 0, unchanged: 0 } });
    const rights = ['STREAM', 'DOWNLOAD'];
    const common = { owned: true, revoked_at: null, suspensions: [] };
    expect(await entitlements()).toEqual([
      { ...common, holder: '10182', valid: '["2026-07-31 22:00:00+00",)', rights },
      { ...common, holder: '100001', valid: '["2026-02-28 23:00:00+00","2027-04-01 22:00:00+00")', rights: ['STREAM'] },
      { ...common, holder: '10182', valid: '["2026-07-31 22:00:00+00","2026-12-31 23:00:00+00")', rights },
      { ...common, holder: '10182', valid: '["2026-12-31 23:00:00+00",)', rights },
    ]);
    expect(await assign(records)).toEqual({ entitlements: same(4) });
  });

  test('are revoked and suspended by a later file, and a revocation stays', async () => {
    await assign([entitlement]);
    const suspended = [{ from: '2026-09-01', until: '2026-10-01' }, { from: '2026-12-01' }];
    const changed = { entitlements: { added: 0, changed: 1, unchanged: 0 } };
    expect(await assign([{ ...entitlement, suspended }])).toEqual(changed);
    expect(await assign([{ ...entitlement, suspended }])).toEqual({ entitlements: same(1) });
    expect(await assign([{ ...entitlement, suspended: [{ from: '2026-12-01', until: '2027-01-01' }] }])).toEqual(
      changed,
    );
    expect(await assign([{ ...entitlement, revokedOn: '2027-02-01' }])).toEqual(changed);
    expect(await assign([entitlement])).toEqual({ entitlements: same(1) });
    expect(await entitlements()).toMatchObject([
      {
        revoked_at: new Date('2027-01-31T23:00:00Z'),
        suspensions: [
          '["2026-08-31 22:00:00+00","2026-09-30 22:00:00+00")',
          '["2026-11-30 23:00:00+00","2026-12-31 23:00:00+00")',
        ],
      },
    ]);
  });

  test('what their licence does not allow is refused with line and path, and nothing changes', async () => {
    const wrong = assign([
      entitlement,
      entitlement,
      { ...entitlement, licence: 'L9', holder: 'SCHOOL:NW:999999' },
      { ...entitlement, holder: 'STATE:NW' },
      { ...entitlement, from: '2026-08-02', rights: ['LENDING'] },
      { ...entitlement, from: '2027-08-01' },
      { ...entitlement, from: '2026-08-03', until: '2026-08-03' },
      { ...entitlement, from: '2026-08-04', suspended: [{ from: '2026-09-01' }, { from: '2026-10-01' }] },
    ]);
    await expect(wrong).rejects.toThrow(
      [
        'line 2: the entitlement of AUTHORITY:NW:10182 to L1 from 2026-08-01 stands in line 1 already',
        'line 3: licence: there is no licence L9',
        'line 3: holder: there is no organisation SCHOOL:NW:999999',
        'line 4: holder: the licence L1 may not be held by a STATE, only by AUTHORITY, SCHOOL',
        'line 5: rights: the licence L1 does not grant LENDING',
        'line 6: from: the licence L1 ends on 2027-08-01, before the entitlement begins',
        'line 7: until: must be a day after “from”',
        'line 8: suspended: suspensions overlap',
      ].join('\n'),
    );
    expect(await entitlements()).toEqual([]);
  });

  test('never change their end or rights', async () => {
    await assign([entitlement]);
    await expect(assign([{ ...entitlement, until: '2027-01-01', rights: ['STREAM'] }])).rejects.toThrow(
      /line 1: until: on record it is that of its licence; an entitlement does not change.*\nline 1: rights: on record they are STREAM, DOWNLOAD/,
    );
  });
});
