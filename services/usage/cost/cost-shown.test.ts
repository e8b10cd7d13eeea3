/** Who sees which cost, and what rounding leaves of it. */
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import {
  CENTRE,
  CITY,
  cost,
  entitlement,
  GROUPS,
  id,
  JANUARY,
  MARCH,
  row,
  rowsOf,
  STATE,
  TOWN,
  used,
  world,
} from '../../../test/cost-world';
import { callerOf, OPERATOR } from '../../../test/usage-world';

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
