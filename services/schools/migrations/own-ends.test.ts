import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { OwnEnds1780000000012 } from './12-own-ends';

let database: TestDatabase;
let owner: DataSource;
let world: SeededWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { owner: 'STATE', heldAt: ['STATE'] as const, rights: ['STREAM'] as const, packages: [] };
  const term = { from: '2026-01-01', until: '2027-08-01' };
  world = await seedWorld(database.query, {
    organisations: {},
    schools: {},
    titles: {},
    packages: {},
    licences: { befristet: { ...licence, term }, unbefristet: licence, tage: { ...licence, term } },
    entitlements: {
      kopiert: { licence: 'befristet', holder: 'STATE', ...term },
      kürzer: { licence: 'befristet', holder: 'STATE', from: '2026-01-01', until: '2027-07-31' },
      länger: { licence: 'befristet', holder: 'STATE', from: '2026-01-01', until: '2028-08-01' },
      offen: { licence: 'unbefristet', holder: 'STATE', from: '2026-01-01' },
      aktiviert: { licence: 'tage', holder: 'STATE', ...term },
    },
  });
  await database.query(`update licences.licence set term_kind = 'DURATION', duration_days = 5 where id = $1`, [
    world.licence('tage'),
  ]);
  owner = await new DataSource({ type: 'postgres', url: database.ownerUrl, poolSize: 1 }).initialize();
});
afterAll(async () => {
  await owner?.destroy();
  await database?.drop();
});

async function ends(): Promise<Record<string, boolean>> {
  const rows = await database.query<{ id: string; open: boolean }>(
    'select id, upper_inf(valid) as open from schools.entitlement',
  );
  return Object.fromEntries(rows.map(({ id, open }) => [world.nameOfEntitlement(id), open]));
}

test('ends that were copied from the licence’s term are none of the entitlement’s own; others stay', async () => {
  const before = await ends();
  expect(before).toEqual({ kopiert: false, kürzer: false, länger: false, offen: true, aktiviert: false });
  const migration = new OwnEnds1780000000012();
  const runner = owner.createQueryRunner();
  await migration.up(runner);
  expect(await ends()).toEqual({ ...before, kopiert: true });
  await migration.down(runner);
  expect(await ends()).toEqual(before);
  await runner.release();
});
