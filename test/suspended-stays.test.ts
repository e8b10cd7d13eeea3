/** No import opens what somebody has suspended, by whatever way. */
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
import { reportLines } from '../services/schools/school-list/school-list-report';
import { createTestDatabase, type TestDatabase } from './database';
import { run } from './import-records';
import { row, sampleFile } from './sample-school-file';

const DAY = (date: string) => new Date(`${date}T00:00:00Z`);
const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-suspended-'));
afterAll(() => rmSync(folder, { recursive: true }));

let database: TestDatabase;

type Places = Readonly<Record<string, Readonly<Record<string, string>>>>;
const AACHEN = { Traegernummer: '10182', Gemeindeschluessel: '05334002' };
const PLACES: Places = { 100001: AACHEN, 100002: { ...AACHEN, Traegernummer: '10183' } };
const KOELN = { Gemeindeschluessel: '05315000' };
const WITH_KOELN: Places = { ...PLACES, 100009: { ...AACHEN, ...KOELN } };

/** Each import returns the lines of its report. */
type Import = (overridden: number | null) => Promise<readonly string[]>;

function schools(places: Places = PLACES, asOf = '2026-06-01'): Import {
  return (overridden) => {
    const file = path.join(folder, 'schuldaten.csv');
    writeFileSync(file, sampleFile(Object.entries(places).map(([number, fields]) => row(number, fields))));
    const list = officialList({ schools: file }, DAY(asOf));
    return ownerTransaction(database.ownerUrl, async (db) =>
      reportLines(await reconcileSchools(db, list, { asOf: DAY(asOf), overridden })),
    );
  };
}

function licences(...records: readonly object[]): Import {
  return async (overridden) => {
    const importers = { ...catalogue(DAY('2026-06-01')), entitlement: entitlements(overridden) };
    return (await run(database.ownerUrl, importers, records)).notes;
  };
}

function organisations(...records: readonly object[]): Import {
  return async (overridden) => {
    const asOf = DAY('2026-06-01');
    const importers = { media_centre: mediaCentres(asOf), school_group: schoolGroups(asOf, overridden) };
    return (await run(database.ownerUrl, importers, records)).notes;
  };
}

const LEVELS = ['MEDIA_CENTRE', 'AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'];
const licence = {
  type: 'licence',
  number: 'L1',
  name: 'Lizenz',
  kind: 'Landeslizenz',
  publisher: 'Verlag',
  owner: 'STATE:NW',
  holderLevels: LEVELS,
  rights: ['STREAM', 'DOWNLOAD'],
  term: { kind: 'UNLIMITED' },
  titles: ['T1'],
};
const levels = (holderLevels: readonly string[]) => ({ type: 'licence', number: 'L1', holderLevels });
const held = (holder: string, more: object = {}) => ({
  type: 'entitlement',
  licence: 'L1',
  holder,
  from: '2026-01-01',
  ...more,
});
const SUSPENDED = held('SCHOOL:NW:100001', { suspended: [{ from: '2026-02-01' }] });
const group = (...members: readonly string[]) => ({
  type: 'school_group',
  number: 'KKZ1',
  name: 'Gruppe',
  schools: members,
});
const centre = (...areas: readonly string[]) => ({
  type: 'media_centre',
  number: 'MZ-AC',
  name: 'Aachen',
  areas: areas.map((municipality) => ({ municipality })),
});

beforeAll(async () => {
  database = await createTestDatabase();
  await schools(PLACES, '2026-01-01')(null);
  await run(database.ownerUrl, titles, [{ number: 'T1', name: 'T1', publisher: 'Verlag', kind: 'VIDEO' }]);
  await licences(licence)(null);
  await database.keep();
});
beforeEach(() => database.reset());
afterAll(() => database.drop());

async function take(...imports: readonly Import[]): Promise<void> {
  for (const one of imports) await one(null);
}

function stored() {
  return database.query(
    `select 'entitlement' as what, holder_id, valid::text, licence_id from schools.entitlement
     union all select 'membership', organisation_id, valid::text, school_id from schools.membership
     union all select l.holder_levels::text, 0, l.valid::text, l.licence_id from licences.licence_terms l order by 1, 2, 3, 4`,
  );
}

/** For each case: what exists before the suspension, what would open it, and for whom. */
const WAYS: [string, Import[], Import, string][] = [
  ['an entitlement of the authority', [], licences(held('AUTHORITY:NW:10182')), 'AUTHORITY:NW:10182'],
  [
    'an entitlement of the authority that begins later',
    [],
    licences(held('AUTHORITY:NW:10182', { from: '2090-01-01' })),
    'AUTHORITY:NW:10182',
  ],
  [
    'an entitlement of the authority with another right than it had',
    [licences(held('AUTHORITY:NW:10182', { rights: ['STREAM'] }))],
    licences(held('AUTHORITY:NW:10182', { from: '2026-01-02', rights: ['DOWNLOAD'] })),
    'AUTHORITY:NW:10182',
  ],
  [
    'a level at which the licence may be held again',
    [licences(held('AUTHORITY:NW:10182')), licences(levels(['SCHOOL']))],
    licences(levels(LEVELS)),
    'AUTHORITY:NW:10182',
  ],
  [
    'a school list in which it moves to another authority',
    [licences(held('AUTHORITY:NW:10183'))],
    schools({ ...PLACES, 100001: { ...AACHEN, Traegernummer: '10183' } }),
    'AUTHORITY:NW:10183',
  ],
  [
    'a school list in which it moves to another media centre',
    [schools(WITH_KOELN, '2026-02-01'), licences(held('MEDIA_CENTRE:NW:MZ-05315'))],
    schools({ ...WITH_KOELN, 100001: { ...AACHEN, ...KOELN } }),
    'MEDIA_CENTRE:NW:MZ-05315',
  ],
  [
    'a group that it joins',
    [organisations(group('100002')), licences(held('SCHOOL_GROUP:NW:KKZ1'))],
    organisations(group('100001', '100002')),
    'SCHOOL_GROUP:NW:KKZ1',
  ],
  [
    'a media centre that serves its city from then on',
    [organisations(centre()), licences(held('MEDIA_CENTRE:NW:MZ-AC'))],
    organisations(centre('05334002')),
    'MEDIA_CENTRE:NW:MZ-AC',
  ],
  [
    'a suspension above it that ends',
    [licences(held('AUTHORITY:NW:10182', { suspended: [{ from: '2026-02-01' }] }))],
    licences(held('AUTHORITY:NW:10182', { suspended: [{ from: '2026-02-01', until: '2026-03-01' }] })),
    'AUTHORITY:NW:10182',
  ],
];

test.each(WAYS)('%s: refused unless the number of schools is confirmed', async (_, before, opening, holder) => {
  await take(...before, licences(SUSPENDED));
  const was = await stored();
  const named = `would open L1 at SCHOOL:NW:100001: suspended for SCHOOL:NW:100001, open for ${holder}`;
  await expect(opening(null)).rejects.toThrow(
    `the import would open licences at 1 school where they are suspended; end the suspensions, or revoke what is suspended; or, where it is meant, add --override-suspended 1\n${named}`,
  );
  await expect(opening(2)).rejects.toThrow(
    '--override-suspended 2 is another number; look at them, and give --override-suspended 1',
  );
  expect(await stored()).toEqual(was);
  expect(await opening(1)).toContain(
    `schools at which licences open that are suspended there: 1 (L1 at SCHOOL:NW:100001: suspended for SCHOOL:NW:100001, open for ${holder})`,
  );
});

test.each<[string, Import[], Import]>([
  [
    'the school moves from an authority that has the licence to another one that has it',
    [licences(held('AUTHORITY:NW:10182'), held('AUTHORITY:NW:10183')), licences(SUSPENDED)],
    schools({ ...PLACES, 100001: { ...AACHEN, Traegernummer: '10183' } }),
  ],
  [
    'a school is new below what is suspended and what is open',
    [
      licences(held('AUTHORITY:NW:10182')),
      licences(held('MEDIA_CENTRE:NW:MZ-05334', { suspended: [{ from: '2026-02-01' }] })),
    ],
    schools({ ...PLACES, 100003: AACHEN }),
  ],
  [
    'the file ends the suspension itself',
    [licences(SUSPENDED)],
    licences(
      held('SCHOOL:NW:100001', { suspended: [{ from: '2026-02-01', until: '2026-03-01' }] }),
      held('AUTHORITY:NW:10182'),
    ),
  ],
  [
    'the file revokes what is suspended',
    [licences(SUSPENDED)],
    licences({ ...SUSPENDED, revokedOn: '2026-03-01' }, held('AUTHORITY:NW:10182')),
  ],
  [
    'the suspension is over',
    [licences(held('SCHOOL:NW:100001', { suspended: [{ from: '2026-02-01', until: '2026-03-01' }] }))],
    licences(held('AUTHORITY:NW:10182')),
  ],
  ['what opens has ended, too', [licences(SUSPENDED)], licences(held('AUTHORITY:NW:10182', { until: '2026-03-01' }))],
  [
    'what opens is itself suspended',
    [licences(SUSPENDED)],
    licences(held('AUTHORITY:NW:10182', { suspended: [{ from: '2026-01-01' }] })),
  ],
  [
    'it is another licence',
    [licences(SUSPENDED)],
    licences({ ...licence, number: 'L2' }, { ...held('AUTHORITY:NW:10182'), licence: 'L2' }),
  ],
  ['it is another school’s', [licences(SUSPENDED)], licences(held('AUTHORITY:NW:10183'), held('SCHOOL:NW:100002'))],
])('the import is accepted where %s', async (_, before, opening) => {
  await take(...before);
  const lines = await opening(null);
  expect(lines.filter((line) => line.includes('suspended there'))).toEqual([]);
});
