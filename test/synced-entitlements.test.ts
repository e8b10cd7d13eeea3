/** A source states who is to have which licence. Its entitlements become that, without a gap. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../database/queryable';
import { readSyncFile } from '../services/schools/entitlement-file/read-sync-file';
import { type Sync, syncEntitlements } from '../services/schools/entitlement-file/sync-entitlements';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';

const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-sync-'));
const HEADER = 'licence;holder;from;until;rights;note';
const SCHOOLS = Array.from({ length: 20 }, (_, at) => `Schule ${at}`);

let database: TestDatabase;
let world: SeededWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { owner: 'Stadt', heldAt: ['AUTHORITY', 'SCHOOL'] as const, packages: [{ package: 'Paket' }] };
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY', Nachbarstadt: 'AUTHORITY' },
    schools: {
      ...Object.fromEntries(SCHOOLS.map((name) => [name, { belongsTo: [{ to: 'Stadt' }] }])),
      Fremd: { belongsTo: [{ to: 'Nachbarstadt' }] },
    },
    titles: { Bienen: {} },
    packages: { Paket: [{ title: 'Bienen' }] },
    licences: {
      L1: { ...licence, rights: ['STREAM', 'DOWNLOAD'], term: { from: '2020-01-01', until: '2096-01-01' } },
      L2: { ...licence, rights: ['STREAM'] },
      Pupils: { ...licence, rights: ['STREAM'], pupilRights: ['STREAM'] },
      'cr2-code-01': { ...licence, rights: ['STREAM'] },
      'cr2-code-02': { ...licence, rights: ['STREAM'] },
    },
    entitlements: {},
  });
  await database.keep();
});
beforeEach(() => database.reset());
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const number = (school: string) => world.organisation(school).slice('NW:'.length);
const row = (licence: string, holder: string, ...more: string[]) =>
  [licence, holder, ...more, '', '', '', ''].slice(0, 6).join(';');
const rows = (licence: string, schools: readonly string[]) => schools.map((name) => row(licence, number(name)));

async function sync(
  content: string | Buffer | readonly string[],
  more: Partial<Sync> = {},
  end: 'commit' | 'rollback' = 'commit',
) {
  const file = path.join(folder, 'file');
  writeFileSync(file, Array.isArray(content) ? [HEADER, ...content].join('\n') : (content as string | Buffer));
  return ownerTransaction(
    database.ownerUrl,
    async (db) => {
      const { records, schema } = await readSyncFile(file);
      return syncEntitlements(db, records, {
        source: 'land',
        now: new Date(),
        createdBy: 'import',
        skipBad: false,
        confirmedLosses: null,
        overrideSuspended: null,
        mostTold: 100,
        schema,
        ...more,
      });
    },
    end,
  );
}

const standing = () =>
  database.query<{ licence: string; holder: string; source: string | null }>(
    `select c.number as licence, o.name as holder, e.source from schools.entitlement e
     join licences.contract c on c.licence_id = e.licence_id join schools.organisation o on o.id = e.holder_id
     where e.revoked_at is null order by 1, length(o.name), 2`,
  );
const all = () =>
  database.query('select id, valid::text, revoked_at, revoked_by, source from schools.entitlement order by id');

test('new entitlements are added, those that stay are untouched, and the same file again changes nothing', async () => {
  const [first, second] = [SCHOOLS.slice(0, 3), SCHOOLS.slice(0, 4)];
  expect(await sync(rows('L1', first))).toMatchObject({ added: 3, replaced: 0, ended: 0, kept: 0 });
  const was = await all();
  expect(await sync(rows('L1', second), {}, 'rollback')).toMatchObject({
    added: 1,
    kept: 3,
    changes: [{ what: `L1 of SCHOOL:NW:${number('Schule 3')}`, outcome: 'ADDED' }],
  });
  expect(await all()).toEqual(was);
  expect(await sync(rows('L1', second))).toMatchObject({ added: 1, kept: 3, ended: 0 });
  expect((await all()).slice(0, 3)).toEqual(was);
  expect(await sync(rows('L1', second))).toMatchObject({ added: 0, kept: 4, ended: 0 });
});

test('a replaced entitlement ends at the instant at which the new one begins, without a gap', async () => {
  await sync([row('L1', number('Schule 0')), row('L1', number('Schule 1'))]);
  const replaced = await sync([
    row('L1', number('Schule 0'), '', '01.02.2090', 'STREAM'),
    row('L1', number('Schule 1')),
  ]);
  expect(replaced).toMatchObject({ added: 0, replaced: 1, ended: 0, kept: 1 });
  const gaps = await database.query(
    `select old.revoked_at = lower(new.valid) as seamless, new.rights, upper(new.valid) as until
     from schools.entitlement old join schools.entitlement new using (licence_id, holder_id) where new.id > old.id`,
  );
  expect(gaps).toEqual([{ seamless: true, rights: ['STREAM'], until: new Date('2090-01-31T23:00:00Z') }]);
});

test('only entitlements of the source are ended, and those that staff assigned by hand are untouched', async () => {
  await sync(rows('L1', SCHOOLS.slice(0, 3)));
  await sync(rows('L2', SCHOOLS.slice(0, 3)), { source: 'other' });
  await database.query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select $1::bigint, city.id, school.id, tstzrange(now() - interval '1 day', null), '{STREAM,DOWNLOAD}', 'staff'
     from schools.organisation city, schools.organisation school where city.name = 'Stadt' and school.name = 'Schule 9'`,
    [world.licence('L1')],
  );
  const synced = await sync(rows('L1', ['Schule 0', 'Schule 1', 'Schule 9']));
  expect(synced).toMatchObject({ added: 0, kept: 2, ended: 1, covered: 1 });
  expect((await standing()).map(({ licence, holder, source }) => `${licence} ${holder} ${source}`)).toEqual([
    'L1 Schule 0 land',
    'L1 Schule 1 land',
    'L1 Schule 9 null',
    'L2 Schule 0 other',
    'L2 Schule 1 other',
    'L2 Schule 2 other',
  ]);
});

test('entitlements that staff revoked or changed stay as they are, and are reported', async () => {
  const listed = rows('L1', SCHOOLS.slice(0, 4));
  await sync(listed);
  const change = (school: string, sql: string) =>
    database.query(
      `update schools.entitlement set ${sql} where holder_id = (select id from schools.organisation where name = $1)`,
      [school],
    );
  await change('Schule 0', "revoked_at = now(), revoked_by = 'staff'");
  await change('Schule 1', "valid = tstzrange(lower(valid), '2050-01-01')");
  const was = await all();
  const ends = ['Schule 0', 'Schule 1', 'Schule 2'].map((name) => row('L1', number(name), '', '2060-01-01'));
  expect(await sync(ends)).toMatchObject({ added: 0, replaced: 1, ended: 1, changedByHand: 2 });
  expect((await all()).slice(0, 2)).toEqual(was.slice(0, 2));
  expect(await sync(rows('L1', ['Schule 2']), { confirmedLosses: null })).toMatchObject({ changedByHand: 1, ended: 0 });
});

test('a file that would end many entitlements is refused unless their number is confirmed, also an empty file', async () => {
  await sync(rows('L1', SCHOOLS));
  const was = await all();
  for (const [content, ended] of [
    [rows('L1', SCHOOLS.slice(0, 10)), 10],
    [[], 20],
  ] as const) {
    await expect(sync(content)).rejects.toThrow(`the file lacks ${ended} of the 20 entitlements of this source`);
    await expect(sync(content, { confirmedLosses: ended + 1 })).rejects.toThrow('is another number');
  }
  expect(await all()).toEqual(was);
  expect(await sync([], { confirmedLosses: 20 })).toMatchObject({ ended: 20 });
  expect(await standing()).toEqual([]);
});

test('each bad row is reported with line and reason, and stops all; with skipBad the good rows are imported and nothing ends', async () => {
  await sync(rows('L1', SCHOOLS.slice(0, 2)));
  const file = [
    row('L9', number('Schule 5')),
    row('L1', '999999'),
    row('L2', number('Schule 5'), '', '', 'DOWNLOAD'),
    row('L1', number('Schule 5'), '', '2099-01-01'),
    row('L1', number('Fremd')),
    row('L1', number('Schule 6'), '31.02.2026'),
    row('L1', number('Schule 7'), '', '', '', '=cmd()'),
    row('L1', number('Schule 0')),
    row('L1', number('Schule 0')),
    row('L2', number('Schule 8')),
  ];
  const reasons = [
    'line 2: licence: there is no licence L9',
    'line 3: holder: there is no organisation SCHOOL:NW:999999',
    'line 4: rights: the licence L2 does not grant all of them',
    'line 5: until: the licence L1 ends before',
    `line 6: holder: SCHOOL:NW:${number('Fremd')} does not lie within the owner of the licence L1`,
    'line 7: from: must be a day of the calendar such as 2026-08-01; it is “2026-02-31”',
    'line 8: note: must not begin as a formula does; it is “=cmd()”',
    `line 10: the licence L1 for SCHOOL:NW:${number('Schule 0')} stands in line 9 already`,
  ].join('\n');
  const was = await all();
  await expect(sync(file)).rejects.toThrow(reasons);
  expect(await all()).toEqual(was);
  const synced = await sync(file, { skipBad: true });
  expect(synced).toMatchObject({ added: 1, kept: 1, ended: 0, skippedCount: 8 });
  expect((await all()).slice(0, 2)).toEqual(was);
});

test('what somebody suspended is opened neither by another entitlement nor by one from above', async () => {
  await sync(rows('L1', ['Schule 0', 'Schule 1']));
  await database.query(
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     select min(id), tstzrange(now() - interval '1 hour', null), 'staff' from schools.entitlement`,
  );
  expect(await sync(rows('L1', ['Schule 0', 'Schule 1']))).toMatchObject({ kept: 2, added: 0 });
  await expect(sync(rows('L1', ['Schule 0']), { source: 'other' })).rejects.toThrow('is suspended at');
  const city = [row('L1', `AUTHORITY:${world.organisation('Stadt')}`)];
  await expect(sync(city, { source: 'other' })).rejects.toThrow(
    'would open licences at 1 school where they are suspended',
  );
  expect(await sync(city, { source: 'other', overrideSuspended: 1 })).toMatchObject({ added: 1 });
});

test('the number of schools of a licence is not exceeded', async () => {
  await database.query('update licences.licence_terms set school_count = 2 where licence_id = $1', [
    world.licence('L2'),
  ]);
  await expect(sync(rows('L2', SCHOOLS.slice(0, 3)))).rejects.toThrow('would be held by more schools than it may be');
  expect(await sync(rows('L2', SCHOOLS.slice(0, 2)))).toMatchObject({ added: 2 });
});

test.each<[string, string | Buffer, string]>([
  ['ISO-8859-1', Buffer.from(`${HEADER}\nL1;Schüle\n`, 'latin1'), 'the encoding is not UTF-8'],
  ['UTF-16', Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'), 'the file is UTF-16'],
  ['another table', 'a;b;c\n1;2;3\n', 'this is not the header of a table of entitlements'],
  ['a header without all columns', 'licence;holder\nL1;1\n', 'the header lacks the column “from”'],
  ['nothing at all', '', 'the file is empty'],
  ['a quote that is never closed', `${HEADER}\n"L1;${'x'.repeat(5_000_000)}`, 'longer than'],
  ['a line without an end', 'x'.repeat(5_000_000), 'longer than'],
  ['JSON that is no package', '[1, {"lizenzcode": "a b"}]', 'line 1: must be an object with named fields'],
  ['nested JSON', `[${'['.repeat(100_000)}`, 'line 1'],
])('%s is a clear error, and nothing changes', async (_, content, message) => {
  await expect(sync(content)).rejects.toThrow(message);
  expect(await all()).toEqual([]);
});

describe('BILO licence packages', () => {
  const bilo = (more: object = {}) => ({
    lizenzcode: 'L1',
    product_id: 'urn:bilo:medium:WEB-14-124227',
    lizenzanzahl: 0,
    lizenztyp: 'Schullizenz',
    school_ID: `DE-NW-${number('Schule 0')}`,
    gueltigkeitsbeginn: '01-01-2021',
    gueltigkeitsende: '31-12-2089',
    gueltigkeitsdauer: '',
    ...more,
  });
  const until = () =>
    database.query<{ until: Date }>('select upper(valid) as until from schools.entitlement order by id');

  test('the last day is included, an empty one means no end, and days are counted from the first', async () => {
    const file = [
      bilo(),
      bilo({ lizenzcode: 'L2', gueltigkeitsbeginn: '', gueltigkeitsende: '' }),
      bilo({
        school_ID: number('Schule 1'),
        gueltigkeitsbeginn: '01-08-2030',
        gueltigkeitsende: '',
        gueltigkeitsdauer: '397 Tage',
      }),
    ];
    expect(await sync(JSON.stringify(file))).toMatchObject({ added: 3 });
    expect((await until()).map((one) => one.until?.toISOString() ?? null)).toEqual([
      '2089-12-31T23:00:00.000Z',
      null,
      '2031-09-01T22:00:00.000Z',
    ]);
    expect(await sync(JSON.stringify(file))).toMatchObject({ added: 0, replaced: 0, kept: 3 });
  });

  test('licences for single users or for teachers only do not open a school', async () => {
    const file = [bilo({ lizenztyp: 'Volumenlizenz' }), bilo({ lizenzcode: 'Pupils', sonderlizenz: 'Lehrkraft' })];
    await expect(sync(JSON.stringify(file))).rejects.toThrow(
      [
        'line 1: lizenztyp: must be Schullizenz: other kinds are for single users, and no entitlement of a school; it is “Volumenlizenz”',
        'element 2: sonderlizenz: it is for teachers only, and the licence Pupils opens rights to pupils',
      ].join('\nline 1, '),
    );
  });

  const samples = ['bilo_cr1_licence_package.json', 'bilo_cr2_licence_package.json'].map((name) =>
    path.resolve(__dirname, '../../shared/data/licences', name),
  );
  const [first = '', second = ''] = samples;
  const there = samples.every((file) => existsSync(file));
  if (!there) console.info(`Skipped: the BILO samples are not at ${path.dirname(first)}.`);
  (there ? test : test.skip)(
    'of the samples, each package that opens no school is told; the others go in',
    async () => {
      await expect(sync(readFileSync(first))).rejects.toThrow('school_ID: is missing');
      await expect(sync(readFileSync(second))).rejects.toThrow('school_ID: must be an organisation');
      const schools = readFileSync(second, 'utf8').replaceAll('Demo School ID', number('Schule 0'));
      await expect(sync(schools)).rejects.toThrow('lizenztyp: must be Schullizenz');
      expect(await sync(schools, { skipBad: true })).toMatchObject({ added: 2, skippedCount: 5 });
      expect((await standing()).map(({ licence }) => licence)).toEqual(['cr2-code-01', 'cr2-code-02']);
    },
  );
});
