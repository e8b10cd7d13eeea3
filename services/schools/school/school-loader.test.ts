/** A cached timeline: after a change only the holdings of the changed holder are read again, with the result of reading all. */
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { decodeHolding, holdingsOf } from '../../../access/timeline';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { contextOf, inSession, schoolIn } from '../../../test/open-school';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { until } from '../../../test/until';
import { type InvalidationFeed, openInvalidationFeed } from '../../subgraph/cache/invalidation-feed';

let database: TestDatabase;
let world: SeededWorld;
let source: DataSource;
let changes: InvalidationFeed;
let caller: Caller;

const licence = {
  owner: 'Land',
  heldAt: ['STATE', 'AUTHORITY', 'SCHOOL'],
  rights: ['STREAM'],
  packages: [{ package: 'Paket' }],
} as const;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Land: 'STATE', Stadt: 'AUTHORITY', Altstadt: 'AUTHORITY' },
    schools: {
      Schule: {
        belongsTo: [{ to: 'Land' }, { to: 'Altstadt', until: '2024-08-01' }, { to: 'Stadt', from: '2024-08-01' }],
      },
    },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: { Lizenz: licence, 'Zweite Lizenz': licence },
    entitlements: {
      'für das Land': { licence: 'Lizenz', holder: 'Land', from: '2020-08-01' },
      'früher für die Altstadt': { licence: 'Lizenz', holder: 'Altstadt', from: '2020-08-01' },
      'für die Schule': { licence: 'Lizenz', holder: 'Schule', from: '2020-08-01' },
    },
  });
  const id = world.organisation('Schule');
  caller = { kind: 'lms', subject: 'test', scopes: SCOPES_OF_KIND.lms, bound: [`SCHOOL:${id}`] };
  source = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'timelines' });
  changes = openInvalidationFeed(database.urlOf('schools'), 'freischalter_schools', pino({ level: 'silent' }));
});
afterAll(async () => {
  await changes?.stop();
  await source?.destroy();
  await database?.drop();
});

/** @param kept the feed of the cache; nothing is cached where it is left out */
function timeline(kept?: InvalidationFeed): Promise<string> {
  return inSession(source, caller, async (session) => {
    return (await schoolIn(contextOf(caller, session, kept), world.organisation('Schule'))).timeline;
  });
}

const rowOf = (name: string) =>
  `(select id from schools.organisation where external_id = '${world.organisation(name)}')`;
const giveTo = (holder: string) =>
  `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
   values (${world.licence('Zweite Lizenz')}, ${rowOf('Land')}, ${rowOf(holder)}, '[2021-08-01,)', '{STREAM}', 'test')`;

async function change(sql: string): Promise<void> {
  await database.query(sql);
  await until('changes are seen', () => changes.generation() !== null);
  await changes.caughtUp();
}

const entitlementsIn = (text: string) =>
  holdingsOf(text)
    .flatMap(decodeHolding)
    .flatMap(({ idsAndLicences }) => idsAndLicences).length / 2;

test('after each change, the timeline put together from the cache is that of the database', async () => {
  await until('changes are seen', () => changes.generation() !== null);
  const seen = [await timeline(changes)];
  const steps = [
    giveTo('Schule'),
    giveTo('Stadt'),
    giveTo('Land'),
    giveTo('Altstadt'),
    `update schools.entitlement set revoked_at = '2023-01-01' where holder_id = ${rowOf('Altstadt')}`,
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     select id, '[2025-01-01,2025-02-01)', 'test' from schools.entitlement where holder_id = ${rowOf('Schule')}`,
    'delete from schools.entitlement_suspension',
    `update schools.membership set valid = '[2024-08-01,2026-08-01)' where organisation_id = ${rowOf('Stadt')}`,
    `delete from schools.entitlement where holder_id = ${rowOf('Stadt')}`,
    `update schools.organisation set name = 'Neue Stadt' where id = ${rowOf('Stadt')}`,
    `update schools.school set operating = '(,2027-08-01)' where id = ${rowOf('Schule')}`,
    giveTo('Stadt'),
  ];
  for (const sql of steps) {
    await change(sql);
    const pieced = await timeline(changes);
    expect(pieced).toBe(await timeline());
    seen.push(pieced);
  }
  expect(new Set(seen).size).toBe(steps.length - 1);
});

test('only the holdings of the changed holder are read again', async () => {
  await change("notify freischalter_schools, ''");
  const before = await timeline(changes);
  await database.query('alter table schools.entitlement disable trigger notify_insert');
  await database.query(giveTo('Land'));
  await database.query('alter table schools.entitlement enable trigger notify_insert');
  await change(giveTo('Schule'));
  expect(entitlementsIn(await timeline(changes))).toBe(entitlementsIn(before) + 1);
  expect(entitlementsIn(await timeline())).toBe(entitlementsIn(before) + 2);
});

test('everything is read again after the feed was interrupted', async () => {
  await database.query('alter table schools.entitlement disable trigger notify_insert');
  await change("notify freischalter_schools, ''");
  await timeline(changes);
  await database.query(giveTo('Land'));
  await database.query('alter table schools.entitlement enable trigger notify_insert');
  await database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'freischalter_schools changes' and datname = current_database()",
  );
  await until('the loss is seen', () => changes.generation() === null);
  expect(await timeline(changes)).toBe(await timeline());
  await until('it listens again', () => changes.generation() !== null);
  expect(await timeline(changes)).toBe(await timeline());
});
