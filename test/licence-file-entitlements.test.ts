/** The entitlements of a licences file. */
import { Changes } from '../services/import-file/changes';
import { catalogue } from '../services/licences/import/import-licences';
import { entitlements as entitlementsOfFile } from '../services/schools/entitlement/import-entitlements';
import { run } from './import-records';
import { at, database, entitlement, entitlements, licence, pack, same, take } from './licence-records';

const notes = async (records: readonly unknown[]) =>
  (await run(database.ownerUrl, { ...catalogue(at('2026-01-01')), entitlement: entitlementsOfFile() }, records)).notes;

const assign = async (records: readonly unknown[]) => {
  const { entitlements } = await take(records);
  return { entitlements };
};

describe('entitlements', () => {
  beforeEach(async () => {
    const lasting = { ...licence, number: 'L2', term: { kind: 'DURATION', days: 397 }, packages: [], titles: ['T1'] };
    const open = { ...licence, number: 'L3', term: { kind: 'UNLIMITED' }, packages: [], titles: ['T1'] };
    await take([pack, licence, lasting, open]);
  });

  test('have no end of their own where the file names none, except the days from their activation', async () => {
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

  test('are refused with line and path where their licence does not allow them, and nothing changes', async () => {
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

  test('do not open it either from the end of the suspended entitlement on', async () => {
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

  test('what the file could mean and the import does not do is reported', async () => {
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

  test('of a licence that lasts longer now, those whose own end is earlier are named', async () => {
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
