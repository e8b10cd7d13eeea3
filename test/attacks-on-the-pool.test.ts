/**
 * Attacks on the connections to the database: an operation that is refused while parts of it are still running must not
 * keep a connection, because a few such operations would lock everybody out.
 */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';
import { until } from './until';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let staff: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Vulkane: {} },
    packages: {},
    licences: {},
    entitlements: {},
  });
  system = await startSystem(database);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

/** More requests than a service has connections. */
const MORE_THAN_THE_POOL = 25;
const open = () =>
  database.query<{ state: string }>(
    `select state, left(query, 80) as query from pg_stat_activity
     where datname = current_database() and usename like 'freischalter_%' and state <> 'idle'`,
  );

test.each<[string, string]>([
  [
    'one page is refused while another one is counted',
    '{ a: titles(first: 0) { totalCount } b: titles(first: 1) { totalCount edges { node { id } } } }',
  ],
  [
    'a list is refused while a school is looked up',
    '{ licences(first: 0) { edges { cursor } } titles(first: 1) { totalCount } me { schoolCount organisations { name } } }',
  ],
  [
    'a page of schools is refused beside others',
    '{ schoolAuthority(number: "10002") { a: schools(first: 0) { edges { cursor } } b: schools { edges { node { name district { name } mediaCentre { name } authority { name } } } } } me { schoolCount organisations { name } } }',
  ],
  [
    'a mutation is refused while another one waits',
    'mutation { a: revokeEntitlements(input: { entitlementIds: [] }) { changed } b: revokeEntitlements(input: { entitlementIds: ["1"] }) { changed } }',
  ],
])('%s: no connection stays in use', async (_, query) => {
  for (let time = 0; time < MORE_THAN_THE_POOL; time += 1) {
    expect(
      codesOf(await system.ask(staff, query)).every((code) => ['BAD_USER_INPUT', 'FORBIDDEN'].includes(code)),
    ).toBe(true);
  }
  await until('every connection is idle', async () => (await open()).length === 0);
  expect(await open()).toEqual([]);
  const { errors } = await system.ask(
    staff,
    '{ titles { totalCount } licences { edges { cursor } } me { schoolCount } }',
  );
  expect(errors).toBeUndefined();
});
