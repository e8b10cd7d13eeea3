/** Proves that a platform that applies the change feed to its copy has the current list. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { GraphQLError } from 'graphql';
import { Client } from 'pg';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import type { Allowance } from '../access/rule';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { bigint, int, statement } from '../database/statement';
import { listLicensedTitles } from '../services/licences/access/access-queries';
import { cachedAccess } from '../services/licences/access/cached-access';
import { findLicenceTerms } from '../services/licences/access/licence-terms-queries';
import { readGrants } from '../services/licences/access/licensed-titles';
import { rulingOn } from '../services/licences/access/ruling';
import { type Difference, differenceSince } from '../services/licences/change-feed/difference';
import { cursorOf, keptUntil } from '../services/licences/change-feed/kept-list';
import { LIST_KEPT_DAYS } from '../services/licences/change-feed/kept-list-queries';
import { type InvalidationFeed, openInvalidationFeed } from '../services/subgraph/cache/invalidation-feed';
import type { SubgraphContext } from '../services/subgraph/context';
import { arbitraryHistory, type History, PLATFORMS } from './change-history';
import type { TestDatabase } from './database';
import { contextOf, grantsWith, inSession, licencesOf, schoolIn } from './open-school';
import { clearWorld, type SeededWorld, seedWorld } from './seed-world';
import { until } from './until';

const VERSIONS = statement('versionsOfTitles', 'select id, version from licences.title', { id: bigint, version: int });

/**
 * SQLSTATEs of values that do not fit, broken constraints, locks that are not granted in time, and refusals of
 * triggers.
 */
const REFUSED = /^(22|23|55P03|P0001|40P01)/;

/** The values of a title in a copy, in a fixed order. */
type Entry = readonly (string | number | null)[];
type Copy = Map<string, Entry>;

interface Platform {
  readonly school: string;
  readonly caller: Caller;
  readonly right: (typeof PLATFORMS)[number]['right'];
  readonly audience: (typeof PLATFORMS)[number]['audience'];
  since: string | null;
  /** How long the platform may keep the copy, in epoch milliseconds, as it was answered. */
  keptUntil: number;
  copy: Copy;
}

/**
 * The connections of a service. All histories share them: a new one would plan each statement again, and a connection
 * keeps nothing of a world.
 */
interface Connections {
  readonly database: TestDatabase;
  readonly schools: DataSource;
  readonly licences: DataSource;
}

/** A running service with its connections and its caches, which belong to the feed. */
interface Running extends Connections {
  readonly changes: InvalidationFeed;
}

async function connectTo(database: TestDatabase): Promise<Connections> {
  const connect = (service: 'schools' | 'licences') =>
    new DataSource({ type: 'postgres', url: database.urlOf(service), poolSize: 3 }).initialize();
  const [schools, licences] = await Promise.all([connect('schools'), connect('licences')]);
  return { database, schools, licences };
}

async function start(connections: Connections): Promise<Running> {
  const url = connections.database.urlOf('licences');
  const changes = openInvalidationFeed(url, 'freischalter_licences', pino({ level: 'silent' }));
  await until('it hears of changes', async () => changes.generation() !== null);
  return { ...connections, changes };
}

interface Proved {
  /** How many differences were compared, and how many of them held a change. */
  differences: number;
  withChanges: number;
  pages: number;
  opened: number;
  changed: number;
  closed: number;
  committedLate: number;
  refusedChanges: number;
  expired: number;
}

/** @throws with the smallest counter-example that was found */
export async function proveChanges(
  database: TestDatabase,
  parameters: fc.Parameters<[History]>,
  progress: () => void = () => undefined,
): Promise<Proved> {
  const proved: Proved = {
    differences: 0,
    withChanges: 0,
    pages: 0,
    opened: 0,
    changed: 0,
    closed: 0,
    committedLate: 0,
    refusedChanges: 0,
    expired: 0,
  };
  const connections = await connectTo(database);
  const property = fc.asyncProperty(arbitraryHistory, async (history) => {
    const wrong = await disagreement(connections, history, proved);
    if (wrong) throw new Error(wrong);
    progress();
  });
  try {
    await fc.assert(property, parameters);
  } finally {
    await Promise.all([connections.schools.destroy(), connections.licences.destroy()]);
  }
  return proved;
}

/** @returns what is wrong, in words; undefined where each copy equalled the current list after each question */
async function disagreement(
  connections: Connections,
  { world, begins, steps }: History,
  proved: Proved,
): Promise<string | undefined> {
  const { database } = connections;
  await clearWorld(database.query);
  await database.query('delete from licences.kept_list; delete from licences.list_segment');
  const seeded = await seedWorld(database.query, world);
  const platforms = PLATFORMS.map((one) => platformOf(one, seeded));
  const late = new Client({ connectionString: database.ownerUrl });
  await late.connect();
  let running = await start(connections);
  let now = begins;
  let isOpen = false;
  /** A change that the tables refuse does not happen, nor one that would wait for the open transaction. */
  async function apply(sql: string, isLate = false): Promise<void> {
    const run = (text: string) => (isLate ? late.query(text) : database.query(text));
    try {
      await run(`${isLate ? 'savepoint change' : 'begin'}; set local lock_timeout = '50ms'; ${sql}`);
      if (!isLate) await run('commit');
    } catch (error) {
      await run(isLate ? 'rollback to savepoint change' : 'rollback');
      if (!REFUSED.test((error as { code?: string }).code ?? '')) throw error;
      proved.refusedChanges += 1;
    }
    await running.changes.caughtUp();
  }
  try {
    for (const step of [...steps, ...PLATFORMS.map((_, platform) => ask(platform))]) {
      if (step.what === 'change') await apply(step.sql);
      if (step.what === 'clock') {
        now = step.at;
        if (!step.ages) {
          await database.query('update licences.kept_list set given_at = $1', [new Date(now)]);
          for (const platform of platforms) platform.keptUntil = now + LIST_KEPT_DAYS * 86_400_000;
        }
      }
      if (step.what === 'begin') {
        if (!isOpen) await late.query('begin');
        isOpen = true;
        await apply(step.sql, true);
      }
      if (isOpen && (step.what === 'commit' || step.what === 'roll back')) {
        isOpen = false;
        await late.query(step.what === 'commit' ? 'commit' : 'rollback');
        if (step.what === 'commit') proved.committedLate += 1;
        await running.changes.caughtUp();
      }
      if (step.what === 'restart') {
        await running.changes.stop();
        running = await start(connections);
      }
      if (step.what === 'ask') {
        const platform = platforms[step.platform] as Platform;
        const between = async () => step.between && apply(step.between);
        const wrong = await askFor(running, platform, now, step.first, between, proved);
        if (wrong) return `${PLATFORMS[step.platform]?.school}, platform ${step.platform}: ${wrong}`;
      }
    }
  } finally {
    await late.end();
    await running.changes.stop();
  }
  return undefined;
}

const ask = (platform: number) => ({ what: 'ask' as const, platform, first: 2, between: null });

function platformOf({ school, kind, right, audience }: (typeof PLATFORMS)[number], seeded: SeededWorld): Platform {
  const id = seeded.organisation(school);
  const caller: Caller = {
    kind,
    subject: `${kind} of a test`,
    scopes: SCOPES_OF_KIND[kind],
    bound: kind === 'lms' ? [`SCHOOL:${id}`] : [],
  };
  return { school: id, caller, right, audience, since: null, keptUntil: 0, copy: new Map() };
}

/** Asks for all pages as a platform does, and applies them. The expected list is read before its first page. */
async function askFor(
  running: Running,
  platform: Platform,
  now: number,
  first: number,
  between: () => Promise<unknown>,
  proved: Proved,
): Promise<string | undefined> {
  const anew = await listAnew(running, platform, now);
  const copy = new Map(platform.copy);
  let told = 0;
  for (let after: string | null = null; ; ) {
    const page: Difference | GraphQLError = await pageOf(running, platform, now, { first, after }).catch(
      (error: GraphQLError) => error,
    );
    if ('extensions' in page) {
      if (page.extensions.code !== 'CURSOR_EXPIRED') throw page;
      if (now < platform.keptUntil) return 'a list is gone that was to be kept';
      proved.expired += 1;
      platform.since = null;
      copy.clear();
      continue;
    }
    const { edges, pageInfo, until: list }: Difference = page;
    proved.pages += 1;
    for (const { node } of edges) {
      const { titleId: id, was, now: decision } = node;
      told += 1;
      if (copy.has(id) !== was) return `${id} is told of as if it were ${was ? 'there' : 'new'}`;
      if (decision) {
        proved[was ? 'changed' : 'opened'] += 1;
        const entry = [...entryOf(decision), anew.get(id)?.at(-1) ?? null];
        if (isDeepStrictEqual(copy.get(id), entry)) return `${id} is told of, and nothing of it has changed`;
        copy.set(id, entry);
      } else {
        proved.closed += 1;
        copy.delete(id);
      }
    }
    if (after === null) await between();
    if (!pageInfo.hasNextPage) {
      platform.since = cursorOf(listOf(platform), list);
      platform.keptUntil = keptUntil(list).getTime();
      break;
    }
    after = pageInfo.endCursor;
  }
  platform.copy = copy;
  proved.differences += 1;
  if (told > 0) proved.withChanges += 1;
  return isDeepStrictEqual(copy, anew)
    ? undefined
    : `at ${new Date(now).toISOString()} the copy is ${textOf(copy)}, and the list anew ${textOf(anew)}`;
}

function pageOf(
  running: Running,
  platform: Platform,
  now: number,
  page: { readonly first: number; readonly after: string | null },
): Promise<Difference> {
  const { since, right, audience } = platform;
  return inContext(running, platform, now, (context, timeline) =>
    differenceSince(context, listOf(platform), { since, ...page }, () =>
      cachedAccess(context).ruling(timeline, { at: now, right, audience }),
    ),
  );
}

/** Returns all pages of the list, read without caches and as if no licence counted seats. */
function listAnew(running: Running, platform: Platform, now: number): Promise<Copy> {
  const { right, audience } = platform;
  return inContext(running, platform, now, async ({ session }, timeline) => {
    const terms = await findLicenceTerms(session, licencesOf(await readGrants(session, timeline)));
    const grants = grantsWith(
      timeline,
      terms.map((licence) => ({ ...licence, seats: null })),
    );
    const ruling = rulingOn(grants, { at: now, right, audience });
    const { rows } = await listLicensedTitles(session, ruling, { search: null, filter: {}, first: 100, after: null });
    const versions = await session.query<{ id: string; version: number }>(VERSIONS);
    const versionOf = new Map(versions.map(({ id, version }) => [id, version]));
    const copy: Copy = new Map();
    for (const one of rows) {
      const decision = ruling.decide(one);
      if (decision.outcome !== 'ALLOWED') throw new Error('The list holds what the rule denies.');
      copy.set(one.title.id, [...entryOf(decision), versionOf.get(one.title.id) ?? null]);
    }
    return copy;
  });
}

/** Returns a decision as clients get it, with instants to the millisecond. */
function entryOf({
  basis,
  entitlement,
  level,
  rights,
  validUntil,
}: Omit<Allowance, 'outcome'>): (string | number | null)[] {
  return [basis, entitlement, level, rights, Number.isFinite(validUntil) ? new Date(validUntil).getTime() : null];
}

const listOf = ({ school, right, audience }: Platform) => ({ school, right, audience });

/**
 * Runs work as within one operation of the platform: one session with each service, and the school's timeline from the
 * schools service.
 */
async function inContext<Result>(
  { schools, licences, changes }: Running,
  { school, caller }: Platform,
  now: number,
  work: (context: SubgraphContext, timeline: string) => Promise<Result>,
): Promise<Result> {
  const { timeline } = await inSession(schools, caller, (session) => schoolIn(contextOf(caller, session), school));
  return inSession(licences, caller, (session) => work({ ...contextOf(caller, session, changes), now }, timeline));
}

function textOf(copy: Copy): string {
  return JSON.stringify([...copy].toSorted());
}
