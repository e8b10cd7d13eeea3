import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const COVERAGE = `query ($from: String! = "2025-01", $until: String! = "2025-03", $granularity: UsageGranularity! = MONTH,
    $filter: UsageFilter, $first: Int! = 100, $after: String) {
  usageReport(from: $from, until: $until, granularity: $granularity, filter: $filter) { coverage {
    months { month hasEnded schools clients lastUsedOn lastReportedAt isCounted countedUntil }
    reporters(first: $first, after: $after) {
      totalCount pageInfo { endCursor hasNextPage } edges { cursor node { school name client months lastUsedOn } } }
    missing { totalCount edges { node { school name } } } } } }`;

let world: UsageWorld;
let id: (name: string) => string;
let CITY: Caller;
let CENTRE: Caller;

beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
    schools: {
      FIRST: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      SILENT: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      CLOSED: { belongsTo: [{ to: 'CITY' }], operating: { until: '2024-01-01' } },
      MOVED: {
        belongsTo: [
          { to: 'TOWN', until: '2025-02-01' },
          { to: 'CITY', from: '2025-02-01' },
        ],
      },
      OF_TOWN: { belongsTo: [{ to: 'TOWN' }] },
    },
    titles: { FILM: {} },
  });
  id = seeded.organisation;
  CITY = callerOf('reporting', `AUTHORITY:${id('CITY')}`);
  CENTRE = callerOf('licensing', `MEDIA_CENTRE:${id('CENTRE')}`);
  const record = async (school: string, client: string, usedAt: string) => {
    const caller = { ...OPERATOR, client };
    const events = [{ id: randomUUID(), school: id(school), title: seeded.title('FILM'), action: 'STREAM', usedAt }];
    const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
    expect((await world.ask(caller, mutation, { events })).data.recordUsage.recorded).toBe(1);
  };
  await record('FIRST', 'moodle', '2025-01-10T08:00:00Z');
  await record('FIRST', 'moodle', '2025-03-10T23:30:00Z');
  await record('FIRST', '', '2025-03-09T08:00:00Z');
  await record('MOVED', 'moodle', '2025-01-15T08:00:00Z');
  await record('OF_TOWN', 'itslearning', '2025-01-20T08:00:00Z');
});
afterAll(() => world?.close());

async function coverage(caller: Caller, asked: object = {}) {
  const { data, error } = await world.ask(caller, COVERAGE, asked);
  expect(error).toBeUndefined();
  return data.usageReport.coverage;
}

const nodesOf = ({ edges }: { edges: { node: object }[] }) => edges.map(({ node }) => node);

test('each month tells who reported, until which day, and whether it is over', async () => {
  const { months } = await coverage(OPERATOR);
  const lastReportedAt = months[0].lastReportedAt;
  expect(months).toEqual([
    {
      month: '2025-01',
      hasEnded: true,
      schools: 3,
      clients: 2,
      lastUsedOn: '2025-01-20',
      lastReportedAt,
      isCounted: true,
      countedUntil: null,
    },
    {
      month: '2025-02',
      hasEnded: true,
      schools: 0,
      clients: 0,
      lastUsedOn: null,
      lastReportedAt: null,
      isCounted: true,
      countedUntil: null,
    },
    {
      month: '2025-03',
      hasEnded: false,
      schools: 1,
      clients: 2,
      lastUsedOn: '2025-03-11',
      lastReportedAt,
      isCounted: true,
      countedUntil: null,
    },
  ]);
  expect(new Date(lastReportedAt).getTime() % 3_600_000).toBe(0);
});

test('where something waits to be counted, a month says so, and since which hour', async () => {
  await world.query(
    `update usage.coverage set uncounted_since = '2025-03-11T10:20:30Z' where month = '2025-01-01' and client = 'itslearning'`,
  );
  const { months } = await coverage(OPERATOR);
  expect(months.map(({ isCounted, countedUntil }: Record<string, unknown>) => [isCounted, countedUntil])).toEqual([
    [false, '2025-03-11T10:00:00.000Z'],
    [true, null],
    [true, null],
  ]);
  await world.query('update usage.coverage set uncounted_since = null');
});

test('the schools and clients that reported are listed, page by page', async () => {
  const all = [
    { school: id('FIRST'), name: 'FIRST', client: null, months: ['2025-03'], lastUsedOn: '2025-03-09' },
    { school: id('FIRST'), name: 'FIRST', client: 'moodle', months: ['2025-01', '2025-03'], lastUsedOn: '2025-03-11' },
    { school: id('MOVED'), name: 'MOVED', client: 'moodle', months: ['2025-01'], lastUsedOn: '2025-01-15' },
    { school: id('OF_TOWN'), name: 'OF_TOWN', client: 'itslearning', months: ['2025-01'], lastUsedOn: '2025-01-20' },
  ];
  const { reporters } = await coverage(OPERATOR);
  expect(nodesOf(reporters)).toEqual(all);
  const first = (await coverage(OPERATOR, { first: 3 })).reporters;
  expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
  const second = (await coverage(OPERATOR, { first: 3, after: first.pageInfo.endCursor })).reporters;
  expect([...nodesOf(first), ...nodesOf(second)]).toEqual(all);
});

test('schools in operation of which nothing was reported are not known to have used nothing', async () => {
  const { missing } = await coverage(OPERATOR);
  expect(missing).toEqual({ totalCount: 1, edges: [{ node: { school: id('SILENT'), name: 'SILENT' } }] });
  const february = (await coverage(OPERATOR, { from: '2025-02', until: '2025-02' })).missing;
  expect(february.totalCount).toBe(4);
});

test('it heeds who asks, at the time of the month, and organisations and clients of the filter', async () => {
  const names = async (...asked: Parameters<typeof coverage>) => {
    const { reporters, missing } = await coverage(...asked);
    return [reporters, missing].map((list) => nodesOf(list).map(({ name }: any) => name));
  };
  expect(await names(CITY)).toEqual([
    ['FIRST', 'FIRST'],
    ['MOVED', 'SILENT'],
  ]);
  expect(await names(CENTRE)).toEqual([['FIRST', 'FIRST'], ['SILENT']]);
  expect(await names(OPERATOR, { filter: { authorities: [id('TOWN')] } })).toEqual([['MOVED', 'OF_TOWN'], []]);
  expect(await names(OPERATOR, { filter: { clients: ['itslearning'] } })).toEqual([
    ['OF_TOWN'],
    ['FIRST', 'MOVED', 'SILENT'],
  ]);
  expect(await names(CITY, { filter: { mediaCentres: [id('CENTRE')] } })).toEqual([['FIRST', 'FIRST'], ['SILENT']]);
  expect(await names(callerOf('reporting'))).toEqual([[], []]);
});

test('what a school reported under another authority, in the month in which it moved, is not told to a media centre of one of them', async () => {
  const seeded = await world.seed({
    organisations: { OLD: 'AUTHORITY', NEW: 'AUTHORITY', OLD_CENTRE: 'MEDIA_CENTRE', NEW_CENTRE: 'MEDIA_CENTRE' },
    schools: {
      MOVING: {
        belongsTo: ['OLD', 'OLD_CENTRE', 'NEW', 'NEW_CENTRE'].map((to) =>
          to.startsWith('OLD') ? { to, until: '2025-02-11' } : { to, from: '2025-02-11' },
        ),
      },
    },
    titles: { FILM: {} },
  });
  const school = seeded.organisation('MOVING');
  for (const [client, usedAt] of [
    ['moodle', '2025-02-10T08:00:00Z'],
    ['itslearning', '2025-02-12T08:00:00Z'],
  ] as const) {
    const events = [{ id: randomUUID(), school, title: seeded.title('FILM'), action: 'STREAM', usedAt }];
    const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
    expect((await world.ask({ ...OPERATOR, client }, mutation, { events })).data.recordUsage.recorded).toBe(1);
  }
  const clientsTold = async (centre: string) => {
    const caller = callerOf('licensing', `MEDIA_CENTRE:${seeded.organisation(centre)}`);
    const { data } = await world.ask(caller, COVERAGE, {}, { asOwner: true });
    const { reporters, months } = data.usageReport.coverage;
    return [nodesOf(reporters).map(({ client }: any) => client), months[1].clients];
  };
  expect(await clientsTold('OLD_CENTRE')).toEqual([['moodle'], 1]);
  expect(await clientsTold('NEW_CENTRE')).toEqual([['itslearning'], 1]);
});
