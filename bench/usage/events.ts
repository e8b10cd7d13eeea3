/**
 * Measures single events by the million: they are written as recording writes them, counted as a running service counts
 * them, and reported.
 */
import { connect } from '../../database/connection';
import { ownerTransactions, type Transact } from '../../database/queryable';
import { Session } from '../../services/subgraph/database/session';
import { countUses } from '../../services/usage/counting/count-uses';
import { recountMonth } from '../../services/usage/counting/recount';
import { createTestDatabase } from '../../test/database';
import { startSystem, tokenOf } from '../../test/system';
import { callerOf } from '../../test/usage-world';
import { AUTHORITY, EVENTS_OF_AUTHORITY_YEAR, LINES, makePlatform, TITLES, TITLES_USED, YEAR } from './usage-world';

export const SINGLE_EVENTS = 1_000_000;

interface EventFigures {
  readonly events: number;
  readonly writtenPerSecond: number;
  readonly countedPerSecond: number;
  /** The number of events of a month that are recounted per second where nothing is wrong. */
  readonly recountedPerSecond: number;
  readonly eventsMb: number;
  readonly sumsMb: number;
}

/**
 * Each title has ten events a month at each school: two views, five streams, two downloads and a denial, each on a day
 * of its own. So none is a double click, and the sums are known.
 */
const EVENTS_OF_MONTH = `
  insert into usage.event (authority_id, event_id, used_at, school_id, district_id, state_id, title_id, action, audience, client,
    access_type, session)
  select authority_id, gen_random_uuid(),
    ($1::date + 2 * n)::timestamp at time zone 'Europe/Berlin' + make_interval(hours => 8, secs => (number * 7 + title) % 20000),
    school_id, district_id, state_id, 1 + (number * 31 + title * 7) % ${TITLES},
    (array['VIEW', 'VIEW', 'STREAM', 'STREAM', 'STREAM', 'STREAM', 'STREAM', 'DOWNLOAD', 'DOWNLOAD', 'NOT_LICENSED'])[n + 1],
    'TEACHER', 'lms', 'CONTROLLED', decode(md5(school_id || ' ' || title % 30 || ' ' || n), 'hex')
  from (${LINES}) line, generate_series(1, ${TITLES_USED}) title, generate_series(0, 9) n`;
const KEYS_OF_MONTH = `
  insert into usage.event_key (school_id, event_id, authority_id, title_id, used_at)
  select school_id, event_id, authority_id, title_id, used_at from usage.event
  where used_at >= $1::date::timestamp at time zone 'Europe/Berlin'
    and used_at < ($1::date + interval '1 month') at time zone 'Europe/Berlin'`;
const COVERAGE = `
  insert into usage.coverage (authority_id, school_id, client, month, last_used_at, last_reported_at)
  select authority_id, school_id, 'lms', month, month + interval '20 days', now()
  from (${LINES}) line, unnest($1::date[]) month`;

/** @param events the lowest number of events; it is rounded up to whole years of authorities */
export async function benchEvents(events: number, say: (line: string) => void): Promise<EventFigures> {
  const database = await createTestDatabase();
  try {
    const authorities = Math.ceil(events / EVENTS_OF_AUTHORITY_YEAR);
    const all = authorities * EVENTS_OF_AUTHORITY_YEAR;
    await makePlatform(database.query, authorities);
    const months = Array.from(
      { length: 12 },
      (_, at) => `${YEAR.from.slice(0, 4)}-${String(at + 1).padStart(2, '0')}-01`,
    );
    const writing = await seconds(async () => {
      for (const month of months) {
        await database.query('select usage.ensure_month($1)', [month]);
        await database.query(EVENTS_OF_MONTH, [month]);
        await database.query(KEYS_OF_MONTH, [month]);
        say(`events of ${month.slice(0, 7)}`);
      }
      await database.query(COVERAGE, [months]);
    });
    await database.query('vacuum analyze');
    say('counting them');
    const service = await connect(database.urlOf('usage'), { poolSize: 1, applicationName: 'bench usage' });
    const transact: Transact = (work) =>
      new Session(service, callerOf('operator'), undefined, undefined, { longestStatementMs: 600_000 }).write(work);
    const counting = await seconds(() => countUses(transact)).finally(() => service.destroy());
    say('recounting a month');
    const recounting = await seconds(async () => {
      const { corrected } = await ownerTransactions(database.ownerUrl, (own) =>
        own((db) => recountMonth(db, YEAR.from)),
      );
      if (corrected.monthly + corrected.licence > 0) throw new Error('A recount differs from the count.');
    });
    await compareWithReport(database, all);
    const [size] = await database.query<{ events: number; sums: number }>(
      `select sum(pg_total_relation_size(oid)) filter (where relname like 'event%')::float8 / 1e6 as events,
         sum(pg_total_relation_size(oid)) filter (where relname like '%sum')::float8 / 1e6 as sums
       from pg_class where relnamespace = 'usage'::regnamespace and relkind = 'r'`,
    );
    return {
      events: all,
      writtenPerSecond: all / writing,
      countedPerSecond: all / counting,
      recountedPerSecond: all / 12 / recounting,
      eventsMb: size?.events ?? 0,
      sumsMb: size?.sums ?? 0,
    };
  } finally {
    await database.drop();
  }
}

/**
 * Checks that the report of the whole platform has all events that are no denials, and that of an authority its own.
 */
async function compareWithReport(database: Awaited<ReturnType<typeof createTestDatabase>>, all: number): Promise<void> {
  const system = await startSystem(database);
  try {
    const query = `{ usageReport(from: "${YEAR.from}", until: "${YEAR.until}") { totals { total notLicensed } } }`;
    for (const [token, expected] of [
      [await tokenOf('operator'), all],
      [await tokenOf('reporting', AUTHORITY), EVENTS_OF_AUTHORITY_YEAR],
    ] as const) {
      const { data, errors } = await system.ask(token, query);
      const { total, notLicensed } = data?.usageReport?.totals ?? {};
      if (total + notLicensed !== expected)
        throw new Error(`${total} + ${notLicensed} of ${expected} were counted. ${JSON.stringify(errors ?? '')}`);
    }
  } finally {
    await system.stop();
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

export function describeEvents(figures: EventFigures): string {
  const each = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en')} a second`;
  return [
    `events: ${figures.events.toLocaleString('en')} single events of a year, on this machine`,
    `  written with their keys ${each(figures.writtenPerSecond)}, ${Math.round(figures.eventsMb)} MB`,
    `  counted by month and licence ${each(figures.countedPerSecond)}, sums of ${Math.round(figures.sumsMb)} MB`,
    `  recounted, a month, ${each(figures.recountedPerSecond)}; no sum differs, and reports have them all`,
  ].join('\n');
}
