import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { until } from '../../../test/until';

let database: TestDatabase;
let world: SeededWorld;
let listener: Client;
const told: { channel: string; names: string[] }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Land: 'STATE', Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Land' }, { to: 'Stadt' }] } },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: {
      Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { 'für die Stadt': { licence: 'Lizenz', holder: 'Stadt', from: '2024-08-01' } },
  });
  listener = new Client({ connectionString: database.urlOf('licences') });
  await listener.connect();
  listener.on('notification', ({ channel, payload }) =>
    told.push({ channel, names: (payload ?? '').split(' ').sort() }),
  );
  await listener.query('listen freischalter_schools; listen freischalter_licences');
});
afterAll(async () => {
  await listener?.end();
  await database?.drop();
});

/** What is told of a statement of the owner. */
async function toldOf(sql: string): Promise<typeof told> {
  told.splice(0);
  await database.query(sql);
  await database.query("notify freischalter_schools, 'the end'");
  await until('all is told', () => told.at(-1)?.names.includes('end') === true);
  return told.slice(0, -1);
}

async function idOf(name: string): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `select id from schools.organisation where external_id = '${world.organisation(name)}'`,
  );
  return row?.id as string;
}

describe('a change tells what it is about', () => {
  test.each([
    ['a school', 'update schools.school set city = city', 'Schule'],
    ['a membership', 'update schools.membership set valid = valid', 'Schule'],
    ['an organisation', "update schools.organisation set name = 'Neue Stadt' where level = 'AUTHORITY'", 'Stadt'],
  ])('%s', async (_, sql, name) => {
    expect(await toldOf(sql)).toEqual([{ channel: 'freischalter_schools', names: [await idOf(name)] }]);
  });

  test.each([
    ['an entitlement', 'update schools.entitlement set revoked_at = now()'],
    [
      'a suspension',
      "insert into schools.entitlement_suspension (entitlement_id, valid, created_by) select id, '[2025-01-01,2025-02-01)', 'test' from schools.entitlement",
    ],
    ['a suspension that is taken back', 'delete from schools.entitlement_suspension'],
  ])('%s, of whose entitlements', async (_, sql) => {
    const names = [`e${await idOf('Stadt')}`];
    expect(await toldOf(sql)).toEqual([{ channel: 'freischalter_schools', names }]);
  });

  test.each(['update licences.licence_terms set seats = 1', 'delete from licences.licence_package'])(
    '%s',
    async (sql) => {
      const [{ id }] = (await database.query<{ id: string }>('select id from licences.licence')) as [{ id: string }];
      expect(await toldOf(sql)).toEqual([{ channel: 'freischalter_licences', names: [id] }]);
    },
  );

  test.each([
    ['a title', 'update licences.title set year = 2020'],
    ['what a package holds', 'delete from licences.package_title'],
  ])('%s, and that the catalogue changed', async (_, sql) => {
    const names = ['catalogue', `t${world.title('Film')}`];
    expect(await toldOf(sql)).toEqual([{ channel: 'freischalter_licences', names }]);
  });

  test('of everything, with the name of a publisher', async () => {
    const sql = "update licences.publisher set name = name || '!'";
    expect(await toldOf(sql)).toEqual([{ channel: 'freischalter_licences', names: [''] }]);
  });

  test('an entitlement that gets another holder, of both', async () => {
    const sql = `update schools.entitlement set holder_id = ${await idOf('Schule')}`;
    const both = [`e${await idOf('Schule')}`, `e${await idOf('Stadt')}`].sort();
    expect(await toldOf(sql)).toEqual([{ channel: 'freischalter_schools', names: both }]);
  });

  test('of nothing, where no row is changed', async () => {
    expect(await toldOf('delete from schools.entitlement where false')).toEqual([]);
  });

  test('of everything, where a table is emptied', async () => {
    expect(await toldOf('truncate schools.entitlement_suspension')).toEqual([
      { channel: 'freischalter_schools', names: [''] },
    ]);
  });

  test('of everything, where the names are too many for one message', async () => {
    const groups =
      "insert into schools.organisation (level, state, number, name) select 'SCHOOL_GROUP', 'NW', 'G' || n, 'Gruppe' from generate_series(1, 3000) n";
    expect(await toldOf(groups)).toEqual([{ channel: 'freischalter_schools', names: [''] }]);
    const sql = `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
      select 1, id, id, '[2025-01-01,)', '{STREAM}', 'test' from schools.organisation where level = 'SCHOOL_GROUP'`;
    expect(await toldOf(sql)).toEqual([{ channel: 'freischalter_schools', names: [''] }]);
  });
});
