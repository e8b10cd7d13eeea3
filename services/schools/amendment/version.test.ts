/** The version of an entitlement: every change raises it, and nobody can set it. */
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';

let database: TestDatabase;
let world: SeededWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: {},
    packages: {},
    licences: { Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY', 'SCHOOL'], rights: ['STREAM'], packages: [] } },
    entitlements: {
      'der Stadt': { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01' },
      'der Schule': { licence: 'Lizenz', holder: 'Schule', from: '2026-01-01' },
    },
  });
  await database.keep();
});
afterAll(() => database?.drop());
beforeEach(() => database.reset());

const versions = async () => {
  const rows = await database.query<{ id: string; version: number }>(
    'select id, version from schools.entitlement order by id',
  );
  const of = (name: string) => rows.find(({ id }) => id === world.entitlement(name))?.version;
  return [of('der Stadt'), of('der Schule')];
};

test.each([
  ['a revocation', 'update schools.entitlement set revoked_at = now() where id = $1', 2],
  ['an attempt to set the version', 'update schools.entitlement set version = 7 where id = $1', 2],
  [
    'a suspension',
    "insert into schools.entitlement_suspension (entitlement_id, valid, created_by) values ($1, '[2026-02-01,)', '')",
    2,
  ],
  ['nothing', 'update schools.entitlement set revoked_at = now() where id = $1 and false', 1],
])('%s raises the version of the changed entitlement only', async (_, change, raised) => {
  expect(await versions()).toEqual([1, 1]);
  await database.query(change, [world.entitlement('der Stadt')]);
  expect(await versions()).toEqual([raised, 1]);
});

test('ending and deleting a suspension raise the version, too', async () => {
  const id = world.entitlement('der Schule');
  await database.query(
    "insert into schools.entitlement_suspension (entitlement_id, valid, created_by) values ($1, '[2026-02-01,)', '')",
    [id],
  );
  await database.query(
    "update schools.entitlement_suspension set valid = '[2026-02-01,2026-03-01)' where entitlement_id = $1",
    [id],
  );
  await database.query('delete from schools.entitlement_suspension where entitlement_id = $1', [id]);
  expect(await versions()).toEqual([1, 4]);
});
