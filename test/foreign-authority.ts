/**
 * Two cities, and all requests that staff of one may send about the other. Its hooks run in each test file that imports
 * it.
 */

import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, type System, startSystem, tokenOf } from './system';

export let database: TestDatabase;
export let system: System;
export let world: SeededWorld;
let lease: string;
/** The use is recorded before the attempts. */
let useOfB: ReturnType<typeof useAt>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = {
    heldAt: ['AUTHORITY', 'SCHOOL'] as const,
    rights: ['STREAM'] as const,
    packages: [{ package: 'Paket' }],
  };
  world = await seedWorld(database.query, {
    organisations: {
      'Stadt A': 'AUTHORITY',
      'Stadt B': 'AUTHORITY',
      'Zentrum A': 'MEDIA_CENTRE',
      'Zentrum B': 'MEDIA_CENTRE',
    },
    schools: {
      'Schule A': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum A' }] },
      'Schule B': { belongsTo: [{ to: 'Stadt B' }, { to: 'Zentrum B' }] },
    },
    titles: { Vulkane: {}, Wale: {}, Zebras: {} },
    packages: { Paket: [{ title: 'Vulkane' }, { title: 'Wale' }] },
    licences: {
      'A 1 Lizenz': { ...licence, owner: 'Stadt A', seats: 3 },
      'A 2 Lizenz': { ...licence, owner: 'Zentrum A' },
      'B 1 Lizenz': { ...licence, owner: 'Stadt B' },
      'B 2 Lizenz': { ...licence, owner: 'Stadt B' },
    },
    entitlements: {
      'Freischaltung A': { licence: 'A 1 Lizenz', holder: 'Schule A', from: '2024-01-01' },
      'Freischaltung B': { licence: 'B 1 Lizenz', holder: 'Schule B', from: '2024-01-01' },
    },
  });
  await database.query(bought('true', '123400 + l.id'));
  system = await startSystem(database);
  for (const city of ['A', 'B']) {
    const authority = `AUTHORITY:${world.organisation(`Stadt ${city}`)}` as const;
    tokens[`lms ${city}`] = await tokenOf('lms', `SCHOOL:${world.organisation(`Schule ${city}`)}`);
    tokens[`staff ${city}`] = await tokenOf('licensing', authority);
    tokens[`dashboard ${city}`] = await tokenOf('reporting', authority);
  }
  await ask('lms A', RECORD, { events: [use('Schule A')] });
  useOfB = { ...use('Schule B'), title: world.title('Zebras') };
  await ask('lms B', RECORD, { events: [useOfB] });
  const taken = await ask('lms A', ACQUIRE, {
    input: { school: world.organisation('Schule A'), title: world.title('Vulkane') },
  });
  lease = taken.data.acquireSeat.lease.id;
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const RECORD =
  'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown refused results { index outcome code message } } }';

const ACQUIRE = 'mutation ($input: AcquireSeatInput!) { acquireSeat(input: $input) { outcome reason lease { id } } }';

export const ASSIGN =
  'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned refused assignments { outcome holder { name } entitlement { id } suspendedSchools { name } afterwards { schools allowed validUntil } } } }';

const REVOKE =
  'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed changes { outcome entitlement { id } afterwards { allowed } } } }';

const ABSENT = { row: '99999999', number: '987654', id: 'NW:987654' };

export const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  system.ask(tokens[who] as string, query, variables);

const use = (school: string) => useAt(world.organisation(school));

const useAt = (school: string) => ({
  id: randomUUID(),
  school,
  title: world.title('Vulkane'),
  action: 'STREAM',
  usedAt: new Date().toISOString(),
});

export const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);

export const ATTACKS: [name: string, who: string, query: string, foreign: () => object, absent: () => object][] = [
  [
    'a school by number',
    'lms B',
    'query ($n: String!) { school(number: $n) { id name } }',
    () => ({ n: numberOf('Schule A') }),
    () => ({ n: ABSENT.number }),
  ],
  [
    'an authority by number',
    'dashboard B',
    'query ($n: String!) { schoolAuthority(number: $n) { name usage(from: "2026-01", until: "2026-12") { total } schools { edges { node { name } } } } }',
    () => ({ n: numberOf('Stadt A') }),
    () => ({ n: ABSENT.number }),
  ],
  [
    'an entitlement by id',
    'staff B',
    'query ($id: ID!) { entitlement(id: $id) { status holder { name } licence { name } } }',
    () => ({ id: world.entitlement('Freischaltung A') }),
    () => ({ id: ABSENT.row }),
  ],
  [
    'the availability of a title at a school',
    'lms B',
    'query ($t: ID!, $s: ID!) { title(id: $t) { name availability(school: $s) { outcome validUntil } } }',
    () => ({ t: world.title('Vulkane'), s: world.organisation('Schule A') }),
    () => ({ t: world.title('Vulkane'), s: ABSENT.id }),
  ],
  [
    'the uses of a school',
    'dashboard B',
    'query ($n: String!) { school(number: $n) { usage(from: "2026-01", until: "2026-12") { total } } }',
    () => ({ n: numberOf('Schule A') }),
    () => ({ n: ABSENT.number }),
  ],
  [
    'a licence by its number, in a search',
    'staff B',
    'query ($s: String!) { licences(search: $s) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }',
    () => ({ s: 'A 1 Lizenz' }),
    () => ({ s: 'no licence' }),
  ],
  [
    'a licence by a part of its name',
    'staff B',
    'query ($s: String!) { licences(search: $s, first: 1) { edges { node { name price { cents } } } pageInfo { hasNextPage } } }',
    () => ({ s: 'A 2' }),
    () => ({ s: 'C 2' }),
  ],
  [
    'assigning a foreign licence',
    'staff B',
    ASSIGN,
    () => assignment('A 1 Lizenz', 'Schule B'),
    () => ({ input: { licenceIds: [ABSENT.row], holders: [school('Schule B')] } }),
  ],
  [
    'assigning to a foreign school',
    'staff B',
    ASSIGN,
    () => assignment('B 1 Lizenz', 'Schule A'),
    () => ({ input: { licenceIds: [world.licence('B 1 Lizenz')], holders: [{ level: 'SCHOOL', id: ABSENT.id }] } }),
  ],
  [
    'assigning to a foreign authority',
    'staff B',
    ASSIGN,
    () => ({
      input: {
        licenceIds: [world.licence('B 1 Lizenz')],
        holders: [{ level: 'AUTHORITY', id: world.organisation('Stadt A') }],
      },
    }),
    () => ({ input: { licenceIds: [world.licence('B 1 Lizenz')], holders: [{ level: 'AUTHORITY', id: ABSENT.id }] } }),
  ],
  [
    'assigning to one’s own school, and to a foreign one beside it',
    'staff B',
    ASSIGN,
    () => ({ input: { licenceIds: [world.licence('B 1 Lizenz')], holders: [school('Schule B'), school('Schule A')] } }),
    () => ({
      input: {
        licenceIds: [world.licence('B 1 Lizenz')],
        holders: [school('Schule B'), { level: 'SCHOOL', id: ABSENT.id }],
      },
    }),
  ],
  [
    'a preview of a foreign assignment',
    'staff B',
    ASSIGN,
    () => assignment('A 1 Lizenz', 'Schule A', { preview: true }),
    () => ({ input: { licenceIds: [ABSENT.row], holders: [{ level: 'SCHOOL', id: ABSENT.id }], preview: true } }),
  ],
  [
    'a preview of an assignment at a level that the foreign licence may not be held at',
    'staff B',
    ASSIGN,
    () => ({
      input: { ...assignment('A 1 Lizenz', 'Schule B').input, holders: [{ level: 'STATE', id: 'NW' }], preview: true },
    }),
    () => ({ input: { licenceIds: [ABSENT.row], holders: [{ level: 'STATE', id: 'NW' }], preview: true } }),
  ],
  [
    'ending a foreign entitlement',
    'staff B',
    REVOKE,
    () => ({ input: { entitlementIds: [world.entitlement('Freischaltung A')] } }),
    () => ({ input: { entitlementIds: [ABSENT.row] } }),
  ],
  [
    'a preview of ending a foreign entitlement',
    'staff B',
    REVOKE,
    () => ({ input: { entitlementIds: [world.entitlement('Freischaltung A')], preview: true } }),
    () => ({ input: { entitlementIds: [ABSENT.row], preview: true } }),
  ],
  [
    'ending one’s own entitlement, and a foreign one beside it',
    'staff B',
    REVOKE,
    () => ({ input: { entitlementIds: [world.entitlement('Freischaltung B'), world.entitlement('Freischaltung A')] } }),
    () => ({ input: { entitlementIds: [world.entitlement('Freischaltung B'), ABSENT.row] } }),
  ],
  [
    'ending a foreign entitlement yesterday',
    'staff B',
    REVOKE,
    () => ({ input: { entitlementIds: [world.entitlement('Freischaltung A')], at: '2025-01-01T00:00:00Z' } }),
    () => ({ input: { entitlementIds: [ABSENT.row], at: '2025-01-01T00:00:00Z' } }),
  ],
  [
    'a use at a foreign school',
    'lms B',
    RECORD,
    () => ({ events: [use('Schule A')] }),
    () => ({ events: [useAt(ABSENT.id)] }),
  ],
  [
    'a use at a foreign school, behind one at one’s own',
    'lms B',
    RECORD,
    () => ({ events: [useOfB, use('Schule A')] }),
    () => ({ events: [useOfB, useAt(ABSENT.id)] }),
  ],
  [
    'a seat for a foreign school',
    'lms B',
    ACQUIRE,
    () => ({ input: { school: world.organisation('Schule A'), title: world.title('Vulkane') } }),
    () => ({ input: { school: ABSENT.id, title: world.title('Vulkane') } }),
  ],
  [
    'renewing a foreign seat',
    'lms B',
    'mutation ($l: ID!, $s: ID!) { renewSeat(input: { lease: $l, school: $s }) { outcome reason } }',
    () => ({ l: lease, s: world.organisation('Schule B') }),
    () => ({ l: randomUUID(), s: world.organisation('Schule B') }),
  ],
  [
    'releasing a foreign seat',
    'lms B',
    'mutation ($l: ID!, $s: ID!) { releaseSeat(input: { lease: $l, school: $s }) }',
    () => ({ l: lease, s: world.organisation('Schule B') }),
    () => ({ l: randomUUID(), s: world.organisation('Schule B') }),
  ],
  [
    'releasing a foreign seat in the name of its school',
    'lms B',
    'mutation ($l: ID!, $s: ID!) { releaseSeat(input: { lease: $l, school: $s }) }',
    () => ({ l: lease, s: world.organisation('Schule A') }),
    () => ({ l: randomUUID(), s: ABSENT.id }),
  ],
];

function school(name: string) {
  return { level: 'SCHOOL', id: world.organisation(name) };
}

export function assignment(licence: string, holder: string, more: object = {}) {
  return { input: { licenceIds: [world.licence(licence)], holders: [school(holder)], ...more } };
}
