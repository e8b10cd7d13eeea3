/** A licences file crosses two services: packages and licences are in one, entitlements in the other. */
import { Changes } from '../services/import-file/changes';
import { catalogue } from '../services/licences/import/import-licences';
import { run } from './import-records';
import { at, database, licence, pack, same, take } from './licence-records';

const contents = (number: string) =>
  database.query<{ title: string; valid: string }>(
    `select t.number as title, pt.valid::text as valid from licences.package_title pt join licences.package p on p.id = pt.package_id
     join licences.title t on t.id = pt.title_id where p.number = $1 order by t.number, lower(pt.valid) nulls first`,
    [number],
  );

const terms = () =>
  database.query(
    `select c.number, c.name, c.kind, p.name as publisher, l.term::text, l.term_kind, l.duration_days, l.holder_levels, l.rights,
       l.pupil_rights, l.seats, l.school_count,
       array(select pa.number || ' ' || lp.valid from licences.licence_package lp join licences.package pa on pa.id = lp.package_id
             where lp.licence_id = c.licence_id order by 1) as packages,
       array(select t.number || ' ' || pt.valid from licences.package pa join licences.package_title pt on pt.package_id = pa.id
             join licences.title t on t.id = pt.title_id where pa.number = 'licence:' || c.number order by 1) as titles
     from licences.contract c join licences.licence_terms l on l.licence_id = c.licence_id and upper_inf(l.valid) join licences.publisher p on p.id = c.publisher_id
     order by c.number`,
  );

describe('packages and licences', () => {
  test('are imported once, and a second import changes nothing', async () => {
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
      from licences.licence_terms l join licences.contract c using (licence_id) left join licences.purchase p using (licence_id) order by 1`);
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

  test('a title that is no longer listed leaves the package at the import, a new one joins, and one comes back', async () => {
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

  test('stated periods apply; what is recorded of the past stays', async () => {
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
    expect(await database.query('select * from licences.purchase')).toEqual([]);
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

  test('what a record leaves out stays as it is: a corrected price opens and closes nothing', async () => {
    const whole = { ...licence, seats: 30, schoolCount: 12, titles: ['T3'] };
    await take([pack, whole]);
    const before = await terms();
    const { type, number } = licence;
    expect(await take([{ type, number }], '2026-02-01')).toMatchObject({ licences: same(1) });
    const changes = new Changes(10);
    await take([{ type, number, priceCents: 99_00 }], '2026-02-01', changes);
    expect(await terms()).toEqual(before);
    expect(changes.lines().slice(1)).toEqual([
      '  licence L1: purchases: L1: 120000 cents, 2026-08-01 to 2027-08-01 → L1: 9900 cents, 2026-08-01 to 2027-08-01',
    ]);
    for (const field of Object.keys(whole).filter((name) => !['type', 'number', 'priceCents'].includes(name))) {
      const { [field as keyof typeof whole]: _left, ...rest } = whole;
      await take([rest], '2026-02-01');
      expect([field, await terms()]).toEqual([field, before]);
    }
  });

  test('null and explicit lists widen, and are reported field by field', async () => {
    const limited = { kind: 'DURATION', days: 5, until: '2027-01-01' };
    await take([pack, { ...licence, seats: 30, schoolCount: 12, term: limited }]);
    const changes = new Changes(20);
    const { type, number } = licence;
    const wider = {
      type,
      number,
      seats: null,
      schoolCount: null,
      pupilRights: ['STREAM', 'DOWNLOAD'],
      term: { kind: 'DURATION', days: 9 },
      titles: ['T3'],
    };
    await take([wider, { ...pack, titles: ['T1'] }], '2026-02-01', changes);
    expect(changes.lines().slice(1)).toEqual([
      '  package P1: title T2: {(,)} → {(,"2026-02-01 00:00:00+00")}',
      '  licence L1: pupilRights: STREAM → STREAM, DOWNLOAD',
      '  licence L1: seats: 30 → nothing',
      '  licence L1: schoolCount: 12 → nothing',
      '  licence L1: durationDays: 5 → 9',
      '  licence L1: title T3: {} → {(,)}',
    ]);
    await take([{ type, number, term: { kind: 'DURATION', days: 9, until: null } }], '2026-02-01');
    expect((await terms())[0]).toMatchObject({ term: '(,)', seats: null, school_count: null });
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

  test('lists may have their maximum length, and a wrong one is reported once', async () => {
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

  test('unknown names are reported with line and path, and nothing changes', async () => {
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
