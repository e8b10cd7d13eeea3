/** What ends, what stays, and that nothing that stays leads to a person. */
import { createHmac, randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ZONE } from '../../../access/calendar';
import { parseSettings } from '../../../environment';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';
import { countUses } from '../counting/count-uses';
import { MAX_AGE_DAYS } from '../recording/use';
import { retainEvents } from './retention';
import { deleteMonth } from './retention-queries';

const KEPT_DAYS = 401;
const TODAY = DateTime.now().setZone(ZONE).startOf('day');
const MONTHS_BACK = [1, 2, 6, 12, 13, 14, 15, 20, 26, 30];
const RECORD = `mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) {
  recorded alreadyKnown results { code } } }`;

let world: UsageWorld;
let schools: string[];
let authority: string;
let film: string;
beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: { FIRST: { belongsTo: [{ to: 'CITY' }] }, SECOND: { belongsTo: [{ to: 'CITY' }] } },
    titles: { FILM: {} },
    packages: { PACKAGE: [{ title: 'FILM' }] },
    licences: {
      LICENCE: { owner: 'CITY', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'PACKAGE' }] },
    },
    entitlements: { ENTITLEMENT: { licence: 'LICENCE', holder: 'CITY', from: '2020-01-01' } },
  });
  schools = ['FIRST', 'SECOND'].map((name) => seeded.organisation(name));
  authority = seeded.organisation('CITY');
  film = seeded.title('FILM');
});
afterAll(() => world.close());
beforeEach(() => world.deleteUses());

/** In the middle of the month so many months ago. */
const inMonth = (back: number) => TODAY.startOf('month').minus({ months: back }).plus({ days: 14, hours: 9 });

interface Event {
  readonly id: string;
  readonly school: string;
  readonly usedAt: string;
  readonly session?: string;
}

/** As if it was sent on the day of use, or now. */
async function record(events: readonly Event[], now: DateTime) {
  const sent = events.map((event) => ({ title: film, action: 'STREAM', ...event }));
  const lms = { ...callerOf('lms', `AUTHORITY:${authority}`), client: 'moodle' };
  const { data, error } = await world.ask(lms, RECORD, { events: sent }, { now: now.toISO() as string });
  expect(error).toBeUndefined();
  return data.recordUsage;
}

async function recordOldUses(): Promise<Event[]> {
  const all: Event[] = [];
  for (const back of MONTHS_BACK) {
    const events = schools.flatMap((school) =>
      [0, 10, 60].map((seconds) => ({
        id: randomUUID(),
        school,
        usedAt: inMonth(back).plus({ seconds }).toISO() as string,
      })),
    );
    await record(events, inMonth(back).plus({ hours: 1 }));
    all.push(...events);
  }
  await countUses(world.transact);
  return all;
}

const partitions = async () => {
  const rows = await world.query<{ month: string }>(
    `select to_char(to_date(right(relname, 7), 'YYYY_MM'), 'YYYY-MM') as month from pg_class
     where relname like 'event\\_2%' and relkind = 'r' order by 1`,
  );
  return rows.map(({ month }) => month);
};

/** Everything that can be asked of closed months, and the tables of which it is answered. */
async function everyFigure() {
  const [from, until] = [inMonth(24).toFormat('yyyy-MM'), inMonth(1).toFormat('yyyy-MM')];
  const of = [
    ...schools.map((id) => ({ __typename: 'School', id })),
    { __typename: 'SchoolAuthority', id: authority },
    { __typename: 'Title', id: film },
  ];
  const usage = `usage(from: "${from}", until: "${until}") {
    month streams downloads views requests total uniqueRequests uniqueInvestigations notLicensed limitExceeded }`;
  const { data, error } = await world.ask(
    OPERATOR,
    `query ($of: [_Any!]!) { _entities(representations: $of) {
       ... on School { ${usage} } ... on SchoolAuthority { ${usage} } ... on Title { ${usage} } } }`,
    { of },
    { now: TODAY.toISO() as string },
  );
  expect(error).toBeUndefined();
  const rows = (table: string) => world.query(`select * from usage.${table} order by ${table}`);
  const [sums, sumsByLicence, coverage] = [
    await rows('monthly_sum'),
    await rows('licence_sum'),
    await rows('coverage'),
  ];
  return { answers: data, sums, sumsByLicence, coverage };
}

test('events and keys end, whole months at a time, and every figure stays what it was', async () => {
  const events = await recordOldUses();
  const before = await everyFigure();
  const { coverage } = before;
  const ended = await retainEvents(world.transact, KEPT_DAYS);
  const cutoff = TODAY.minus({ days: KEPT_DAYS });
  const old = (back: number) => inMonth(back).endOf('month').plus(1) <= cutoff;
  const oldMonths = MONTHS_BACK.filter(old);
  expect(oldMonths.length).toBeGreaterThan(3);
  expect(ended).toEqual({
    months: oldMonths.map((back) => inMonth(back).toFormat('yyyy-MM')).sort(),
    keys: oldMonths.length * 6,
  });
  expect(await everyFigure()).toEqual(before);
  const [left] = await world.query(
    'select (select count(*)::int from usage.event) as events, (select count(*)::int from usage.event_key) as keys',
  );
  const kept = (MONTHS_BACK.length - oldMonths.length) * 6;
  expect(left).toEqual({ events: kept, keys: kept });
  expect(await retainEvents(world.transact, KEPT_DAYS)).toEqual({ months: [], keys: 0 });

  // What is sent again now is known, or too old: nothing is counted twice.
  expect(await record(events, DateTime.now())).toMatchObject({ recorded: 0 });
  expect({ ...(await everyFigure()), coverage }).toEqual({ ...before, coverage });
});

test('a month whose uses were not counted by licence yet is kept until they were', async () => {
  await recordOldUses();
  await world.query('update usage.coverage set uncounted_since = now() where month = $1', [
    inMonth(20).startOf('month').toISODate(),
  ]);
  const before = await everyFigure();
  const { months } = await retainEvents(world.transact, KEPT_DAYS);
  expect(months.length).toBeGreaterThan(1);
  expect(months).not.toContain(inMonth(20).toFormat('yyyy-MM'));
  await countUses(world.transact);
  expect((await everyFigure()).sumsByLicence).toEqual(before.sumsByLicence);
  expect((await retainEvents(world.transact, KEPT_DAYS)).months).toEqual([inMonth(20).toFormat('yyyy-MM')]);
  expect((await everyFigure()).sumsByLicence).toEqual(before.sumsByLicence);
});

test('partitions are made ahead', async () => {
  await retainEvents(world.transact, KEPT_DAYS);
  expect(await partitions()).toEqual(
    expect.arrayContaining([0, -1, -2, -3].map((back) => inMonth(back).toFormat('yyyy-MM'))),
  );
});

test('a month of which uses may still come is kept, whatever is asked for', async () => {
  const month = inMonth(2).toFormat('yyyy-MM');
  await record([{ id: randomUUID(), school: schools[0] as string, usedAt: inMonth(2).toISO() as string }], inMonth(2));
  await expect(world.transact((db) => deleteMonth(db, month))).rejects.toThrow(
    `The events of ${month} are kept until 401 days after its end: uses of it may still come.`,
  );
  expect(await partitions()).toContain(month);
});

test('events are kept for longer than they may come late', () => {
  expect(KEPT_DAYS).toBeGreaterThan(MAX_AGE_DAYS);
  expect(parseSettings({})).toMatchObject({ USAGE_EVENTS_KEPT_DAYS: KEPT_DAYS });
  expect(parseSettings({ USAGE_EVENTS_KEPT_DAYS: `${MAX_AGE_DAYS}` })).toEqual({
    mistakes: ['USAGE_EVENTS_KEPT_DAYS: “400” is not possible. Write a number of days from 401 to 9999.'],
  });
});

test('while somebody reads the events of a month, they stay until the next time', async () => {
  await recordOldUses();
  await world.query('begin');
  await world.query('select count(*) from usage.event');
  expect((await retainEvents(world.transact, KEPT_DAYS)).months).toEqual([]);
  await world.query('rollback');
  expect((await retainEvents(world.transact, KEPT_DAYS)).months.length).toBeGreaterThan(0);
}, 60_000);

test('two processes that do it at once do it once', async () => {
  await recordOldUses();
  const both = await Promise.all([retainEvents(world.transact, KEPT_DAYS), retainEvents(world.transact, KEPT_DAYS)]);
  expect(both[0].keys + both[1].keys).toBe(
    MONTHS_BACK.filter((back) => inMonth(back).endOf('month') < TODAY.minus({ days: KEPT_DAYS })).length * 6,
  );
});

describe('a person', () => {
  const NAME = 'anna.muster@schule.example';
  const school = () => schools[0] as string;

  /** Every value that is stored of uses, by column, as text. */
  async function stored(): Promise<Map<string, string[]>> {
    const tables = await world.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'usage'::regnamespace and relkind in ('r', 'p') and not relispartition",
    );
    const values = new Map<string, string[]>();
    for (const { name } of tables) {
      const rows = await world.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from usage.${name} t`,
      );
      for (const { row } of rows)
        for (const [column, value] of Object.entries(row)) {
          const key = `${name}.${column}`;
          values.set(key, [...(values.get(key) ?? []), String(value)]);
        }
    }
    return values;
  }

  /** With every stored value as the key of the hash. */
  function keysThatMake(session: string, values: ReadonlyMap<string, string[]>): string[] {
    const content = JSON.stringify(['moodle', `SCHOOL:${school()}`, NAME]);
    return [...values].flatMap(([column, ones]) =>
      ones
        .flatMap((one) => [Buffer.from(one), Buffer.from(one.replace(/^\\x/, ''), 'hex')])
        .filter(
          (key) =>
            `\\x${createHmac('sha256', key).update(content).digest().subarray(0, 16).toString('hex')}` === session,
        )
        .map(() => column),
    );
  }

  test('cannot be found any more by what is stored, once the day’s secret has rotated, even if nobody records', async () => {
    const usedAt = TODAY.minus({ days: 3 }).plus({ hours: 10 });
    await record(
      [{ id: randomUUID(), school: school(), usedAt: usedAt.toISO() as string, session: NAME }],
      usedAt.plus({ hours: 1 }),
    );
    const before = await stored();
    const session = before.get('event.session')?.[0] as string;
    expect(keysThatMake(session, before)).toEqual(['day_secret.secret']);

    await world.query('update usage.day_secret set day = day - 33');
    await retainEvents(world.transact, KEPT_DAYS);
    const after = await stored();
    expect(after.get('event.session')).toEqual([session]);
    expect(after.get('day_secret.secret') ?? []).toEqual([]);
    expect(keysThatMake(session, after)).toEqual([]);
    expect(JSON.stringify([...after])).not.toContain('anna');
  });

  test('has no column: these are all that hold text or bytes, and what they may hold', async () => {
    const columns = await world.query<{ name: string }>(
      `select distinct table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'usage' and data_type in ('text', 'bytea', 'json', 'jsonb', 'ARRAY', 'uuid', 'inet')
         and table_name !~ '^event_2' order by 1`,
    );
    expect(columns.map(({ name }) => name)).toEqual([
      'bot_pattern.pattern',
      'coverage.client',
      'day_secret.secret',
      'event.access_type',
      'event.action',
      'event.audience',
      'event.client',
      'event.event_id',
      'event.session',
      'event.usage_right',
      'event_key.event_id',
      'licence_sum.access_type',
      'licence_sum.audience',
      'licence_sum.client',
      'licence_sum.level',
      'licence_sum.usage_right',
      'monthly_sum.access_type',
      'monthly_sum.audience',
      'monthly_sum.client',
    ]);
  });
});
