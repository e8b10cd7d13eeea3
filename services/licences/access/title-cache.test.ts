import type { DataSource } from 'typeorm';
import { ALWAYS } from '../../../access/period';
import { rightSet } from '../../../access/right';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import type { Statement } from '../../../database/statement';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { plain } from '../../../test/plain-statement';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { instantOf } from '../../../test/world';
import { type InvalidationFeed, NO_INVALIDATION_FEED } from '../../subgraph/cache/invalidation-feed';
import type { SubgraphContext } from '../../subgraph/context';
import { Session } from '../../subgraph/database/session';
import type { TitleFilter } from '../title/title-filter';
import { holdingOf } from './holding';
import { findLicenceTerms } from './licence-terms-queries';
import { rulingOn, type SchoolGrants } from './ruling';
import { cachedPage } from './title-cache';

const OPERATOR: Caller = { kind: 'operator', subject: 'test', scopes: SCOPES_OF_KIND.operator, bound: [] };

let database: TestDatabase;
let source: DataSource;
let world: SeededWorld;
let grants: SchoolGrants;
const sessions: Session[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.urlOf('licences'), { poolSize: 5, waitMs: 1_000, applicationName: 'kept titles' });
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Gezeiten: {}, Vulkane: {} },
    packages: { Paket: [{ title: 'Gezeiten' }, { title: 'Vulkane' }] },
    licences: {
      Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: {},
  });
  const licence = world.licence('Lizenz');
  const facts = {
    level: 'AUTHORITY',
    membership: ALWAYS,
    period: ALWAYS,
    revokedAt: Infinity,
    suspensions: [],
    rights: rightSet(['STREAM']),
  } as const;
  const terms = await findLicenceTerms(newSession(), [licence]);
  const holding = holdingOf([{ facts, idsAndLicences: [1, Number(licence)] }], new Map([[licence, terms]]));
  grants = { school: { operating: ALWAYS }, holdings: [holding] };
  await endSessions();
});
afterEach(endSessions);
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

/** Each holds one of the few connections that its caller may have at once. */
async function endSessions(): Promise<void> {
  for (const session of sessions.splice(0)) await session.end();
}

function newSession(): Session {
  const session = new Session(source, OPERATOR);
  sessions.push(session);
  return session;
}

/** Each change is one of everything. */
function memory(): InvalidationFeed & { change(): void } {
  let generation = 1;
  return {
    ...NO_INVALIDATION_FEED,
    generation: () => generation,
    changedSince: (since) => since < generation,
    change: () => {
      generation += 1;
    },
  };
}

function contextOf(changes: InvalidationFeed, session: Pick<Session, 'query'> = newSession()): SubgraphContext {
  return { changes, readGeneration: changes.generation(), session } as unknown as SubgraphContext;
}

async function namesAt(day: string, context: SubgraphContext, filter: TitleFilter = {}): Promise<string[]> {
  const question = { at: instantOf(day), right: 'STREAM', audience: 'TEACHER' } as const;
  const found = await cachedPage(context, rulingOn(grants, question), {
    search: null,
    filter,
    first: 20,
    after: null,
  });
  return found.rows.map(({ title }) => title.number);
}

test('a page is not taken for that of another stretch of time by whoever read before the catalogue changed', async () => {
  const changes = memory();
  const early = newSession();
  await early.query(plain('select 1'));
  const slow = {
    async query<Row>(statement: Statement<Row>, parameters?: readonly unknown[]): Promise<Row[]> {
      const rows = await early.query(statement, parameters);
      if (changes.generation() === 1) {
        await database.query("update licences.title set playout = '[2026-01-01,)' where number = 'Vulkane'");
        changes.change();
        expect(await namesAt('2025-06-01', contextOf(changes))).toEqual(['Gezeiten']);
      }
      return rows;
    },
  };
  expect(await namesAt('2026-06-01', contextOf(changes, slow))).toEqual(['Gezeiten', 'Vulkane']);
});

test('what was asked for with very much text takes its place in memory', async () => {
  const changes = memory();
  const subjects = (n: number): TitleFilter => ({ subjects: [String(n).padStart(1_000_000, 'x')] });
  const asking = contextOf(changes);
  const forgotten = { query: () => Promise.reject(new Error('asked again')) };
  await namesAt('2026-06-01', asking, subjects(0));
  await expect(namesAt('2026-06-01', contextOf(changes, forgotten), subjects(0))).resolves.toEqual([]);
  for (let n = 1; n <= 25; n += 1) await namesAt('2026-06-01', asking, subjects(n));
  await expect(namesAt('2026-06-01', contextOf(changes, forgotten), subjects(0))).rejects.toThrow('asked again');
});
