/**
 * Attacks of one authority on another, by tokens that are good: each is sent once with what belongs to the other one and
 * once with what does not exist. The two answers must be the same to the last letter, and nothing may change.
 */
import { randomUUID } from 'node:crypto';
import { Client, type QueryResult } from 'pg';
import { roleOf, SERVICES } from '../database/roles';
import { FACTS_LIFETIME_MS } from '../gateway/authorisation/organisation-facts';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, type System, startSystem, tokenOf, tokenWith } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let lease: string;
/** It is recorded before. */
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
  await database.query('insert into licences.price (licence_id, cents) select id, 123400 + id from licences.licence');
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
const ASSIGN =
  'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned refused assignments { outcome holder { name } entitlement { id } suspendedSchools { name } afterwards { schools allowed validUntil } } } }';
const REVOKE =
  'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { revoked entitlements { id } revocations { outcome afterwards { allowed } } } }';
const ABSENT = { row: '99999999', number: '987654', id: 'NW:987654' };

const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  system.ask(tokens[who] as string, query, variables);
const use = (school: string) => useAt(world.organisation(school));
const useAt = (school: string) => ({
  id: randomUUID(),
  school,
  title: world.title('Vulkane'),
  action: 'STREAM',
  usedAt: new Date().toISOString(),
});
const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);
const said = ({ data, errors = [] }: Answer) => ({
  data,
  errors: errors.map(({ message, path, extensions: { code } }) => ({ message, path, code })),
});

/** What is in the database of city A. */
const state = () =>
  database.query(
    `select (select json_agg(e order by id) from schools.entitlement e) as entitlements,
       (select json_agg(l order by id) from schools.seat_lease l) as leases, (select json_agg(a) from schools.assignment a) as kept,
       (select json_agg(u order by event_id) from usage.event u) as uses`,
  );

const ATTACKS: [name: string, who: string, query: string, foreign: () => object, absent: () => object][] = [
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

function assignment(licence: string, holder: string, more: object = {}) {
  return { input: { licenceIds: [world.licence(licence)], holders: [school(holder)], ...more } };
}

test.each(ATTACKS)('%s: as if there were none', async (_, who, query, foreign, absent) => {
  const before = await state();
  const [one, other] = [await ask(who, query, foreign()), await ask(who, query, absent())];
  expect(said(one)).toEqual(said(other));
  expect(JSON.stringify(one)).not.toMatch(/Stadt A|Schule A|Zentrum A|A \d Lizenz|1234\d\d/);
  expect(await state()).toEqual(before);
});

/** What the services send to the database, and how many rows each statement gives back. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const seen: Promise<string>[] = [];
  const query = Client.prototype.query as (this: Client, ...given: unknown[]) => Promise<QueryResult>;
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...given: unknown[]) {
    const answer = query.apply(this, given);
    const [statement] = given as [string | { text: string }];
    const service = SERVICES.find((one) => roleOf(one) === this.user);
    const text = typeof statement === 'string' ? statement.replaceAll(/= (\d+|'[^']*')/g, '= …') : statement.text;
    const isSignOfLife = statement === 'select 1';
    if (service && !isSignOfLife) {
      seen.push(
        answer.then(
          ({ rowCount }) => `${service}: ${text} → ${rowCount}`,
          () => `${service}: ${text} → failed`,
        ),
      );
    }
    return answer;
  } as never);
  try {
    await work();
    return await Promise.all(seen);
  } finally {
    spy.mockRestore();
  }
}

describe('takes the same statements, with the same rows: time tells nothing either', () => {
  const now = performance.now.bind(performance);
  let ahead = 0;
  beforeAll(() => {
    jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  });
  afterAll(() => jest.restoreAllMocks());

  /** Facts that the gateway has asked for are used again for a moment; here each attack is the first to ask. */
  function letFactsExpire(): void {
    ahead += 2 * FACTS_LIFETIME_MS;
  }

  test.each(ATTACKS)('%s', async (_, who, query, foreign, absent) => {
    /** The database's ids of the organisations in a token are learnt once. */
    await ask(who, query, absent());
    letFactsExpire();
    const one = await statementsOf(() => ask(who, query, foreign()));
    letFactsExpire();
    const other = await statementsOf(() => ask(who, query, absent()));
    expect(one.length).toBeGreaterThan(0);
    /** A connection is given back when the answer is out: when that is seen is a matter of chance. */
    expect(one.sort()).toEqual(other.sort());
  });
});

test('the same is answered to whom it belongs: the attacks above fail for no other reason', async () => {
  for (const [name, who, query, foreign] of ATTACKS) {
    if (!query.startsWith('query')) continue;
    const { data, errors } = await ask(who.replace('B', 'A'), query, foreign());
    expect([name, errors]).toEqual([name, undefined]);
    expect(JSON.stringify(data)).toMatch(/Schule A|Stadt A|total|outcome|A \d|edges/);
  }
});

describe('a token with one scope', () => {
  const bound = (who: string) => [`${who}:${world.organisation(who === 'SCHOOL' ? 'Schule A' : 'Stadt A')}`] as never;

  test('to take seats does so, and reads nothing of the entitlement that gives them', async () => {
    const token = await tokenWith({ kind: 'lms', subject: 'seats', bound: bound('SCHOOL'), scopes: ['usage:write'] });
    const answer = await system.ask(
      token,
      `mutation ($input: AcquireSeatInput!) { acquireSeat(input: $input) {
        outcome lease { id expiresAt entitlement { id validUntil holder { name } licence { name owner { name } } } } } }`,
      { input: { school: world.organisation('Schule A'), title: world.title('Vulkane') } },
    );
    expect(answer.data.acquireSeat).toMatchObject({ outcome: 'ALLOWED', lease: { entitlement: null } });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  test('to assign and end does so, and reads nothing of licences and entitlements', async () => {
    const token = await tokenWith({
      kind: 'licensing',
      subject: 'writer',
      bound: bound('AUTHORITY'),
      scopes: ['entitlements:write'],
    });
    const assigned = await system.ask(
      token,
      `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) {
        assigned assignments { outcome entitlement { id } licence { name price { cents } } } } }`,
      assignment('A 1 Lizenz', 'Schule A', { preview: true, rights: ['STREAM'] }),
    );
    expect(assigned.data.assignEntitlements.assignments).toEqual([
      { outcome: 'ALREADY_ASSIGNED', entitlement: null, licence: null },
    ]);
    expect(codesOf(assigned)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const revoked = await system.ask(
      token,
      `mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { revoked entitlements { status } } }`,
      { input: { entitlementIds: [world.entitlement('Freischaltung A')], preview: true } },
    );
    expect(revoked.data.revokeEntitlements).toEqual({ revoked: 1, entitlements: null });
    expect(codesOf(revoked)).toEqual(['FORBIDDEN']);
  });
});

describe('what is counted and listed is one’s own', () => {
  test('schools, licences and prices, whatever the filter and the page', async () => {
    const query =
      '{ me { schoolCount } all: licences { edges { node { number price { cents } owner { name } } } } mine: licences(owned: true, first: 2) { edges { node { number } } pageInfo { hasNextPage } } }';
    const { data } = await ask('staff B', query);
    expect(data.me.schoolCount).toBe(1);
    expect(data.all.edges.map(({ node }: any) => node.number)).toEqual(['B 1 Lizenz', 'B 2 Lizenz']);
    expect(data.mine).toMatchObject({ edges: [{}, {}], pageInfo: { hasNextPage: false } });
  });

  test('the uses of a title, though both cities used it', async () => {
    const query = 'query ($id: ID!, $m: String!) { title(id: $id) { usage(from: $m, until: $m) { total } } }';
    const variables = { id: world.title('Vulkane'), m: new Date().toISOString().slice(0, 7) };
    expect((await ask('dashboard A', query, variables)).data.title.usage).toEqual([{ total: 1 }]);
    expect((await ask('dashboard B', query, variables)).data.title.usage).toEqual([{ total: 0 }]);
  });
});

describe('a cursor of another caller', () => {
  const LICENCES =
    'query ($after: String) { licences(first: 1, after: $after) { edges { cursor node { number } } pageInfo { hasNextPage endCursor } } }';
  test('of the list of licences gives one’s own list only', async () => {
    const { data } = await ask('staff A', LICENCES);
    const answer = await ask('staff B', LICENCES, { after: data.licences.pageInfo.endCursor });
    expect(answer.data.licences).toMatchObject({
      edges: [{ node: { number: 'B 1 Lizenz' } }],
      pageInfo: { hasNextPage: true },
    });
  });

  test('of a school’s list is refused at another school', async () => {
    const query =
      'query ($n: String!, $after: String) { school(number: $n) { licensedTitles(first: 1, after: $after) { edges { node { name } } pageInfo { endCursor } } } }';
    const { data } = await ask('lms A', query, { n: numberOf('Schule A') });
    const after = data.school.licensedTitles.pageInfo.endCursor;
    expect(after).toBeTruthy();
    const answer = await ask('lms B', query, { n: numberOf('Schule B'), after });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('an idempotency key of another caller', () => {
  test('gives nothing of the other’s answer, and takes nothing from it', async () => {
    const idempotencyKey = 'the same key';
    const first = await ask(
      'staff A',
      ASSIGN,
      assignment('A 1 Lizenz', 'Schule A', { idempotencyKey, rights: ['STREAM'] }),
    );
    expect(first.errors).toBeUndefined();
    expect(
      codesOf(
        await ask('staff B', ASSIGN, assignment('A 1 Lizenz', 'Schule A', { idempotencyKey, rights: ['STREAM'] })),
      ),
    ).toEqual(['FORBIDDEN']);
    const own = await ask('staff B', ASSIGN, assignment('B 2 Lizenz', 'Schule B', { idempotencyKey }));
    expect(own.data.assignEntitlements.assignments).toMatchObject([{ holder: { name: 'Schule B' } }]);
    const again = await ask(
      'staff A',
      ASSIGN,
      assignment('A 1 Lizenz', 'Schule A', { idempotencyKey, rights: ['STREAM'] }),
    );
    expect(said(again)).toEqual(said(first));
  });
});
