import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { bought } from '../../../test/purchases';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const COST = `query ($from: String!, $until: String!, $by: CostGroup!, $order: CostOrder, $first: Int, $after: String) {
  costPerUse(from: $from, until: $until, by: $by, order: $order, first: $first, after: $after) {
    totalCount roundedTo isComplete pageInfo { hasNextPage endCursor }
    totals { cents centsElsewhere requests centsPerRequest requestsWithoutCost }
    edges { node { id name figures { cents centsElsewhere requests centsPerRequest requestsWithoutCost } } }
  }
}`;
const JANUARY = { from: '2025-01', until: '2025-01' };
const MARCH = { from: '2025-03', until: '2025-03' };

const GROUPS = ['TITLE', 'LICENCE', 'ENTITLEMENT', 'HOLDER', 'SCHOOL', 'AUTHORITY'];

let world: UsageWorld;
/** The database's id of an organisation, title or licence. */
let row: (name: string) => string;
let id: (name: string) => string;
let entitlement: (name: string) => string;
let CITY: Caller;
let TOWN: Caller;
let CENTRE: Caller;
let STATE: Caller;

beforeAll(async () => {
  world = await createUsageWorld();
  const rights = ['STREAM'] as const;
  const year = { from: '2025-01-01', until: '2026-01-01' };
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
    schools: {
      FIRST: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      SECOND: { belongsTo: [{ to: 'CITY' }] },
      MOVED: {
        belongsTo: [
          { to: 'TOWN', until: '2025-03-01' },
          { to: 'CITY', from: '2025-03-01' },
        ],
      },
      OF_TOWN: { belongsTo: [{ to: 'TOWN' }] },
    },
    titles: { FILM: {}, OTHER: {}, NEVER: {} },
    packages: { PACKAGE: [{ title: 'FILM' }, { title: 'OTHER' }], NEVERS: [{ title: 'NEVER' }] },
    licences: {
      /** 100 cents a day. */
      OF_CITY: { owner: 'CITY', heldAt: ['AUTHORITY'], rights, term: year, packages: [{ package: 'PACKAGE' }] },
      SECOND_OF_CITY: { owner: 'CITY', heldAt: ['SCHOOL'], rights, term: year, packages: [{ package: 'NEVERS' }] },
      OF_TOWN_: { owner: 'TOWN', heldAt: ['AUTHORITY'], rights, term: year, packages: [{ package: 'PACKAGE' }] },
      ENDLESS: { owner: 'STATE', heldAt: ['STATE'], rights, packages: [{ package: 'PACKAGE' }] },
    },
    entitlements: {
      CITY_HOLDS: { licence: 'OF_CITY', holder: 'CITY', from: '2025-01-01' },
      /** The first one is covered twice. */
      FIRST_HOLDS: { licence: 'OF_CITY', holder: 'FIRST', from: '2025-01-01' },
      ONLY_FIRST: { licence: 'SECOND_OF_CITY', holder: 'FIRST', from: '2025-03-11', revoked: '2025-03-21' },
      TOWN_HOLDS: { licence: 'OF_TOWN_', holder: 'TOWN', from: '2025-01-01' },
      STATE_HOLDS: { licence: 'ENDLESS', holder: 'STATE', from: '2025-01-01' },
    },
  });
  id = seeded.organisation;
  entitlement = seeded.entitlement;
  const known = await world.query<{ name: string; id: string }>(
    `select name, id from schools.organisation union all select name, id from licences.title
     union all select name, licence_id from licences.contract`,
  );
  row = (name) => known.find((one) => one.name === name)?.id as string;
  await world.query("update licences.licence_terms set term_kind = 'UNLIMITED' where licence_id = $1", [
    row('ENDLESS'),
  ]);
  for (const [licence, cents] of [
    ['OF_CITY', 36_500],
    ['SECOND_OF_CITY', 36_500],
    ['OF_TOWN_', 73_000],
    ['ENDLESS', 1],
  ] as const)
    await world.query(bought('l.id = $1', '$2'), [row(licence), cents]);
  CITY = callerOf('reporting', `AUTHORITY:${id('CITY')}`);
  TOWN = callerOf('licensing', `AUTHORITY:${id('TOWN')}`);
  CENTRE = callerOf('reporting', `MEDIA_CENTRE:${id('CENTRE')}`);
  STATE = callerOf('reporting', `STATE:${id('STATE')}`);
  await used('FIRST', 'CITY', 'FILM', 'OF_CITY', 31);
  await used('SECOND', 'CITY', 'FILM', 'OF_CITY', 11);
  await used('FIRST', 'CITY', 'FILM', 'ENDLESS', 7);
  await used('OF_TOWN', 'TOWN', 'OTHER', 'OF_TOWN_', 2);
});
afterAll(() => world.close());

function used(school: string, authority: string, title: string, licence: string, streams: number): Promise<unknown> {
  const centre = school === 'FIRST' ? row('CENTRE') : '0';
  return world.query(
    `insert into usage.licence_sum (authority_id, school_id, media_centre_id, district_id, regional_association_id, state_id,
       title_id, month, audience, client, access_type, usage_right, licence_id, entitlement_id, level, views, streams, downloads,
       not_licensed, limit_exceeded, unique_investigations, unique_requests, unique_streams, unique_downloads)
     values ($1, $2, $3, $4, 0, $5, $6, '2025-01-01', 'TEACHER', '', 'CONTROLLED', 'STREAM', $7, 1, 'AUTHORITY',
       3, $8, 0, 0, 0, 1, 1, 1, 0)`,
    [row(authority), row(school), centre, row('DISTRICT'), row('STATE'), row(title), row(licence), streams],
  );
}

async function cost(caller: Caller, by: string, months = JANUARY, more = {}, options = {}): Promise<any> {
  const { data, error } = await world.ask(caller, COST, { ...months, by, ...more }, options);
  return error ?? data.costPerUse;
}

/** Name, cents, requests and cents per request of each row. */
const rowsOf = (report: any) =>
  report.edges.map(({ node: { name, figures } }: any) => [
    name,
    figures.cents,
    figures.requests,
    figures.centsPerRequest,
  ]);

test('a school pays its part of each day, once, however many entitlements cover it', async () => {
  const report = await cost(CITY, 'SCHOOL', JANUARY, { order: 'CENTS' });
  expect(rowsOf(report)).toEqual([
    ['FIRST', 1550, 31, 50],
    ['SECOND', 1550, 11, 1550 / 11],
  ]);
  expect(report.totals).toEqual({
    cents: 3100,
    centsElsewhere: 3100,
    requests: 42,
    centsPerRequest: 3100 / 42,
    requestsWithoutCost: 7,
  });
});

test('a day of a school falls equally on the entitlements that cover it, and so on those who hold them', async () => {
  const holders = await cost(CITY, 'HOLDER', JANUARY, { order: 'CENTS' });
  expect(
    rowsOf(holders)
      .slice(0, 2)
      .map(([name, cents]: unknown[]) => [name, cents]),
  ).toEqual([
    ['CITY', 2325],
    ['FIRST', 775],
  ]);
  const entitlements = await cost(CITY, 'ENTITLEMENT', JANUARY, { order: 'CENTS' });
  expect(
    entitlements.edges.slice(0, 2).map(({ node: { id, name, figures } }: any) => [id, name, figures.cents]),
  ).toEqual([
    [entitlement('CITY_HOLDS'), 'OF_CITY', 2325],
    [entitlement('FIRST_HOLDS'), 'OF_CITY', 775],
  ]);
  expect(entitlements.totals).toEqual(holders.totals);
});

describe('of single ones', () => {
  const OF = `query ($of: [_Any!]!, $from: String!, $until: String!) { _entities(representations: $of) {
    ... on Entitlement { cost(from: $from, until: $until) } ... on School { cost(from: $from, until: $until) }
    ... on SchoolAuthority { cost(from: $from, until: $until) } } }`;
  const of = async (caller: Caller, entities: readonly [string, string][], months = JANUARY, options = {}) => {
    const of = entities.map(([__typename, id]) => ({ __typename, id }));
    const { data, error } = await world.ask(caller, OF, { of, ...months }, options);
    return error ?? data._entities.map((one: any) => one?.cost);
  };
  const ALL = (): [string, string][] => [
    ['Entitlement', entitlement('CITY_HOLDS')],
    ['Entitlement', entitlement('TOWN_HOLDS')],
    ['Entitlement', entitlement('STATE_HOLDS')],
    ['Entitlement', 'no id'],
    ['School', id('FIRST')],
    ['School', id('OF_TOWN')],
    ['School', 'NW:999999'],
    ['SchoolAuthority', id('CITY')],
    ['SchoolAuthority', id('TOWN')],
  ];
  const OF_CITY = [2325, null, null, null, 1550, null, null, 3100, null];

  test('it is the row of the report, and nothing of others', async () => {
    expect(await of(CITY, ALL())).toEqual(OF_CITY);
    expect(await of(STATE, ALL())).toEqual([2325, 6200, null, null, 1550, 3100, null, 3100, 6200]);
    expect(await of(CENTRE, ALL())).toEqual(ALL().map(() => null));
    expect(await of(CITY, [['School', id('MOVED')]])).toEqual([null]);
    expect(await of(CITY, [['School', id('MOVED')]], MARCH)).toEqual([expect.any(Number)]);
  });

  test('each wall alone keeps others from it', async () => {
    expect(await of(CITY, ALL(), JANUARY, { databaseCaller: OPERATOR })).toEqual(OF_CITY);
    expect(await of(OPERATOR, ALL(), JANUARY, { databaseCaller: CITY })).toEqual(OF_CITY);
    const without = { ...CITY, scopes: SCOPES_OF_KIND.reporting.filter((one) => one !== 'prices:read') };
    expect(await of(without, ALL())).toMatch(/^FORBIDDEN/);
  });

  test('a period that is none is refused', async () => {
    expect(await of(CITY, ALL(), { from: '2025-02', until: '2025-01' })).toMatch(/^BAD_USER_INPUT/);
  });
});

test('odd cents are on somebody, and days without a school are on nobody', async () => {
  const report = await cost(CITY, 'SCHOOL', MARCH);
  const cents = report.edges.map(({ node }: any) => node.figures.cents).toSorted();
  expect(cents).toEqual([1033, 1033, 1034 + 1000].toSorted());
  expect(report.totals).toMatchObject({ cents: 3100 + 1000, centsElsewhere: 2100 });
});

test('of a licence, the report says what fell on the schools and what did not', async () => {
  const report = await cost(CITY, 'LICENCE', MARCH, { order: 'CENTS' });
  expect(report.edges.map(({ node: { name, figures } }: any) => [name, figures.cents, figures.centsElsewhere])).toEqual(
    [
      ['OF_CITY', 3100, 0],
      ['SECOND_OF_CITY', 1000, 2100],
    ],
  );
});

test('a year costs what was paid, however it is asked for', async () => {
  const year = { from: '2025-01', until: '2025-12' };
  const byMonth = await Promise.all(
    Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}`).map((month) =>
      cost(STATE, 'SCHOOL', { from: month, until: month }),
    ),
  );
  const sum = (reports: any[], part: string) => reports.reduce((cents, { totals }) => cents + totals[part], 0);
  for (const by of GROUPS) {
    const report = await cost(STATE, by, year);
    const rows = report.edges.reduce((cents: number, { node }: any) => cents + node.figures.cents, 0);
    expect([by, rows]).toEqual([by, report.totals.cents]);
    expect(report.totals.cents + report.totals.centsElsewhere).toBe(36_500 + 36_500 + 73_000);
    expect(report.totals.cents).toBe(sum(byMonth, 'cents'));
  }
  expect(sum(byMonth, 'cents') + sum(byMonth, 'centsElsewhere')).toBe(36_500 + 36_500 + 73_000);
});

test('a title has its part of the days on which it was covered, also where nobody used it, and that comes first', async () => {
  expect(rowsOf(await cost(CITY, 'TITLE'))).toEqual([
    ['OTHER', 1550, 0, null],
    ['FILM', 1550, 42, 1550 / 42],
  ]);
});

test('a licence without an end has no cost, and one from its first entitlement on has it from then on', async () => {
  const of = async (months: typeof JANUARY) =>
    Object.fromEntries(
      (await cost(OPERATOR, 'LICENCE', months)).edges.map(({ node }: any) => [node.name, node.figures]),
    );
  expect((await of(JANUARY)).ENDLESS).toMatchObject({
    cents: null,
    centsPerRequest: null,
    requestsWithoutCost: 7,
    requests: 0,
  });
  const [before] = await world.query<{ term: string }>(
    'select term::text from licences.purchase where licence_id = $1',
    [row('SECOND_OF_CITY')],
  );
  await world.query('update licences.purchase set term = null, duration_days = 10 where licence_id = $1', [
    row('SECOND_OF_CITY'),
  ]);
  expect((await of(MARCH)).SECOND_OF_CITY).toMatchObject({ cents: 36_500, centsElsewhere: 0 });
  await world.query('update licences.purchase set term = $2::daterange, duration_days = null where licence_id = $1', [
    row('SECOND_OF_CITY'),
    before?.term,
  ]);
});

test('what was bought again adds to the cost of its own days, and a longer term takes nothing from what was paid', async () => {
  const of = async (months: typeof JANUARY) =>
    Object.fromEntries(
      (await cost(CITY, 'LICENCE', months)).edges.map(({ node }: any) => [node.name, node.figures.cents]),
    );
  const [january, march] = [await of(JANUARY), await of(MARCH)];
  await world.query(
    "insert into licences.purchase (licence_id, number, cents, term) values ($1, 'R2', 310, '[2025-03-01,2025-04-01)')",
    [row('OF_CITY')],
  );
  await world.query(
    "update licences.licence_terms set term = tstzrange(lower(term), '2030-01-01') where licence_id = $1",
    [row('OF_CITY')],
  );
  expect(await of(JANUARY)).toEqual(january);
  expect(await of(MARCH)).toEqual({ ...march, OF_CITY: 3100 + 310 });
  const schools = (await cost(CITY, 'SCHOOL', MARCH)).totals;
  expect(schools.cents).toBe(3100 + 310 + 1000);
  expect((await cost(CITY, 'TITLE', MARCH)).totals.cents).toBe(schools.cents);
  await world.query("delete from licences.purchase where number = 'R2'");
});

test('pages go through the whole report, each row once', async () => {
  const whole = await cost(OPERATOR, 'SCHOOL');
  expect(whole.totalCount).toBe(4);
  const seen: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const page: any = await cost(OPERATOR, 'SCHOOL', JANUARY, { first: 1, after });
    expect({ ...page, edges: [], pageInfo: null }).toEqual({ ...whole, edges: [], pageInfo: null });
    seen.push(...page.edges);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual(whole.edges);
  expect(await cost(OPERATOR, 'SCHOOL', MARCH, { after: whole.pageInfo.endCursor })).toMatch(/^BAD_USER_INPUT: after:/);
  const beyond = await cost(OPERATOR, 'SCHOOL', JANUARY, { after: whole.pageInfo.endCursor });
  expect(beyond).toMatchObject({ edges: [], totalCount: 4, totals: whole.totals });
});

describe('where figures are rounded', () => {
  test('a cost per request is of the rounded requests, so it does not tell the true ones', async () => {
    const report = await cost(STATE, 'SCHOOL', JANUARY, { order: 'CENTS' });
    expect(report.roundedTo).toBe(5);
    expect(rowsOf(report)).toEqual([
      ['MOVED', 3100, 0, null],
      ['OF_TOWN', 3100, 0, null],
      ['FIRST', 1550, 30, 50],
      ['SECOND', 1550, 10, 155],
    ]);
    expect(report.totals).toMatchObject({ cents: 9300, requests: 45, centsPerRequest: 205, requestsWithoutCost: 5 });
  });

  test('a row is not there for a few uses alone', async () => {
    await used('SECOND', 'CITY', 'NEVER', 'ENDLESS', 2);
    const titles = async (caller: Caller) => (await cost(caller, 'TITLE')).edges.map(({ node }: any) => node.name);
    expect(await titles(CITY)).toContain('NEVER');
    expect(await titles(STATE)).not.toContain('NEVER');
    await world.query('delete from usage.licence_sum where title_id = $1', [row('NEVER')]);
  });
});

describe('who sees what it cost', () => {
  test('who bought the licence and who stands above, of the schools as they were theirs then', async () => {
    expect(rowsOf(await cost(TOWN, 'SCHOOL', JANUARY, { order: 'REQUESTS' }))).toEqual(
      [
        ['OF_TOWN', 3100, 2, 1550],
        ['MOVED', 3100, 0, null],
      ].sort(([, , a], [, , b]) => Number(b) - Number(a)),
    );
    expect(rowsOf(await cost(TOWN, 'SCHOOL', MARCH))).toEqual([['OF_TOWN', 6200, 0, null]]);
    expect(rowsOf(await cost(CENTRE, 'SCHOOL'))).toEqual([['FIRST', null, 0, null]]);
    expect((await cost(CENTRE, 'SCHOOL')).totals).toMatchObject({
      cents: null,
      centsElsewhere: 0,
      requestsWithoutCost: 40,
    });
  });

  test('nobody without the scopes, and no LMS', async () => {
    const without = (scope: string) => ({ ...CITY, scopes: SCOPES_OF_KIND.reporting.filter((one) => one !== scope) });
    for (const caller of [without('prices:read'), without('usage:read'), callerOf('lms', `AUTHORITY:${id('CITY')}`)])
      expect(await cost(caller, 'SCHOOL')).toMatch(/^FORBIDDEN/);
  });

  test('by the check in this service alone', async () => {
    const databaseCaller = OPERATOR;
    for (const by of GROUPS) {
      expect(await cost(CITY, by, JANUARY, {}, { databaseCaller })).toEqual(await cost(CITY, by));
      expect(await cost(CENTRE, by, JANUARY, {}, { databaseCaller })).toEqual(await cost(CENTRE, by));
    }
  });

  test('by the database alone', async () => {
    for (const by of GROUPS)
      expect(await cost(OPERATOR, by, JANUARY, {}, { databaseCaller: CITY })).toEqual(await cost(CITY, by));
    const foreign = { databaseCaller: { ...CITY, kind: 'lms' as const } };
    expect((await cost(OPERATOR, 'SCHOOL', JANUARY, {}, foreign)).totals).toMatchObject({ cents: null, requests: 0 });
  });
});
