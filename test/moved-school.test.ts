/**
 * A school moves to another authority, with an entitlement that its former authority bought for it. The owner of the
 * licence may end what it gave, wherever the holder belongs. The new authority sees that it applies, but not the price.
 */

import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import type { Envelope } from '../request/signing/signed-request';
import { Turns } from '../request/turns';
import { NO_INVALIDATION_FEED } from '../services/subgraph/cache/invalidation-feed';
import { USUAL_SETTINGS } from '../services/subgraph/context';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf, type Walls } from './system';

let database: TestDatabase;
let world: SeededWorld;
const systems = new Map<string, Promise<System>>();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: {
      Wechselt: {
        belongsTo: [
          { to: 'Stadt A', until: '2026-08-01' },
          { to: 'Stadt B', from: '2026-08-01' },
        ],
      },
    },
    titles: { Vulkane: {} },
    packages: { P: [{ title: 'Vulkane' }] },
    licences: {
      'Lizenz A': { owner: 'Stadt A', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'P' }] },
    },
    entitlements: { Freischaltung: { licence: 'Lizenz A', holder: 'Wechselt', from: '2026-01-01' } },
  });
  await database.query(bought('true', '99900'));
  await database.keep();
});
beforeEach(() => database.reset());
afterAll(async () => {
  for (const system of systems.values()) await (await system).stop();
  await database.drop();
});

const key = (city: string) => `AUTHORITY:${world.organisation(city)}` as const;
const OPERATOR: Caller = {
  kind: 'operator',
  subject: 'a wall that is off',
  scopes: SCOPES_OF_KIND.operator,
  bound: [],
};
const staffOf = (city: string): Caller => ({
  kind: 'licensing',
  subject: `staff of ${city}`,
  scopes: SCOPES_OF_KIND.licensing,
  bound: [key(city)],
});
const asOperator = ({ instant, requestId, refused }: Omit<Envelope, 'caller'>): Envelope => ({
  caller: OPERATOR,
  instant,
  requestId,
  refused,
});
const WALLS: [string, (city: string) => Walls][] = [
  ['all walls', () => ({})],
  ['the gateway alone', () => ({ envelope: asOperator, databaseUrl: () => database.ownerUrl })],
  ['the check of the Caller alone', () => ({ databaseUrl: () => database.ownerUrl })],
  [
    'row-level security alone',
    (city) => ({
      context: ({ instant, requestId }: Envelope, dataSource: DataSource) => ({
        caller: OPERATOR,
        now: instant,
        requestId,
        settings: USUAL_SETTINGS,
        session: new Session(dataSource, staffOf(city)),
        changes: NO_INVALIDATION_FEED,
        readGeneration: null,
        turns: new Turns(),
      }),
    }),
  ],
];

/** One mutation for each wall that staff can run into. */
function systemBehind(name: string, walls: (typeof WALLS)[number][1], city: string): Promise<System> {
  const key = `${name} ${city}`;
  const system = systems.get(key) ?? startSystem(database, walls(city));
  systems.set(key, system);
  return system;
}

const REVOKE = `mutation ($id: ID!) { revokeEntitlements(input: { entitlementIds: [$id] }) {
  changed changes { entitlement { status holder { id } } } } }`;

test.each(WALLS)('the owner ends it: %s', async (name, walls) => {
  const system = await systemBehind(name, walls, 'Stadt A');
  const answer = await system.ask(await tokenOf('licensing', key('Stadt A')), REVOKE, {
    id: world.entitlement('Freischaltung'),
  });
  expect(answer).toEqual({
    data: {
      revokeEntitlements: {
        changed: 1,
        changes: [{ entitlement: { status: 'REVOKED', holder: { id: world.organisation('Wechselt') } } }],
      },
    },
  });
});

test.each(WALLS)('the authority that the school belongs to now cannot: %s', async (name, walls) => {
  const system = await systemBehind(name, walls, 'Stadt B');
  const answer = await system.ask(await tokenOf('licensing', key('Stadt B')), REVOKE, {
    id: world.entitlement('Freischaltung'),
  });
  if (answer.errors) expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  else expect(answer.data.revokeEntitlements.changed).toBe(0);
  expect(await database.query('select from schools.entitlement where revoked_at is not null')).toEqual([]);
});

const PRICE = 'query ($id: ID!) { entitlement(id: $id) { holder { id } licence { number price { cents } } } }';

describe('the price', () => {
  /** The gateway knows no licences, so it checks only the scope, and the services check the owner. */
  test.each(WALLS.filter(([name]) => name !== 'the gateway alone'))('is for the owner: %s', async (name, walls) => {
    for (const [city, price] of [
      ['Stadt A', { cents: 99_900 }],
      ['Stadt B', null],
    ] as const) {
      const system = await systemBehind(name, walls, city);
      const answer = await system.ask(await tokenOf('licensing', key(city)), PRICE, {
        id: world.entitlement('Freischaltung'),
      });
      expect(answer).toEqual({
        data: {
          entitlement: { holder: { id: world.organisation('Wechselt') }, licence: { number: 'Lizenz A', price } },
        },
      });
    }
  });

  test('is for the operator', async () => {
    const [name, walls] = WALLS[0] as (typeof WALLS)[number];
    const system = await systemBehind(name, walls, 'Stadt A');
    const answer = await system.ask(await tokenOf('operator'), PRICE, { id: world.entitlement('Freischaltung') });
    expect(answer.data.entitlement.licence.price).toEqual({ cents: 99_900 });
  });
});
