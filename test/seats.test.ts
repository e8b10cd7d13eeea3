import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';
import { until } from './until';

const SEATS = 5;
let database: TestDatabase;
let system: System;
let world: SeededWorld;
let lms: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY', 'Andere Stadt': 'AUTHORITY' },
    schools: {
      'Schule 1': { belongsTo: [{ to: 'Stadt' }] },
      'Schule 2': { belongsTo: [{ to: 'Stadt' }] },
      'Fremde Schule': { belongsTo: [{ to: 'Andere Stadt' }] },
    },
    titles: { Vulkane: {}, Bienen: {} },
    packages: { Paket: [{ title: 'Vulkane' }], Offen: [{ title: 'Bienen' }] },
    licences: {
      Plätze: {
        owner: 'Stadt',
        heldAt: ['AUTHORITY'],
        rights: ['STREAM'],
        seats: SEATS,
        packages: [{ package: 'Paket' }],
      },
      Offen: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Offen' }] },
    },
    entitlements: {
      Freischaltung: { licence: 'Plätze', holder: 'Stadt', from: '2026-01-01' },
      Offene: { licence: 'Offen', holder: 'Stadt', from: '2026-01-01' },
    },
  });
  system = await startSystem(database);
  lms = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});
afterEach(async () => {
  await database.query('delete from schools.seat_lease');
  await database.query('update schools.entitlement set revoked_at = null');
});

const ACQUIRE = `mutation ($input: AcquireSeatInput!) {
  acquireSeat(input: $input) { outcome reason lease { id expiresAt entitlement { id } } } }`;
const acquire = (school = 'Schule 1', title = 'Vulkane', token = lms) =>
  system.ask(token, ACQUIRE, { input: { school: world.organisation(school), title: world.title(title) } });
const withLease = (mutation: 'renewSeat' | 'releaseSeat', lease: string, school = 'Schule 1') =>
  system.ask(
    lms,
    `mutation ($input: SeatInput!) { ${mutation}(input: $input) ${mutation === 'renewSeat' ? '{ outcome reason lease { id expiresAt } }' : ''} }`,
    { input: { school: world.organisation(school), lease } },
  );

test('of forty that acquire a seat at the same time, exactly as many succeed as there are seats', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => acquire(at % 2 ? 'Schule 1' : 'Schule 2')));
  expect(answers.flatMap(codesOf)).toEqual([]);
  const outcomes = answers.map(({ data }) => data.acquireSeat.reason ?? data.acquireSeat.outcome);
  expect(outcomes.filter((outcome) => outcome === 'ALLOWED')).toHaveLength(SEATS);
  expect(outcomes.filter((outcome) => outcome === 'SEATS_TAKEN')).toHaveLength(40 - SEATS);
});

test('at no instant are more seats held than the licence counts, whatever is acquired, renewed and released', async () => {
  const held: string[] = [];
  const one = async (step: number) => {
    const lease = step % 3 === 0 ? held.pop() : undefined;
    if (lease) await withLease(step % 2 ? 'releaseSeat' : 'renewSeat', lease);
    else {
      const { data } = await acquire();
      if (data.acquireSeat.lease) held.push(data.acquireSeat.lease.id);
    }
  };
  for (let round = 0; round < 6; round += 1) await Promise.all(Array.from({ length: 15 }, (_, step) => one(step)));
  const [most] = await database.query<{ most: number }>(
    `select max(together)::int as most from (
       select (select count(*) from schools.seat_lease b where b.held @> lower(a.held)) as together
       from schools.seat_lease a) counted`,
  );
  expect(most?.most).toBe(SEATS);
});

test('access says that a licence is full, and the list leaves it out; a released seat is available again', async () => {
  const leases = await Promise.all(Array.from({ length: SEATS }, () => acquire()));
  const ask = `query ($n: String!, $t: [ID!]!) { school(number: $n) {
    access(titleIds: $t) { outcome reason } licensedTitles { edges { node { name } } } } }`;
  const variables = { n: world.organisation('Schule 2').slice(3), t: [world.title('Vulkane')] };
  const full = await system.ask(lms, ask, variables);
  expect(full.data.school).toEqual({
    access: [{ outcome: 'DENIED', reason: 'SEATS_TAKEN' }],
    licensedTitles: { edges: [{ node: { name: 'Bienen' } }] },
  });
  const id: string = leases.map(({ data }) => data.acquireSeat.lease.id)[0];
  expect((await withLease('releaseSeat', id)).data).toEqual({ releaseSeat: true });
  expect((await withLease('releaseSeat', id)).data).toEqual({ releaseSeat: false });
  expect((await system.ask(lms, ask, variables)).data.school.access).toEqual([{ outcome: 'ALLOWED', reason: null }]);
});

test('an abandoned seat is free again when its lease expires', async () => {
  await Promise.all(Array.from({ length: SEATS }, () => acquire()));
  await database.query(
    "update schools.seat_lease set held = tstzrange(lower(held) - interval '1 hour', now() - interval '1 second')",
  );
  expect((await acquire()).data.acquireSeat.outcome).toBe('ALLOWED');
});

test('a renewal waits in line with those who acquire: a lease that ends meanwhile is not restored', async () => {
  const { id } = (await acquire()).data.acquireSeat.lease;
  const holding = new Client({ connectionString: database.ownerUrl });
  await holding.connect();
  try {
    await holding.query('begin');
    await holding.query("select pg_advisory_xact_lock(hashtext('schools.seat_lease'), hashtext($1))", [
      world.licence('Plätze'),
    ]);
    const renewal = withLease('renewSeat', id);
    await until('the renewal waits for the seats', async () => {
      const waiting = await database.query(
        "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
      );
      return waiting.length > 0;
    });
    await database.query(
      "update schools.seat_lease set held = tstzrange(lower(held) - interval '1 hour', now() - interval '1 second')",
    );
    await holding.query('commit');
    expect(codesOf(await renewal)).toEqual(['BAD_USER_INPUT']);
  } finally {
    await holding.end();
  }
}, 20_000);

test('an expired seat cannot be renewed, only acquired again', async () => {
  const { id } = (await acquire()).data.acquireSeat.lease;
  await database.query(
    "update schools.seat_lease set held = tstzrange(lower(held) - interval '1 hour', now() - interval '1 second')",
  );
  expect(codesOf(await withLease('renewSeat', id))).toEqual(['BAD_USER_INPUT']);
});

test('a renewal lengthens the lease, and after a revocation it is refused and the seat is gone', async () => {
  const { id, expiresAt } = (await acquire()).data.acquireSeat.lease;
  const renewed = await withLease('renewSeat', id);
  expect(Date.parse(renewed.data.renewSeat.lease.expiresAt)).toBeGreaterThan(Date.parse(expiresAt));
  await database.query('update schools.entitlement set revoked_at = now()');
  expect((await withLease('renewSeat', id)).data.renewSeat).toEqual({
    outcome: 'DENIED',
    reason: 'REVOKED',
    lease: null,
  });
  expect(codesOf(await withLease('renewSeat', id))).toEqual(['BAD_USER_INPUT']);
});

test('where a licence counts no seats, none is taken', async () => {
  expect((await acquire('Schule 1', 'Bienen')).data.acquireSeat).toEqual({
    outcome: 'ALLOWED',
    reason: null,
    lease: null,
  });
});

test('a foreign school gets no seat, and a foreign lease cannot be changed', async () => {
  expect(codesOf(await acquire('Fremde Schule'))).toEqual(['FORBIDDEN']);
  const { id } = (await acquire()).data.acquireSeat.lease;
  expect((await withLease('releaseSeat', id, 'Schule 2')).data).toEqual({ releaseSeat: false });
  expect(await database.query('select 1 from schools.seat_lease where upper(held) > now()')).toHaveLength(1);
});

test('access to a revoked title says why and since when; to another authority it says nothing', async () => {
  const revokedAt = '2026-05-05T10:00:00.000Z';
  await database.query('update schools.entitlement set revoked_at = $1', [revokedAt]);
  const ask =
    'query ($t: ID!, $s: ID!) { title(id: $t) { name availability(school: $s) { outcome reason since validUntil } } }';
  const variables = { t: world.title('Vulkane'), s: world.organisation('Schule 1') };
  const answer = await system.ask(lms, ask, variables);
  expect(answer.errors).toBeUndefined();
  expect(answer.data.title).toEqual({
    name: 'Vulkane',
    availability: { outcome: 'DENIED', reason: 'REVOKED', since: revokedAt, validUntil: null },
  });
  const foreign = await tokenOf('lms', `AUTHORITY:${world.organisation('Andere Stadt')}`);
  expect(codesOf(await system.ask(foreign, ask, variables))).toEqual(['FORBIDDEN']);
});
