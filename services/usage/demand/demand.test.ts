import { randomUUID } from 'node:crypto';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { bought } from '../../../test/purchases';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const ROW = 'title { id } schoolId schoolName notLicensed limitExceeded';
const OFFER = 'offers cheapestOffer { number name cents validUntil licenceId }';
const DEMAND = `query ($by: DemandGroup, $first: Int, $after: String) {
  demand(from: "2025-01", until: "2025-03", by: $by, first: $first, after: $after) {
    totalCount roundedTo totals { notLicensed limitExceeded } pageInfo { hasNextPage endCursor } edges { node { ${ROW} ${OFFER} } } } }`;

let world: UsageWorld;
let id: (name: string) => string;
let licence: (name: string) => string;
let nameOf: (title: string) => string;
let CITY: Caller;
let TOWN: Caller;
let STATE: Caller;

beforeAll(async () => {
  world = await createUsageWorld();
  const rights = ['STREAM'] as const;
  const [heldAt, packages] = [['AUTHORITY', 'SCHOOL'] as const, [{ package: 'FILMS' }]];
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY' },
    schools: {
      FIRST: { belongsTo: [{ to: 'CITY' }] },
      SECOND: { belongsTo: [{ to: 'CITY' }] },
      OF_TOWN: { belongsTo: [{ to: 'TOWN' }] },
    },
    titles: { FILM: {}, OTHER: {} },
    packages: { FILMS: [{ title: 'FILM' }] },
    licences: {
      DEAR: { owner: 'CITY', heldAt, rights, packages },
      CHEAP: { owner: 'CITY', heldAt, rights, packages, term: { until: '2025-08-01' } },
      OVER: { owner: 'CITY', heldAt, rights, packages, term: { until: '2025-03-01' } },
      OF_TOWN_: { owner: 'TOWN', heldAt, rights, packages },
    },
    entitlements: {},
  });
  ({ organisation: id, licence } = seeded);
  nameOf = (title) => ['FILM', 'OTHER'].find((name) => seeded.title(name) === title) as string;
  for (const [name, cents] of [
    ['DEAR', 500],
    ['CHEAP', 300],
    ['OVER', 1],
    ['OF_TOWN_', 2],
  ] as const)
    await world.query(bought('l.id = $1', '$2'), [licence(name), cents]);
  CITY = callerOf('reporting', `AUTHORITY:${id('CITY')}`);
  TOWN = callerOf('licensing', `AUTHORITY:${id('TOWN')}`);
  STATE = callerOf('reporting', `STATE:${id('STATE')}`);
  const times = (count: number, school: string, title: string, action: string) =>
    Array.from({ length: count }, () => ({
      id: randomUUID(),
      school: id(school),
      title: seeded.title(title),
      action,
      usedAt: '2025-02-20T08:00:00Z',
    }));
  const events = [
    ...times(6, 'FIRST', 'FILM', 'NOT_LICENSED'),
    ...times(2, 'FIRST', 'FILM', 'LIMIT_EXCEEDED'),
    ...times(1, 'SECOND', 'FILM', 'NOT_LICENSED'),
    ...times(9, 'SECOND', 'OTHER', 'NOT_LICENSED'),
    ...times(1, 'OF_TOWN', 'FILM', 'NOT_LICENSED'),
    ...times(1, 'OF_TOWN', 'FILM', 'STREAM'),
  ];
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  expect((await world.ask(OPERATOR, mutation, { events })).data.recordUsage.recorded).toBe(events.length);
});
afterAll(() => world.close());

async function demand(caller: Caller, by = 'TITLE', more = {}, options = {}): Promise<any> {
  const { data, error } = await world.ask(caller, DEMAND, { by, ...more }, options);
  return error ?? data.demand;
}
const rows = (list: any) =>
  list.edges.map(({ node: { title, schoolName, notLicensed, limitExceeded } }: any) => [
    title && nameOf(title.id),
    schoolName,
    notLicensed,
    limitExceeded,
  ]);

test('denials are added up by title, by school, and by both', async () => {
  const list = await demand(CITY);
  expect(rows(list)).toEqual([
    ['FILM', null, 7, 2],
    ['OTHER', null, 9, 0],
  ]);
  expect(list).toMatchObject({ totalCount: 2, roundedTo: 1, totals: { notLicensed: 16, limitExceeded: 2 } });
  expect(rows(await demand(CITY, 'SCHOOL'))).toEqual([
    [null, 'SECOND', 10, 0],
    [null, 'FIRST', 6, 2],
  ]);
  expect(rows(await demand(OPERATOR, 'TITLE_AND_SCHOOL'))).toEqual([
    ['OTHER', 'SECOND', 9, 0],
    ['FILM', 'FIRST', 6, 2],
    ['FILM', 'SECOND', 1, 0],
    ['FILM', 'OF_TOWN', 1, 0],
  ]);
});

test('it would cost what the cheapest licence costs that covers the title, has not ended and whose price one may read', async () => {
  const offers = async (caller: Caller) =>
    (await demand(caller)).edges.map(({ node: { offers, cheapestOffer } }: any) => [offers, cheapestOffer]);
  const cheap = { licenceId: licence('CHEAP'), number: 'CHEAP', name: 'CHEAP', cents: 300 };
  expect(await offers(CITY)).toEqual([
    [2, { ...cheap, validUntil: '2025-07-31T22:00:00.000Z' }],
    [0, null],
  ]);
  expect(await offers(TOWN)).toMatchObject([[1, { number: 'OF_TOWN_', cents: 2, validUntil: null }]]);
  expect((await offers(STATE))[0]).toMatchObject([3, { number: 'OF_TOWN_' }]);
  expect((await demand(CITY, 'SCHOOL')).edges[0].node).toMatchObject({ offers: null, cheapestOffer: null });
});

test('where figures are rounded, rows are as many and in the order as their figures say', async () => {
  const list = await demand(STATE, 'TITLE_AND_SCHOOL');
  expect(rows(list)).toEqual([
    ['OTHER', 'SECOND', 10, 0],
    ['FILM', 'FIRST', 5, 0],
  ]);
  expect(list).toMatchObject({ totalCount: 2, roundedTo: 5, totals: { notLicensed: 15, limitExceeded: 0 } });
});

test('pages go through the whole list', async () => {
  const seen: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const page: any = await demand(OPERATOR, 'TITLE_AND_SCHOOL', { first: 1, after });
    expect(page.totalCount).toBe(4);
    seen.push(...rows(page));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual(rows(await demand(OPERATOR, 'TITLE_AND_SCHOOL')));
  const { endCursor } = (await demand(OPERATOR)).pageInfo;
  expect(await demand(OPERATOR, 'SCHOOL', { after: endCursor })).toMatch(/^BAD_USER_INPUT: after:/);
});

describe('who sees it', () => {
  test('offers, those whose token may read prices', async () => {
    const caller = { ...CITY, scopes: SCOPES_OF_KIND.reporting.filter((scope) => scope !== 'prices:read') };
    const { data, error } = await world.ask(caller, DEMAND, {});
    expect(error).toMatch(/^FORBIDDEN/);
    expect(data.demand.edges[0].node).toMatchObject({ notLicensed: 7, offers: null, cheapestOffer: null });
    expect(await demand(callerOf('lms', `AUTHORITY:${id('CITY')}`))).toMatch(/^FORBIDDEN/);
  });

  test('by the check in this service alone', async () => {
    const options = { databaseCaller: OPERATOR };
    for (const by of ['TITLE', 'SCHOOL', 'TITLE_AND_SCHOOL'])
      expect(await demand(CITY, by, {}, options)).toEqual(await demand(CITY, by));
  });

  test('by the database alone', async () => {
    const options = { databaseCaller: CITY };
    for (const by of ['TITLE', 'SCHOOL', 'TITLE_AND_SCHOOL'])
      expect(await demand(OPERATOR, by, {}, options)).toEqual(await demand(CITY, by));
  });
});
