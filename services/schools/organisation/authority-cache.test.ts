/** The cache of authorities holds what row-level security shows, and only for callers that are bound to the authority. */
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { type Caller, type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { contextOf, inSession } from '../../../test/open-school';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { statementsOf } from '../../../test/statements';
import { until } from '../../../test/until';
import { type InvalidationFeed, openInvalidationFeed } from '../../subgraph/cache/invalidation-feed';
import { authorityLoader } from './organisation-loaders';

let database: TestDatabase;
let world: SeededWorld;
let source: DataSource;
let changes: InvalidationFeed;
let city: OrganisationKey;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Land: 'STATE', Stadt: 'AUTHORITY', Nachbarin: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Land' }, { to: 'Stadt' }] } },
    titles: {},
    packages: {},
    licences: {},
    entitlements: {},
  });
  city = `AUTHORITY:${world.organisation('Stadt')}`;
  source = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'authorities' });
  changes = openInvalidationFeed(database.urlOf('schools'), 'freischalter_schools', pino({ level: 'silent' }));
  await until('changes are heard', () => changes.generation() !== null);
});
afterAll(async () => {
  await changes?.stop();
  await source?.destroy();
  await database?.drop();
});

const callerOf = (kind: CallerKind, ...bound: OrganisationKey[]): Caller => ({
  kind,
  subject: 'test',
  scopes: SCOPES_OF_KIND[kind],
  bound,
});

/** Returns its name and city, or the code of an error; and whether a statement was sent to the database. */
async function ask(caller: Caller): Promise<[found: unknown, asked: boolean]> {
  const { made, counts } = await statementsOf(() =>
    inSession(source, caller, (session) => authorityLoader(contextOf(caller, session, changes)).load(city)).then(
      ({ name, city }): unknown => [name, city],
      ({ extensions }): unknown => extensions.code,
    ),
  );
  return [made, Object.keys(counts).length > 0];
}

test('an authority is read once for a caller who is bound to it, until it changes', async () => {
  const caller = callerOf('reporting', city);
  expect(await ask(caller)).toEqual([['Stadt', null], true]);
  expect(await ask(caller)).toEqual([['Stadt', null], false]);
  await database.query(
    "update schools.authority set city = 'Köln' where id = (select id from schools.organisation where key = $1)",
    [city],
  );
  await until('the city is seen', async () => JSON.stringify((await ask(caller))[0]) === '["Stadt","Köln"]');
  await database.query("update schools.organisation set name = 'Die Stadt' where key = $1", [city]);
  await until('the name is seen', async () => JSON.stringify((await ask(caller))[0]) === '["Die Stadt","Köln"]');
  expect((await ask(caller))[1]).toBe(false);
});

test('for a caller who is not bound to it, the database is asked each time, and decides', async () => {
  const above = callerOf('reporting', `STATE:${world.organisation('Land')}`);
  for (let times = 0; times < 2; times += 1) expect((await ask(above))[1]).toBe(true);
  const beside = callerOf('reporting', `AUTHORITY:${world.organisation('Nachbarin')}`);
  await ask(callerOf('operator'));
  expect(await ask(beside)).toEqual(['FORBIDDEN', true]);
  const unknown = callerOf('reporting', 'AUTHORITY:NW:99999');
  expect((await ask(unknown))[0]).toBe('FORBIDDEN');
});
