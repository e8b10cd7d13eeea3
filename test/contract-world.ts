/** Two cities as clients of the API see them. Its hooks run in each test file that imports it. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';
import type { World } from './world';

const WORLD: World = {
  organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY', Medienzentrum: 'MEDIA_CENTRE' },
  schools: {
    'Schule A1': { belongsTo: [{ to: 'Stadt A' }, { to: 'Medienzentrum' }] },
    'Schule A2': { belongsTo: [{ to: 'Stadt A' }, { to: 'Medienzentrum' }] },
    'Schule B1': { belongsTo: [{ to: 'Stadt B' }] },
  },
  titles: Object.fromEntries(
    ['Ameisen', 'Bienen', 'Dünen', 'Eis', 'Flüsse', 'Gletscher', 'Hagel'].map((name, at) => [
      name,
      { kind: at % 2 ? ('AUDIO' as const) : ('VIDEO' as const) },
    ]),
  ),
  packages: { Natur: ['Ameisen', 'Bienen', 'Dünen', 'Eis', 'Flüsse'].map((title) => ({ title })) },
  licences: {
    'Lizenz A': {
      owner: 'Stadt A',
      heldAt: ['AUTHORITY', 'SCHOOL'],
      rights: ['STREAM', 'DOWNLOAD'],
      packages: [{ package: 'Natur' }],
    },
    'Lizenz B': {
      owner: 'Stadt B',
      heldAt: ['AUTHORITY', 'SCHOOL'],
      rights: ['STREAM'],
      packages: [{ package: 'Natur' }],
    },
    'Lizenz der Mitte': {
      owner: 'Medienzentrum',
      heldAt: ['SCHOOL'],
      rights: ['STREAM'],
      packages: [{ package: 'Natur' }],
    },
    'Lizenz des Landes': {
      owner: 'STATE',
      heldAt: ['STATE', 'SCHOOL'],
      rights: ['STREAM'],
      packages: [{ package: 'Natur' }],
    },
  },
  entitlements: {},
};

export let database: TestDatabase;
export let system: System;
export let world: SeededWorld;
export let lmsOfA1: string;
export let lmsOfB1: string;
export let staffOfA: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, WORLD);
  system = await startSystem(database);
  lmsOfA1 = await tokenOf('lms', `SCHOOL:${world.organisation('Schule A1')}`);
  lmsOfB1 = await tokenOf('lms', `SCHOOL:${world.organisation('Schule B1')}`);
  staffOfA = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});
afterEach(() =>
  database.query(
    'delete from schools.entitlement_suspension; delete from schools.entitlement; delete from schools.assignment',
  ),
);

export const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);
