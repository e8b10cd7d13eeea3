/** A database of two cities and a pool on it. Its hooks run in each test file that imports it. */
import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { plain } from './plain-statement';
import { type SeededWorld, seedWorld } from './seed-world';

export let database: TestDatabase;
let world: SeededWorld;
/** The pool has a single connection, so that each session gets what the one before has left. */
export let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: { 'Schule A': { belongsTo: [{ to: 'Stadt A' }] }, 'Schule B': { belongsTo: [{ to: 'Stadt B' }] } },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: {
      Lizenz: { owner: 'Stadt A', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { Freischaltung: { licence: 'Lizenz', holder: 'Schule A', from: '2026-01-01' } },
  });
  source = await connect(database.urlOf('schools'), { poolSize: 1, waitMs: 1_000, applicationName: 'session test' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

export const OPERATOR: Caller = { kind: 'operator', subject: 'test', scopes: SCOPES_OF_KIND.operator, bound: [] };

export const of = (city: string): Caller => {
  return { kind: 'licensing', subject: `of ${city}`, scopes: [], bound: [`AUTHORITY:${world.organisation(city)}`] };
};

export const SEEN = plain<{ seen: number }>('select count(*)::int as seen from schools.entitlement');

export const SETTINGS =
  plain<any>(`select current_setting('app.kind', true) as kind, current_setting('app.subject', true) as subject,
  current_setting('app.bound', true) as bound, current_setting('transaction_read_only') as "readOnly"`);

export async function seenBy(caller: Caller): Promise<number | undefined> {
  const session = new Session(source, caller);
  try {
    const [row] = await session.query(SEEN);
    return row?.seen;
  } finally {
    await session.end();
  }
}

/** Returns the settings of the connection outside any session. */
export async function left(): Promise<{ kind: string | null; subject: string | null; bound: string | null }> {
  const [row] = await source.query(SETTINGS.text);
  return row;
}
