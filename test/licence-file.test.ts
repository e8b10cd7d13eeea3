/** A licences file crosses two services: packages and licences are in one, entitlements in the other. */

import { Changes } from '../services/import-file/changes';
import { catalogue } from '../services/licences/import/import-licences';
import { titles } from '../services/licences/import/import-titles';
import { entitlements as entitlementsOfFile } from '../services/schools/entitlement/import-entitlements';
import { createTestDatabase, type TestDatabase } from './database';
import { run } from './import-records';

let database: TestDatabase;
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
const take = async (records: readonly unknown[], asOf = '2026-01-01', changes?: Changes) => {
  const importers = { ...catalogue(at(asOf)), entitlement: entitlementsOfFile() };
  return (await run(database.ownerUrl, importers, records, changes)).tallies;
};
const notes = async (records: readonly unknown[]) =>
  (await run(database.ownerUrl, { ...catalogue(at('2026-01-01')), entitlement: entitlementsOfFile() }, records)).notes;
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
const terms = () =>
  database.query(
    `select c.number, c.name, c.kind, p.name as publisher, l.term::text, l.term_kind, l.duration_days, l.holder_levels, l.rights,
       l.pupil_rights, l.seats,
       array(select pa.number || ' ' || lp.valid from licences.licence_package lp join licences.package pa on pa.id = lp.package_id
             where lp.licence_id = l.id order by 1) as packages,
       array(select t.number || ' ' || pt.valid from licences.package pa join licences.package_title pt on pt.package_id = pa.id
             join licences.title t on t.id = pt.title_id where pa.number = 'licence:' || c.number order by 1) as titles
     from licences.contract c join licences.licence l on l.id = c.licence_id join licences.publisher p on p.id = c.publisher_id
     order by c.number`,
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
    const changed = { ...licence, priceCents: null, packages: [], titles: ['T1'], seats: 5 };
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

  test('what a record leaves out stays as it is: a mended price opens and closes nothing', async () => {
    const whole = { ...licence, seats: 30, titles: ['T3'] };
    await take([pack, whole]);
    const before = await terms();
    const { type, number } = licence;
    expect(await take([{ type, number }], '2026-02-01')).toMatchObject({ licences: same(1) });
    const changes = new Changes(10);
    await take([{ type, number, priceCents: 99_00 }], '2026-02-01', changes);
    expect(await terms()).toEqual(before);
    expect(changes.lines().slice(1)).toEqual(['  licence L1: priceCents: 120000 → 9900']);
    for (const field of Object.keys(whole).filter((name) => !['type', 'number', 'priceCents'].includes(name))) {
      const { [field as keyof typeof whole]: _left, ...rest } = whole;
      await take([rest], '2026-02-01');
      expect([field, await terms()]).toEqual([field, before]);
    }
  });

  test('null and explicit lists widen, and are told field by field', async () => {
    const limited = { kind: 'DURATION', days: 5, until: '2027-01-01' };
    await take([pack, { ...licence, seats: 30, term: limited }]);
    const changes = new Changes(20);
    const { type, number } = licence;
    const wider = {
      type,
      number,
      seats: null,
      pupilRights: ['STREAM', 'DOWNLOAD'],
      term: { kind: 'DURATION', days: 9 },
      titles: ['T3'],
    };
    await take([wider, { ...pack, titles: ['T1'] }], '2026-02-01', changes);
    expect(changes.lines().slice(1)).toEqual([
      '  package P1: title T2: {(,)} → {(,"2026-02-01 00:00:00+00")}',
      '  licence L1: pupilRights: STREAM → STREAM, DOWNLOAD',
      '  licence L1: seats: 30 → nothing',
      '  licence L1: durationDays: 5 → 9',
      '  licence L1: title T3: {} → {(,)}',
    ]);
    await take([{ type, number, term: { kind: 'DURATION', days: 9, until: null } }], '2026-02-01');
    expect((await terms())[0]).toMatchObject({ term: '(,)', seats: null });
  });

  test('a package keeps its name, its list and the ends in it that a record leaves out', async () => {
    const until = [{ title: 'T1', from: '2025-01-01', until: '2027-01-01' }, 'T2'];
    await take([{ ...pack, titles: until }]);
    const before = await contents('P1');
    expect(await take([{ type: 'package', number: 'P1' }], '2026-02-01')).toMatchObject({ packages: same(1) });
    expect(await take([{ ...pack, titles: ['T1', 'T2'] }], '2026-02-01')).toMatchObject({ packages: same(1) });
    expect(await take([{ ...pack, titles: [{ title: 'T1', from: '2025-01-01' }, 'T2'] }], '2026-02-01')).toMatchObject({
      packages: same(1),
    });
    expect(await contents('P1')).toEqual(before);
    const late = await run(database.ownerUrl, catalogue(at('2027-02-01')), [pack]);
    expect(await contents('P1')).toEqual(before);
    expect(late.notes).toEqual([
      'titles that stay out of their package, since their stated end is past and the file states no “from”: 1 (T1 of P1)',
    ]);
    await take([{ ...pack, titles: [{ title: 'T1', from: '2027-03-01' }, 'T2'] }], '2027-02-01');
    expect(await contents('P1')).toEqual([before[0], { title: 'T1', valid: '["2027-02-28 23:00:00+00",)' }, before[1]]);
    await expect(take([{ type: 'package', number: 'P9', titles: [] }])).rejects.toThrow(
      'line 1: name: is missing; the package P9 is new and needs it',
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
        'line 3: pupilRights: must be among the rights of the licence, and would be LENDING',
        'line 3: titles[0]: there is no title T8',
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

  test('do not open again what is suspended at their holder', async () => {
    await assign([{ ...entitlement, suspended: [{ from: '2026-09-01' }] }]);
    const another = { ...entitlement, from: '2026-10-01' };
    await expect(assign([another])).rejects.toThrow(
      /the entitlement of AUTHORITY:NW:10182 to L1 from 2026-08-01 is suspended; end its suspension, or revoke it/,
    );
    await assign([{ ...entitlement, suspended: [{ from: '2026-09-01', until: '2026-10-01' }] }]);
    expect(await assign([another])).toMatchObject({ entitlements: { added: 1 } });
  });

  test('do not open it again after its end either, while it has not ended', async () => {
    const unlimited = { ...entitlement, licence: 'L3', until: '2090-01-01' };
    const later = { ...entitlement, licence: 'L3', from: '2090-01-01' };
    await assign([{ ...unlimited, suspended: [{ from: '2026-09-01' }] }]);
    await expect(assign([later])).rejects.toThrow(
      'the entitlement of AUTHORITY:NW:10182 to L3 from 2026-08-01 is suspended',
    );
    await assign([{ ...unlimited, suspended: [{ from: '2026-09-01', until: '2026-10-01' }] }]);
    expect(await assign([later])).toMatchObject({ entitlements: { added: 1 } });
  });

  test('never change their end or rights', async () => {
    await assign([entitlement]);
    await expect(assign([{ ...entitlement, until: '2027-01-01', rights: ['STREAM'] }])).rejects.toThrow(
      /line 1: until: on record it is that of its licence; an entitlement does not change.*\nline 1: rights: on record they are STREAM, DOWNLOAD/,
    );
  });

  test('an empty list of suspensions ends none and is refused where there is one; an end is given by its “from”', async () => {
    await assign([{ ...entitlement, suspended: [{ from: '2026-09-01' }] }]);
    await expect(assign([{ ...entitlement, suspended: [] }])).rejects.toThrow(
      'line 1: suspended: an empty list ends no suspension, and on record there is one from 2026-09-01; leave it out, or name its “from” with the “until” at which it ends',
    );
    expect(await assign([entitlement])).toEqual({ entitlements: same(1) });
    expect(await notes([entitlement])).toEqual([]);
    const changes = new Changes(5);
    await take([{ ...entitlement, suspended: [{ from: '2026-09-01', until: '2026-10-01' }] }], '2026-01-01', changes);
    expect(changes.lines().slice(1)).toEqual([
      '  entitlement L1 of AUTHORITY:NW:10182 from 2026-08-01: suspended: 2026-09-01 to further notice → 2026-09-01 to 2026-10-01',
    ]);
  });

  test('what the file might be taken to say and is not done is told', async () => {
    await assign([{ ...entitlement, revokedOn: '2027-01-01' }]);
    expect(await notes([entitlement])).toEqual([
      'entitlements that are revoked on record otherwise than the file says, and stay so: 1 (L1 of AUTHORITY:NW:10182 from 2026-08-01)',
    ]);
    expect(await notes([{ ...entitlement, revokedOn: '2027-01-01' }])).toEqual([]);
    const other = { ...entitlement, from: '2026-08-02' };
    await assign([{ ...other, suspended: [{ from: '2100-09-01' }] }]);
    expect(await notes([{ ...other, suspended: [{ from: '2099-09-01', until: '2100-01-01' }] }])).toEqual([
      'entitlements with suspensions on record that the file does not name, and that stay: 1 (L1 of AUTHORITY:NW:10182 from 2026-08-02)',
    ]);
  });

  test('of a licence that lasts longer now, those that end before it with an end of their own are named', async () => {
    const own = { ...entitlement, holder: 'SCHOOL:NW:100001', from: '2026-09-01', until: '2027-08-01' };
    const past = { ...own, from: '2025-09-01', until: '2026-01-01' };
    const longer = { ...licence, term: { kind: 'FIXED', from: '2025-08-01', until: '2028-08-01' } };
    await take([{ ...longer, term: { ...longer.term, until: '2027-08-01' } }]);
    await assign([entitlement, own, past]);
    const note =
      'entitlements with an end of their own before the new end of their licence, which they keep: 1 (L1 of SCHOOL:NW:100001 until 2027-08-01)';
    expect(await notes([longer])).toEqual([note]);
    expect(await notes([longer])).toEqual([]);
    expect(await notes([{ ...longer, term: { kind: 'UNLIMITED' } }])).toEqual([note]);
  });
});
