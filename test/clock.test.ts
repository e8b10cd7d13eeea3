/** The database's clock decides: a gateway or service with a wrong clock writes no wrong instant. */
import pino from 'pino';
import type { RequestContext } from '../gateway/request-context';
import type { Envelope } from '../request/signing/signed-request';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';

const DAY_MS = 86_400_000;
let database: TestDatabase;
let world: SeededWorld;
let system: System;
/** How far the gateway's clock is from the right time. */
let aheadMs = 0;
const told: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { owner: 'Stadt', heldAt: ['SCHOOL'] as const, rights: ['STREAM'] as const };
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      Lizenz: { ...licence, packages: [{ package: 'Paket' }] },
      'Lizenz für Plätze': { ...licence, seats: 5, packages: [{ package: 'Paket' }] },
    },
    entitlements: { Freischaltung: { licence: 'Lizenz für Plätze', holder: 'Schule', from: '2024-01-01' } },
  });
  const log = pino({ level: 'error' }, { write: (line: string) => told.push(line) });
  system = await startSystem(database, {
    log,
    envelope: ({ caller, instant, requestId }: RequestContext): Envelope => ({
      caller: caller as never,
      instant: instant + aheadMs,
      requestId,
    }),
  });
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const state = () =>
  database.query(
    `select (select json_agg(e order by id) from schools.entitlement e) as entitlements,
       (select json_agg(l order by id) from schools.seat_lease l) as leases,
       (select json_agg(u order by event_id) from usage.event u) as uses`,
  );

const WRITES: [name: string, kind: 'licensing' | 'lms', query: string, input: () => object][] = [
  [
    'assigning from now on',
    'licensing',
    'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    () => ({
      licenceIds: [world.licence('Lizenz')],
      holders: [{ level: 'SCHOOL', id: world.organisation('Schule') }],
    }),
  ],
  [
    'revoking now',
    'licensing',
    'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }',
    () => ({ entitlementIds: [world.entitlement('Freischaltung')] }),
  ],
  [
    'taking a seat',
    'lms',
    'mutation ($input: AcquireSeatInput!) { acquireSeat(input: $input) { outcome } }',
    () => ({ school: world.organisation('Schule'), title: world.title('Vulkane') }),
  ],
  [
    'recording a use',
    'lms',
    'mutation ($input: [UsageEventInput!]!) { recordUsage(events: $input) { recorded } }',
    () => [
      {
        id: '00000000-0000-4000-8000-000000000001',
        school: world.organisation('Schule'),
        title: world.title('Vulkane'),
        action: 'STREAM',
        usedAt: new Date(Date.now() + Math.min(0, aheadMs)).toISOString(),
      },
    ],
  ],
];

const tokenFor = (kind: 'licensing' | 'lms') => tokenOf(kind, `AUTHORITY:${world.organisation('Stadt')}`);

describe.each([
  ['two days behind', -2 * DAY_MS, /is 1728\d\d s behind/],
  ['two days ahead', 2 * DAY_MS, /is 172[78]\d\d s ahead of/],
  [/is 3\d s behind/, -31_000, /is 3\d s behind/],
])('a clock that is %s', (_, ms, difference) => {
  test.each(WRITES)('%s is refused, nothing is written, and the log says why', async (_, kind, query, input) => {
    aheadMs = ms;
    const before = await state();
    const answer = await system.ask(await tokenFor(kind), query, { input: input() });
    expect(codesOf(answer)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(await state()).toEqual(before);
    expect(told.at(-1)).toMatch(difference);
    expect(told.at(-1)).toContain('(maximum 30 s), so nothing is written. Set the clocks');
  });
});

describe('a clock that is 20 s behind, like that of an operation that has waited', () => {
  test.each(WRITES)('%s is done', async (_, kind, query, input) => {
    aheadMs = -20_000;
    const answer = await system.ask(await tokenFor(kind), query, { input: input() });
    expect(codesOf(answer)).toEqual([]);
  });
});

test('a service whose clock is wrong is not ready', async () => {
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now - 2 * DAY_MS);
  try {
    expect((await fetch(`${system.subgraphs.schools}/health/ready`)).status).toBe(503);
  } finally {
    clock.mockRestore();
  }
  expect((await fetch(`${system.subgraphs.schools}/health/ready`)).status).toBe(200);
});
