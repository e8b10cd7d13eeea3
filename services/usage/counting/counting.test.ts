/** COUNTER's audit tests, as arithmetic, and the edges of its rules. */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ZONE } from '../../../access/calendar';
import { until } from '../../../test/until';
import { callerOf, createUsageWorld, type UsageWorld } from '../../../test/usage-world';

const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded refused } }';
const FIGURES = `streams downloads views requests total uniqueRequests uniqueInvestigations notLicensed limitExceeded`;

let world: UsageWorld;
let school: string;
let otherSchool: string;
let titles: string[];
beforeAll(async () => {
  world = await createUsageWorld();
  const names = Array.from({ length: 100 }, (_, at) => `TITLE${at}`);
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: { SCHOOL: { belongsTo: [{ to: 'CITY' }] }, OTHER_SCHOOL: { belongsTo: [{ to: 'CITY' }] } },
    titles: Object.fromEntries(names.map((name) => [name, {}])),
  });
  [school, otherSchool] = [seeded.organisation('SCHOOL'), seeded.organisation('OTHER_SCHOOL')];
  titles = names.map((name) => seeded.title(name));
});
afterAll(() => world.close());
beforeEach(() => world.deleteUses());

/** Yesterday, ten in the morning. */
const TEN = DateTime.now().setZone(ZONE).minus({ days: 1 }).startOf('day').plus({ hours: 10 });
const at = (seconds: number) => TEN.plus({ seconds }).toISO() as string;

interface Event {
  readonly usedAt: string;
  readonly action?: string;
  readonly title?: string;
  readonly school?: string;
  readonly session?: string | null;
  readonly audience?: string;
}

async function record(events: readonly Event[], client = 'moodle'): Promise<void> {
  const schools = new Set(events.map((event) => `SCHOOL:${event.school ?? school}` as const));
  const lms = { ...callerOf('lms', ...schools), subject: client, client };
  const usual = { action: 'STREAM', title: titles[0], school, session: 'lesson' };
  const sent = events.map((event) => ({ id: randomUUID(), ...usual, ...event }));
  const now = new Date().toISOString();
  const { data, error } = await world.ask(lms, RECORD, { events: sent }, { now });
  expect(error ?? data.recordUsage).toEqual({ recorded: events.length, refused: 0 });
}

/** The figures of the month, those of the school, that are not 0. */
async function counted(of = school): Promise<Record<string, number>> {
  const month = TEN.toFormat('yyyy-MM');
  const { data, error } = await world.ask(
    callerOf('reporting', `SCHOOL:${school}`, `SCHOOL:${otherSchool}`),
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on School {
       usage(from: "${month}", until: "${month}") { ${FIGURES} } } } }`,
    { of: [{ __typename: 'School', id: of }] },
  );
  expect(error).toBeUndefined();
  return Object.fromEntries(Object.entries(data._entities[0].usage[0] as object).filter(([, figure]) => figure !== 0));
}

describe('the audit', () => {
  test('15 double clicks within 30 seconds and 15 outside of them are 45 in total, 30 of them unique', async () => {
    const pairs = (from: number, seconds: number) =>
      Array.from({ length: 15 }, (_, index) => ({
        title: titles[from + index],
        session: `lesson ${from + index}`,
      })).flatMap((pair) => [
        { ...pair, usedAt: at(0) },
        { ...pair, usedAt: at(seconds) },
      ]);
    await record([...pairs(0, 29), ...pairs(15, 35)]);
    expect(await counted()).toEqual({
      ...{ streams: 45, requests: 45, total: 45 },
      ...{ uniqueRequests: 30, uniqueInvestigations: 30 },
    });
  });

  test.each([
    ['NOT_LICENSED', 'notLicensed'],
    ['LIMIT_EXCEEDED', 'limitExceeded'],
  ])('50 forced denials %s are 50, and nothing else', async (action, figure) => {
    await record(Array.from({ length: 50 }, (_, index) => ({ action, usedAt: at(index * 31) })));
    expect(await counted()).toEqual({ [figure]: 50 });
  });

  test('100 titles once each are 100 of each figure', async () => {
    await record(titles.map((title) => ({ title, usedAt: at(0) })));
    expect(await counted()).toEqual({
      ...{ streams: 100, requests: 100, total: 100 },
      ...{ uniqueRequests: 100, uniqueInvestigations: 100 },
    });
  });
});

describe('a double click', () => {
  test.each([
    ['29 seconds', 29, 1],
    ['exactly 30 seconds', 30, 1],
    ['31 seconds', 31, 2],
  ])('after %s', async (_, seconds, streams) => {
    await record([{ usedAt: at(0) }, { usedAt: at(seconds) }]);
    expect(await counted()).toMatchObject({ streams, uniqueRequests: 1 });
  });

  test('is chained: each click begins the 30 seconds anew', async () => {
    await record([0, 20, 40, 60].map((seconds) => ({ usedAt: at(seconds) })));
    expect(await counted()).toMatchObject({ streams: 1 });
  });

  test('may come late, between two that counted', async () => {
    await record([{ usedAt: at(0) }, { usedAt: at(50) }]);
    expect(await counted()).toMatchObject({ streams: 2 });
    await record([{ usedAt: at(25) }]);
    expect(await counted()).toMatchObject({ streams: 1, uniqueRequests: 1 });
  });

  test('counts in the month of the last one', async () => {
    const begins = TEN.startOf('month');
    await record(
      [begins.minus({ seconds: 5 }), begins.plus({ seconds: 5 })].map((one) => ({ usedAt: one.toISO() as string })),
    );
    // A session ends at midnight, so these are two.
    expect(await counted()).toMatchObject({ streams: 1 });
  });

  test.each<[string, Partial<Event>[]]>([
    ['another action', [{}, { action: 'DOWNLOAD' }]],
    ['another title', [{}, { title: '1' }]],
    ['another session', [{}, { session: 'other lesson' }]],
    ['another audience', [{}, { audience: 'PUPIL' }]],
    ['no session', [{ session: null }, { session: null }]],
  ])('is none with %s', async (_, pair) => {
    const named = pair.map((one) => ('title' in one ? { title: titles[1] } : one));
    await record(named.map((one) => ({ ...one, usedAt: at(0) })));
    expect(await counted()).toMatchObject({ requests: 2 });
  });

  test('is none from another client or at another school', async () => {
    await record([{ usedAt: at(0) }, { usedAt: at(1), school: otherSchool }]);
    await record([{ usedAt: at(2) }], 'itslearning');
    expect([await counted(), await counted(otherSchool)]).toMatchObject([{ streams: 2 }, { streams: 1 }]);
  });
});

describe('unique figures', () => {
  test('a title that was looked at, streamed and downloaded in a session is one investigation and one request', async () => {
    await record(
      ['VIEW', 'STREAM', 'DOWNLOAD', 'STREAM'].map((action, index) => ({ action, usedAt: at(index * 600) })),
    );
    expect(await counted()).toEqual({
      ...{ views: 1, streams: 2, downloads: 1, requests: 3, total: 4 },
      ...{ uniqueRequests: 1, uniqueInvestigations: 1 },
    });
  });

  test('without a session, those of an hour are one', async () => {
    await record([0, 1_800, 3_599, 3_600].map((seconds) => ({ session: null, usedAt: at(seconds) })));
    expect(await counted()).toMatchObject({ streams: 4, uniqueRequests: 2 });
  });
});

describe('a session', () => {
  const sessions = () =>
    world.query<{ session: string | null }>(
      `select encode(session, 'hex') as session from usage.event order by used_at`,
    );

  test('is kept as a hash that is another one on another day, at another school and from another client', async () => {
    await record([
      { usedAt: at(0) },
      { usedAt: at(1) },
      { usedAt: at(2), school: otherSchool },
      { usedAt: at(-86_400) },
    ]);
    await record([{ usedAt: at(3) }], 'itslearning');
    const [dayBefore, first, second, elsewhere, otherClient] = (await sessions()).map(({ session }) => session);
    expect(first).toBe(second);
    expect(new Set([dayBefore, first, elsewhere, otherClient]).size).toBe(4);
    expect(JSON.stringify(await world.query('select * from usage.event'))).not.toContain('lesson');
  });

  test('is not known any more when its day’s secret is gone, and the use is recorded all the same', async () => {
    await record([{ usedAt: at(-86_400 * 36) }, { usedAt: at(0) }]);
    expect(await sessions()).toEqual([{ session: null }, { session: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });

  test('cannot be computed again after 35 days: the secret is deleted', async () => {
    await record([{ usedAt: at(0) }]);
    await world.query('update usage.day_secret set day = day - 40');
    await record([{ usedAt: at(60) }]);
    const known = await world.query(`select day from usage.day_secret where day < now()::date - 35`);
    expect(known).toEqual([]);
    const [first, second] = await sessions();
    expect(first).not.toEqual(second);
  });
});

test('a batch that is still at work keeps no other school waiting, not even on a day of which it is the first', async () => {
  await world.query('truncate usage.day_secret');
  const [line] = await world.query<{ authority: string; school: string }>(
    `select m.organisation_id as authority, m.school_id as school from directory.membership m
     join directory.organisation o on o.id = m.school_id where o.key = $1 and m.level = 'AUTHORITY'`,
    [`SCHOOL:${school}`],
  );
  await world.query('begin');
  await world.query(
    `insert into usage.coverage values ($1, $2, 'moodle', date_trunc('month', $3::timestamptz at time zone 'Europe/Berlin')::date, now(), now())`,
    [line?.authority, line?.school, at(0)],
  );
  const waiting = record([{ usedAt: at(0) }]);
  await until('it waits for the row', async () => {
    await world.query('select pg_stat_clear_snapshot()');
    const [waits] = await world.query<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return waits?.count === 1;
  });
  await record([{ usedAt: at(0), school: otherSchool }], 'itslearning');
  await world.query('rollback');
  await waiting;
  expect([await counted(), await counted(otherSchool)]).toMatchObject([{ streams: 1 }, { streams: 1 }]);
});

test('a month says who reported, and until when', async () => {
  await record([{ usedAt: at(0) }, { usedAt: at(-60) }]);
  await record([{ usedAt: at(-120), school: otherSchool }], 'itslearning');
  const covered = await world.query<{ client: string; last: Date }>(
    'select client, last_used_at as last from usage.coverage order by client',
  );
  expect(covered.map(({ client, last }) => [client, last.toISOString()])).toEqual([
    ['itslearning', new Date(at(-120)).toISOString()],
    ['moodle', new Date(at(0)).toISOString()],
  ]);
});
