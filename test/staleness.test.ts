/**
 * Two instances of every service on one database: a change through one, or past both, ends the cached answers of the
 * other.
 */
import { SERVICES } from '../database/roles';
import { createTestDatabase, type TestDatabase } from './database';
import { clearWorld, type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';
import { until } from './until';

let database: TestDatabase;
let systems: [System, System];
let world: SeededWorld;
let lms: string;
let staff: string;

beforeAll(async () => {
  database = await createTestDatabase();
  systems = [await startSystem(database, { kept: true }), await startSystem(database, { kept: true })];
});
afterAll(async () => {
  for (const system of systems ?? []) await system.stop();
  await database?.drop();
});

beforeEach(async () => {
  await clearWorld(database.query);
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY', Zentrum: 'MEDIA_CENTRE' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }, { to: 'Zentrum' }] } },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY', 'SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { Freischaltung: { licence: 'Lizenz', holder: 'Stadt', from: '2024-08-01' } },
  });
  lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
});

interface Seen {
  readonly listed: string[];
  readonly outcome: string;
  readonly reason: string | null;
}

async function seenBy(system: System): Promise<Seen> {
  const answer = await system.ask(
    lms,
    `query ($number: String!, $titles: [ID!]!) { school(number: $number) {
       licensedTitles { edges { node { name } } } access(titleIds: $titles) { outcome reason } } }`,
    { number: world.organisation('Schule').slice('NW:'.length), titles: [world.title('Vulkane')] },
  );
  expect(codesOf(answer)).toEqual([]);
  const { licensedTitles, access } = answer.data.school;
  return { listed: licensedTitles.edges.map(({ node }: any) => node.name), ...access[0] };
}

const ALLOWED: Seen = { listed: ['Vulkane'], outcome: 'ALLOWED', reason: null };

/** The connections that notify of changes, once their heartbeat has begun: one for each service of each system. */
const LISTENING = `
  select pid from pg_stat_activity
  where datname = current_database() and application_name like '% changes' and query = 'select 1'`;

/** Lets both answer so often that each has cached all that it can. */
async function bothAllow(): Promise<void> {
  await until('all listen', async () => (await database.query(LISTENING)).length === systems.length * SERVICES.length);
  for (const system of systems) {
    await until('it allows', async () => (await seenBy(system)).outcome === 'ALLOWED');
    for (let times = 0; times < 3; times += 1) expect(await seenBy(system)).toEqual(ALLOWED);
  }
}

async function bothDeny(reason: string): Promise<void> {
  for (const system of systems) {
    await until('it denies', async () => (await seenBy(system)).outcome === 'DENIED');
    expect(await seenBy(system)).toEqual({ listed: [], outcome: 'DENIED', reason });
  }
}

async function revoke(system: System): Promise<void> {
  const answer = await system.ask(
    staff,
    'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }',
    { input: { entitlementIds: [world.entitlement('Freischaltung')] } },
  );
  expect(answer).toEqual({ data: { revokeEntitlements: { changed: 1 } } });
}

async function loseListeners(): Promise<void> {
  const lost = await database.query(`select pg_terminate_backend(pid) from (${LISTENING}) listening`);
  expect(lost).toHaveLength(systems.length * SERVICES.length);
}

test('a revocation through one is seen by the other', async () => {
  await bothAllow();
  await revoke(systems[0]);
  await bothDeny('REVOKED');
});

/** Changes past the services: imports, which write as the owner, and SQL that an operator runs by hand. */
const PAST_BOTH: [what: string, sql: string, reason: string][] = [
  [
    'the owner of the database revokes an entitlement',
    "update schools.entitlement set revoked_at = now() - interval '1 hour'",
    'REVOKED',
  ],
  [
    'an entitlement is suspended',
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     select id, tstzrange(now() - interval '1 hour', null), 'test' from schools.entitlement`,
    'SUSPENDED',
  ],
  [
    'the school leaves its authority',
    "update schools.membership set valid = tstzrange(null, now() - interval '1 hour') where level = 'AUTHORITY'",
    'NOT_LICENSED',
  ],
  [
    'the school is closed',
    "update schools.school set operating = tstzrange(null, now() - interval '1 hour')",
    'SCHOOL_CLOSED',
  ],
  [
    'the term of the licence is cut short',
    "update licences.licence_terms set term = tstzrange(null, now() - interval '1 hour')",
    'EXPIRED',
  ],
  ['the licence takes back a right', "update licences.licence_terms set rights = '{DOWNLOAD}'", 'RIGHT_NOT_GRANTED'],
  ['the licence no longer covers the package', 'delete from licences.licence_package', 'NOT_LICENSED'],
  ['the package no longer holds the title', 'delete from licences.package_title', 'NOT_LICENSED'],
  [
    'the title’s time to be shown ends',
    "update licences.title set playout = tstzrange(null, now() - interval '1 hour')",
    'TITLE_WITHDRAWN',
  ],
  ['the title is withdrawn', "update licences.title set withdrawn_at = now() - interval '1 hour'", 'TITLE_WITHDRAWN'],
];

test.each(PAST_BOTH)('both see it when %s', async (_, sql, reason) => {
  await bothAllow();
  await database.query(sql);
  await bothDeny(reason);
});

test('a revocation is seen even if the connections that notify of it were lost just before', async () => {
  await bothAllow();
  await loseListeners();
  await revoke(systems[0]);
  await bothDeny('REVOKED');
});

test('a direct change is seen even if the connections that notify of it were lost just before', async () => {
  await bothAllow();
  await loseListeners();
  await database.query("update licences.licence_terms set term = tstzrange(null, now() - interval '1 hour')");
  await bothDeny('EXPIRED');
});

test('both also see what begins by itself', async () => {
  await bothAllow();
  await revoke(systems[0]);
  await bothDeny('REVOKED');
  const answer = await systems[1].ask(
    staff,
    'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    {
      input: {
        licenceIds: [world.licence('Lizenz')],
        holders: [{ level: 'SCHOOL', id: world.organisation('Schule') }],
      },
    },
  );
  expect(answer).toEqual({ data: { assignEntitlements: { assigned: 1 } } });
  await bothAllow();
});
