/** A school changes its authority: the new one must not read what the former one buys, nor for how much. */

import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import type { Envelope } from '../request/signing/signed-request';
import { Turns } from '../request/turns';
import { NO_INVALIDATION_FEED } from '../services/subgraph/cache/invalidation-feed';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';
import { startSystem, tokenOf, type Walls } from './system';

let database: TestDatabase;
let world: SeededWorld;
let staff: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = {
    heldAt: ['AUTHORITY', 'SCHOOL'] as const,
    rights: ['STREAM'] as const,
    packages: [{ package: 'P' }],
  };
  world = await seedWorld(database.query, {
    organisations: { Früher: 'AUTHORITY', Jetzt: 'AUTHORITY' },
    schools: {
      Bleibt: { belongsTo: [{ to: 'Früher' }] },
      Wechselt: {
        belongsTo: [
          { to: 'Früher', until: '2024-08-01' },
          { to: 'Jetzt', from: '2024-08-01' },
        ],
      },
    },
    titles: { Vulkane: {} },
    packages: { P: [{ title: 'Vulkane' }] },
    licences: {
      'Lizenz von Jetzt': { ...licence, owner: 'Jetzt' },
      'Lizenz von Früher': { ...licence, owner: 'Früher' },
      'Lizenz des Landes': { ...licence, owner: 'STATE', heldAt: ['STATE'] },
    },
    entitlements: {
      'nach dem Wechsel': { licence: 'Lizenz von Früher', holder: 'Früher', from: '2025-08-01' },
      'im Land': { licence: 'Lizenz des Landes', holder: 'STATE', from: '2023-08-01' },
    },
  });
  await database.query(bought('true', '99900'));
  const bound = [`AUTHORITY:${world.organisation('Jetzt')}`] as const;
  staff = { kind: 'licensing', subject: 'staff', scopes: SCOPES_OF_KIND.licensing, bound };
});
afterAll(() => database?.drop());

const OPERATOR: Caller = {
  kind: 'operator',
  subject: 'a wall that is off',
  scopes: SCOPES_OF_KIND.operator,
  bound: [],
};
const WALLS: [string, () => Walls][] = [
  ['all walls', () => ({})],
  ['the check of the Caller alone', () => ({ databaseUrl: () => database.ownerUrl })],
  [
    'row-level security alone',
    () => ({
      context: ({ instant, requestId }: Envelope, dataSource: DataSource) => ({
        caller: OPERATOR,
        now: instant,
        requestId,
        session: new Session(dataSource, staff),
        changes: NO_INVALIDATION_FEED,
        readGeneration: null,
        turns: new Turns(),
      }),
    }),
  ],
];

test.each(WALLS)('with %s, a list of licences leaves out those of the former authority', async (_, walls) => {
  const system = await startSystem(database, walls());
  const answer = await system.ask(
    await tokenOf('licensing', ...staff.bound),
    '{ licences { edges { node { number owner { name } price { cents } } } } }',
  );
  await system.stop();
  const seen = answer.data?.licences.edges.map(({ node }: { node: object }) => node);
  expect(answer.errors).toBeUndefined();
  expect(seen).toEqual([
    { number: 'Lizenz des Landes', owner: { name: 'STATE' }, price: null },
    { number: 'Lizenz von Jetzt', owner: { name: 'Jetzt' }, price: { cents: 99_900 } },
  ]);
});
