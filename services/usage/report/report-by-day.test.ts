import { randomUUID } from 'node:crypto';
import { createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const REPORT = `query ($from: String!, $until: String!, $granularity: UsageGranularity! = DAY, $groupBy: [UsageGroup!]! = [],
    $filter: UsageFilter, $compareWith: UsageComparison) {
  usageReport(from: $from, until: $until, granularity: $granularity, groupBy: $groupBy, filter: $filter,
      compareWith: $compareWith) {
    totals { streams uniqueRequests } previousTotals { streams }
    rows { edges { node { period hasEnded figures { streams uniqueRequests } previous { streams } } } } } }`;

let world: UsageWorld;
let school: string;
let film: string;
beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: { SCHOOL: { belongsTo: [{ to: 'CITY' }] } },
    titles: { FILM: {} },
  });
  school = seeded.organisation('SCHOOL');
  film = seeded.title('FILM');
  await record('2025-02-28T22:59:00Z');
  await record('2025-02-28T23:00:00Z');
  await record('2025-02-28T23:00:20Z');
  await record('2025-02-28T23:05:00Z');
  await record('2025-03-03T08:00:00Z');
  await record('2024-03-04T08:00:00Z');
  await record('2024-09-02T08:00:00Z');
});
afterAll(() => world?.close());

async function record(usedAt: string): Promise<void> {
  const events = [{ id: randomUUID(), school, title: film, action: 'STREAM', usedAt }];
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  const { data } = await world.ask(OPERATOR, mutation, { events });
  expect(data.recordUsage.recorded).toBe(1);
}

async function report(asked: object) {
  const { data, error } = await world.ask(OPERATOR, REPORT, asked);
  return error ?? data.usageReport;
}

/** Each row as its period, streams, unique requests, and the streams that it is compared with. */
async function rows(asked: object) {
  const found = await report(asked);
  if (typeof found === 'string') return found;
  return found.rows.edges.map(({ node: { period, figures, previous } }: any) =>
    [period, figures.streams, figures.uniqueRequests, ...(previous ? [previous.streams] : [])].join(' '),
  );
}

test('days begin at midnight in Berlin, and count as months do', async () => {
  expect(await rows({ from: '2025-02-27', until: '2025-03-05' })).toEqual([
    '2025-02-28 1 1',
    '2025-03-01 3 1',
    '2025-03-03 1 1',
  ]);
  expect(await rows({ from: '2025-02', until: '2025-03', granularity: 'MONTH' })).toEqual([
    '2025-02 1 1',
    '2025-03 4 2',
  ]);
  expect(await report({ from: '2025-02-27', until: '2025-03-05' })).toMatchObject({
    totals: { streams: 5, uniqueRequests: 3 },
  });
});

test('a period is compared with the one before, and with the year before', async () => {
  const compared = (compareWith: string, asked: object) => rows({ compareWith, ...asked });
  const days = { from: '2025-03-01', until: '2025-03-03' };
  expect(await compared('PERIOD_BEFORE', days)).toEqual(['2025-03-01 3 1 0', '2025-03-03 1 1 1']);
  expect(await compared('YEAR_BEFORE', days)).toEqual(['2025-03-01 3 1 0', '2025-03-03 1 1 1']);
  const months = { from: '2025-03', until: '2025-03', granularity: 'MONTH' };
  expect(await compared('PERIOD_BEFORE', months)).toEqual(['2025-03 4 2 1']);
  expect(await compared('YEAR_BEFORE', months)).toEqual(['2025-03 4 2 1']);
  expect(await compared('YEAR_BEFORE', { from: '2024-09', until: '2025-09', granularity: 'TOTAL' })).toEqual([
    '2024-09/2025-09 6 4 2',
  ]);
  expect(await report({ ...months, compareWith: 'YEAR_BEFORE' })).toMatchObject({ previousTotals: { streams: 1 } });
  expect(await report(months)).toMatchObject({ previousTotals: null });
});

test('school years begin in August', async () => {
  const asked = { from: '2023-08', until: '2025-07', granularity: 'SCHOOL_YEAR' };
  expect(await rows(asked)).toEqual(['2023/24 1 1', '2024/25 6 4']);
  const { rows: found } = await report(asked);
  expect(found.edges.map(({ node }: any) => node.hasEnded)).toEqual([true, false]);
  expect(await rows({ ...asked, from: '2024-08', compareWith: 'YEAR_BEFORE' })).toEqual(['2024/25 6 4 1']);
});

test.each<[object, string]>([
  [{ from: '2025-02', until: '2025-02-28' }, 'from: “2025-02” is not a day. Write it as 2026-01-31.'],
  [{ from: '2025-02-01', until: '2025-02-30' }, 'until: “2025-02-30” is not a day. Write it as 2026-01-31.'],
  [{ from: '2025-01-01', until: '2025-04-03' }, 'until: 93 days (maximum 92). Ask by MONTH, or for fewer days.'],
  [
    { from: '2025-02-01', until: '2025-02-02', groupBy: ['LICENCE'] },
    'granularity: DAY does not tell licences, levels and rights apart. Ask by MONTH.',
  ],
  [
    { from: '2025-02-01', until: '2025-02-02', filter: { rights: ['STREAM'] } },
    'granularity: DAY does not tell licences, levels and rights apart. Ask by MONTH.',
  ],
])('%j is told what is wrong', async (asked, message) => {
  expect(await report(asked)).toBe(`BAD_USER_INPUT: ${message}`);
});

test('days whose uses are not kept any more are refused, and months are not', async () => {
  const afterThese = { from: '2025-03-01', until: '2025-03-03', compareWith: 'YEAR_BEFORE' };
  const before = await rows(afterThese);
  await world.query('drop table usage.event_2025_02');
  expect(await rows(afterThese)).toEqual(before);
  await world.query('drop table usage.event_2024_03');
  expect(await report({ from: '2024-03-30', until: '2024-04-02' })).toBe(
    'BAD_USER_INPUT: from: the uses of 2024-03 are no longer kept one by one. Ask by MONTH, or for days after 2024-03.',
  );
  expect(await rows({ from: '2024-03', until: '2024-03', granularity: 'MONTH' })).toEqual(['2024-03 1 1']);
});
