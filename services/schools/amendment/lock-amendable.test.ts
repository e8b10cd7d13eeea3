/** A caller who selects by a filter makes nobody wait for entitlements that the caller may only read. */
import type { DataSource } from 'typeorm';
import { type OrganisationKey, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { Session } from '../../subgraph/database/session';
import { amendWithin } from './amend-entitlements';
import { undoWithin } from './undo-change';

const licence = { heldAt: ['SCHOOL_GROUP'] as const, rights: ['STREAM'] as const, packages: [{ package: 'Natur' }] };

let database: TestDatabase;
let source: DataSource;
let world: SeededWorld;

/** The city's school belongs to both groups; a school of another city belongs to one of them. */
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: {
      Land: 'STATE',
      Stadt: 'AUTHORITY',
      Nachbarstadt: 'AUTHORITY',
      'Eigene Gruppe': 'SCHOOL_GROUP',
      'Gruppe des Landes': 'SCHOOL_GROUP',
    },
    schools: {
      Schule: {
        belongsTo: [{ to: 'Land' }, { to: 'Stadt' }, { to: 'Eigene Gruppe' }, { to: 'Gruppe des Landes' }],
      },
      Andere: { belongsTo: [{ to: 'Land' }, { to: 'Nachbarstadt' }, { to: 'Gruppe des Landes' }] },
    },
    titles: { Bienen: {} },
    packages: { Natur: [{ title: 'Bienen' }] },
    licences: {
      'der Stadt': { ...licence, owner: 'Stadt' },
      'des Landes': { ...licence, owner: 'Land' },
    },
    entitlements: {
      eigene: { licence: 'der Stadt', holder: 'Eigene Gruppe', from: '2026-01-01' },
      gelesene: { licence: 'des Landes', holder: 'Gruppe des Landes', from: '2026-01-01' },
    },
  });
  source = await connect(database.urlOf('schools'), { poolSize: 1, applicationName: 'lock-amendable' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

/** Returns the outcomes, and how many advisory locks of groups and licences are held meanwhile. */
async function lockedBy(city: string, work: 'resume' | { undo: string }) {
  const bound = [`AUTHORITY:${world.organisation(city)}` as OrganisationKey];
  const caller = { kind: 'licensing', subject: 'test', scopes: SCOPES_OF_KIND.licensing, bound } as const;
  const session = new Session(source, caller);
  try {
    return await session.write(async (db) => {
      const how = { reason: null, preview: false, overrideSuspended: false };
      const { counts } =
        work === 'resume'
          ? await amendWithin(
              db,
              caller,
              {
                ...{
                  ...how,
                  amendment: { kind: 'RESUME', at: null },
                  ids: [],
                  versions: [],
                  selection: { filter: {} },
                },
                ...{ skipRefused: true, idempotencyKey: null, previewToken: null },
              },
              { now: Date.now() },
            )
          : await undoWithin(db, caller, { ...how, change: work.undo, ofOthers: true }, { now: Date.now() });
      const [held] = await database.query<{ locks: number }>(
        `select count(*)::int as locks from pg_locks
         where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      );
      return { counts: Object.fromEntries(counts), locks: held?.locks };
    }, false);
  } finally {
    await session.end();
  }
}

async function suspendAll(): Promise<string> {
  await database.query(
    `with asked as (select set_config('app.kind', 'operator', true), set_config('app.operation', 'suspendEntitlements', true))
     insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     select id, tstzrange(now() - interval '1 hour', null), 'test' from schools.entitlement, asked`,
  );
  const [change] = await database.query<{ id: string }>('select max(id) as id from schools.audit_change');
  return change?.id as string;
}

test('of a selection that the caller may change only in part, the group and the licence of that part are locked', async () => {
  const change = await suspendAll();
  expect(await lockedBy('Stadt', 'resume')).toEqual({ counts: { CHANGED: 1, NOT_ALLOWED: 1 }, locks: 2 });
  expect(await lockedBy('Stadt', { undo: change })).toEqual({ counts: { HELD_BACK: 1, NOT_ALLOWED: 1 }, locks: 2 });
});

test('where nothing may be changed, nothing is locked', async () => {
  expect(await lockedBy('Nachbarstadt', 'resume')).toEqual({ counts: { NOT_ALLOWED: 1 }, locks: 0 });
});
