/** A caller who names a group of somebody else makes nobody wait. */
import type { DataSource } from 'typeorm';
import { type OrganisationKey, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { Session } from '../../subgraph/database/session';
import { keepAssignable } from './keep-assignable';

let database: TestDatabase;
let source: DataSource;
let world: SeededWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Zentrum: 'MEDIA_CENTRE', Fremdes: 'MEDIA_CENTRE', Gruppe: 'SCHOOL_GROUP' },
    schools: {
      Schule: { belongsTo: [{ to: 'Zentrum' }, { to: 'Gruppe' }] },
      Andere: { belongsTo: [{ to: 'Fremdes' }] },
    },
    titles: {},
    packages: {},
    licences: {},
    entitlements: {},
  });
  source = await connect(database.urlOf('schools'), { poolSize: 1, applicationName: 'keep-assignable' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

/** Returns the holders to which staff of the centre may assign, and how many locks are held meanwhile. */
async function keptBy(centre: string): Promise<{ within: string[]; locks: number }> {
  const bound = [`MEDIA_CENTRE:${world.organisation(centre)}` as OrganisationKey];
  const caller = { kind: 'licensing', subject: 'test', scopes: SCOPES_OF_KIND.licensing, bound } as const;
  const session = new Session(source, caller);
  try {
    return await session.write(async (db) => {
      const within = await keepAssignable(db, caller, [`SCHOOL_GROUP:${world.organisation('Gruppe')}`]);
      const [held] = await database.query<{ locks: number }>(
        `select count(*)::int as locks from pg_locks
         where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      );
      return { within: [...within], locks: held?.locks ?? -1 };
    });
  } finally {
    await session.end();
  }
}

test('a group within the caller is locked, so that it keeps its schools', async () => {
  expect(await keptBy('Zentrum')).toEqual({ within: [`SCHOOL_GROUP:${world.organisation('Gruppe')}`], locks: 1 });
});

test('a foreign group is not locked', async () => {
  expect(await keptBy('Fremdes')).toEqual({ within: [], locks: 0 });
});
