/**
 * A school joins a group while the group gets a licence: the second of the two is judged by the result of the first.
 * The first is held by a lock on the table that it writes to, after its judgement and right before its write.
 */
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';
import { until } from './until';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let holder: Client;
let tokens: { centre: string; state: string };

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Zentrum: 'MEDIA_CENTRE', Gruppe: 'SCHOOL_GROUP' },
    schools: {
      Mitglied: { belongsTo: [{ to: 'Zentrum' }, { to: 'STATE' }, { to: 'Gruppe' }] },
      Neue: { belongsTo: [{ to: 'Zentrum' }, { to: 'STATE' }] },
    },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: {
      Lizenz: {
        owner: 'Zentrum',
        heldAt: ['SCHOOL_GROUP', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
      },
    },
    entitlements: {
      gesperrt: { licence: 'Lizenz', holder: 'Neue', from: '2024-01-01', suspended: [{ from: '2025-01-01' }] },
      'des Mitglieds': { licence: 'Lizenz', holder: 'Mitglied', from: '2024-01-01' },
    },
  });
  await database.query(
    `insert into schools.school_group (id, owner_id, kept_by)
     select g.id, w.id, 'DESK' from schools.organisation g, schools.organisation w
     where g.name = 'Gruppe' and w.name = 'Zentrum'`,
  );
  system = await startSystem(database, { kept: true });
  tokens = {
    centre: await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Zentrum')}`),
    state: await tokenOf('licensing', 'STATE:NW'),
  };
  holder = new Client({ connectionString: database.ownerUrl });
  await holder.connect();
  await database.keep();
});
afterAll(async () => {
  await holder?.end();
  await system?.stop();
  await database?.drop();
});
beforeEach(() => database.reset());

const group = () => world.organisation('Gruppe');

async function ask(token: string, query: string): Promise<any> {
  const { data, errors } = await system.ask(token, query);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
}
const add = () =>
  ask(
    tokens.state,
    `mutation { addSchoolsToGroup(input: { group: "${group()}", schools: {}, skipRefused: true }) {
       added schools { outcome school { name } } } }`,
  );
const assign = () =>
  ask(
    tokens.centre,
    `mutation { assignEntitlements(input: { licenceIds: ["${world.licence('Lizenz')}"],
       holders: [{ level: SCHOOL_GROUP, id: "${group()}" }] }) { applied assignments { outcome } } }`,
  );
const move = () =>
  ask(
    tokens.centre,
    `mutation { moveEntitlements(input: { entitlementIds: ["${world.entitlement('des Mitglieds')}"],
       holder: { level: SCHOOL_GROUP, id: "${group()}" } }) { applied changes { outcome } } }`,
  );

async function waiting(): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and usename = 'freischalter_schools'`,
  );
  return row?.count ?? 0;
}

/**
 * Starts the first, which a lock keeps from writing to this table. Then starts the second, which ends or waits. Then
 * lets both end.
 */
async function atOnce<First, Second>(
  table: string,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  await holder.query(`begin; lock table ${table} in share mode`);
  try {
    const begun = first();
    await until('the first waits', async () => (await waiting()) === 1);
    const next = second();
    await Promise.race([next, until('the second waits', async () => (await waiting()) === 2)]);
    await holder.query('commit');
    return await Promise.all([begun, next]);
  } finally {
    await holder.query('rollback');
  }
}

/** Checks that nothing opens what is suspended at the school. */
async function expectClosed(): Promise<void> {
  const opened = await database.query(
    `select from schools.membership m join schools.entitlement e on e.holder_id = m.organisation_id
     join schools.organisation s on s.id = m.school_id
     where s.name = 'Neue' and m.level = 'SCHOOL_GROUP' and e.revoked_at is null and upper(e.valid) is null`,
  );
  expect(opened).toEqual([]);
}

const GIVING = { assigned: [assign, 'SUSPENDED'], moved: [move, 'OPENS_SUSPENDED'] } as const;

describe.each(Object.entries(GIVING))('something is %s to the group', (_, [give, refused]) => {
  test('while a school joins: the assignment is judged with the school', async () => {
    const [added, given] = await atOnce('schools.membership', add, give);
    expect(added.added).toBe(1);
    expect(given).toMatchObject({ applied: false });
    expect(JSON.stringify(given)).toContain(refused);
    await expectClosed();
  });

  test('and meanwhile a school joins: the school is judged by what the group then has', async () => {
    const [given, added] = await atOnce('schools.entitlement', give, add);
    expect(given).toMatchObject({ applied: true });
    expect(added.added).toBe(0);
    expect(JSON.stringify(added)).toContain('OPENS_SUSPENDED');
    await expectClosed();
  });
});
