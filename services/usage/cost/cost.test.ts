/** How the cost of licences falls on schools, holders and titles. */

import { CITY, cost, entitlement, GROUPS, JANUARY, MARCH, row, rowsOf, STATE, world } from '../../../test/cost-world';
import { OPERATOR } from '../../../test/usage-world';

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
