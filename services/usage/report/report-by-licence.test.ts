import { randomUUID } from 'node:crypto';
import { createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';
import { countUses } from '../counting/count-uses';

const REPORT = `query ($groupBy: [UsageGroup!]!, $filter: UsageFilter, $order: UsageOrder) {
  usageReport(from: "2026-01", until: "2026-03", granularity: TOTAL, groupBy: $groupBy, filter: $filter) {
    totals { total uniqueRequests notLicensed }
    coverage { months { isCounted } }
    rows(order: $order) { edges { node { groups { id name } figures { total notLicensed uniqueRequests } } } } } }`;

let world: UsageWorld;
let licence: string;
beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: { SCHOOL: { belongsTo: [{ to: 'CITY' }] } },
    titles: { FILM: {}, OTHER_FILM: {} },
    packages: { P: [{ title: 'FILM' }] },
    licences: {
      L: { owner: 'CITY', heldAt: ['AUTHORITY'], rights: ['STREAM', 'DOWNLOAD'], packages: [{ package: 'P' }] },
    },
    entitlements: { E: { licence: 'L', holder: 'CITY', from: '2025-01-01' } },
  });
  licence = seeded.licence('L');
  const use = (title: string, action: string) => ({
    id: randomUUID(),
    school: seeded.organisation('SCHOOL'),
    title: seeded.title(title),
    action,
    usedAt: '2026-02-10T08:00:00Z',
  });
  const events = [
    use('FILM', 'STREAM'),
    use('FILM', 'STREAM'),
    use('FILM', 'DOWNLOAD'),
    use('OTHER_FILM', 'NOT_LICENSED'),
    use('OTHER_FILM', 'STREAM'),
  ];
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  const { data } = await world.ask(OPERATOR, mutation, { events }, { now: '2026-03-01T00:00:00Z', uncounted: true });
  expect(data.recordUsage.recorded).toBe(5);
});
afterAll(() => world?.close());

async function report(asked: object) {
  const { data, error } = await world.ask(OPERATOR, REPORT, asked, { now: '2026-04-10T00:00:00Z' });
  return error ?? data.usageReport;
}

async function rows(asked: object) {
  const { rows: found } = await report(asked);
  return found.edges.map(({ node: { groups, figures } }: any) =>
    [...groups.map(({ name }: { name: string | null }) => name), figures.total, figures.notLicensed].join(' '),
  );
}

test('until uses are counted, coverage says that figures are not complete', async () => {
  const { coverage, rows: found, totals } = await report({ groupBy: ['LICENCE'] });
  expect(coverage.months).toEqual([{ isCounted: true }, { isCounted: false }, { isCounted: true }]);
  expect([found.edges, totals.total]).toEqual([[], 0]);
});

describe('by licence, level and right', () => {
  beforeAll(async () => {
    await countUses(world.transact);
  });

  test('each use falls to what opened the title, or to none', async () => {
    const name = (await report({ groupBy: ['LICENCE'], filter: { licences: [licence] } })).rows.edges[0].node.groups[0];
    expect(name).toEqual({ id: licence, name: expect.any(String) });
    expect(await rows({ groupBy: ['LICENCE'] })).toEqual([' 1 1', `${name.name} 3 0`]);
    expect(await rows({ groupBy: ['LEVEL'] })).toEqual([' 1 1', 'AUTHORITY 3 0']);
    expect(await rows({ groupBy: ['RIGHT'] })).toEqual([' 0 1', 'DOWNLOAD 1 0', 'STREAM 3 0']);
    expect(await rows({ groupBy: ['LEVEL', 'RIGHT'] })).toEqual([
      '  0 1',
      ' STREAM 1 0',
      'AUTHORITY DOWNLOAD 1 0',
      'AUTHORITY STREAM 2 0',
    ]);
    expect(await rows({ groupBy: ['TITLE'], filter: { levels: ['AUTHORITY'], rights: ['STREAM'] } })).toEqual([
      'FILM 2 0',
    ]);
    expect((await report({ groupBy: ['LICENCE'] })).coverage.months[1]).toEqual({ isCounted: true });
  });

  test('nobody can add up unique figures over them, so there are none', async () => {
    const { totals, rows: found } = await report({ groupBy: ['RIGHT'] });
    expect(totals).toEqual({ total: 4, uniqueRequests: null, notLicensed: 1 });
    expect(found.edges.map(({ node }: any) => node.figures.uniqueRequests)).toEqual([null, null, null]);
    expect((await report({ groupBy: ['TITLE'] })).totals.uniqueRequests).toBe(2);
    expect(await report({ groupBy: ['RIGHT'], order: { by: 'UNIQUE_REQUESTS' } })).toBe(
      'BAD_USER_INPUT: order: UNIQUE_REQUESTS is not reported by licence, level or right. Order by another figure.',
    );
  });
});
