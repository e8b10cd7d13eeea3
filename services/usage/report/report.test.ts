import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { callerOf, createUsageWorld, FORBIDDEN, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const FIGURES = 'streams downloads views requests total uniqueRequests uniqueInvestigations notLicensed limitExceeded';
const REPORT = `query ($from: String! = "2025-01", $until: String! = "2025-03", $granularity: UsageGranularity! = MONTH,
    $groupBy: [UsageGroup!]! = [], $filter: UsageFilter, $compareWith: UsageComparison, $first: Int! = 100, $after: String,
    $order: UsageOrder) {
  usageReport(from: $from, until: $until, granularity: $granularity, groupBy: $groupBy, filter: $filter,
      compareWith: $compareWith) {
    roundedTo totals { ${FIGURES} } previousTotals { total }
    rows(first: $first, after: $after, order: $order) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { cursor node { period hasEnded groups { group id name } figures { ${FIGURES} } previous { total } } } } } }`;

let world: UsageWorld;
/** The id of a school or organisation of the world. */
let id: (name: string) => string;
let film: string;
let otherFilm: string;
let CITY: Caller;
let TOWN: Caller;
let STATE: Caller;
let CENTRE: Caller;

beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
    schools: {
      FIRST: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      SECOND: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      MOVED: {
        belongsTo: [
          { to: 'TOWN', until: '2025-02-01' },
          { to: 'CITY', from: '2025-02-01' },
        ],
      },
      OF_TOWN: { belongsTo: [{ to: 'TOWN' }] },
    },
    titles: { FILM: {}, OTHER_FILM: {} },
  });
  id = seeded.organisation;
  film = seeded.title('FILM');
  otherFilm = seeded.title('OTHER_FILM');
  CITY = callerOf('reporting', `AUTHORITY:${id('CITY')}`);
  TOWN = callerOf('reporting', `AUTHORITY:${id('TOWN')}`);
  STATE = callerOf('reporting', `STATE:${id('STATE')}`);
  CENTRE = callerOf('licensing', `MEDIA_CENTRE:${id('CENTRE')}`);
  await record(id('FIRST'), film, 'STREAM', '2025-01-10T08:00:00Z', 3);
  await record(id('FIRST'), film, 'DOWNLOAD', '2025-01-11T08:00:00Z', 2);
  await record(id('FIRST'), otherFilm, 'VIEW', '2025-03-01T08:00:00Z', 1);
  await record(id('SECOND'), film, 'STREAM', '2025-02-01T08:00:00Z', 5);
  await record(id('MOVED'), film, 'STREAM', '2025-01-15T08:00:00Z', 7);
  await record(id('MOVED'), film, 'STREAM', '2025-02-15T08:00:00Z', 11);
  await record(id('OF_TOWN'), film, 'STREAM', '2025-01-20T08:00:00Z', 13);
  await record(id('OF_TOWN'), otherFilm, 'NOT_LICENSED', '2025-03-02T08:00:00Z', 4);
});
afterAll(() => world?.close());

async function record(school: string, title: string, action: string, usedAt: string, times: number): Promise<void> {
  const events = Array.from({ length: times }, () => ({ id: randomUUID(), school, title, action, usedAt }));
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  expect(await world.ask(OPERATOR, mutation, { events })).toMatchObject({ data: { recordUsage: { recorded: times } } });
}

async function report(caller: Caller, asked: object = {}, options = {}) {
  const { data, error } = await world.ask(caller, REPORT, asked, options);
  if (error) return error;
  return data.usageReport;
}

/** Each row as its period, the names of its groups and its total; or the error. */
async function rows(caller: Caller, asked: object = {}, options = {}) {
  const found = await report(caller, asked, options);
  if (typeof found === 'string') return found;
  return found.rows.edges.map(({ node: { period, groups, figures } }: any) =>
    [period, ...groups.map(({ name }: { name: string }) => name), figures.total].join(' '),
  );
}

test('a report has a row for each month with use, and totals of all', async () => {
  expect(await rows(OPERATOR)).toEqual(['2025-01 25', '2025-02 16', '2025-03 1']);
  expect(await report(OPERATOR)).toMatchObject({
    roundedTo: 1,
    totals: { streams: 39, downloads: 2, views: 1, requests: 41, total: 42, notLicensed: 4, limitExceeded: 0 },
    rows: { totalCount: 3, pageInfo: { hasNextPage: false } },
  });
  expect(await rows(OPERATOR, { granularity: 'TOTAL' })).toEqual(['2025-01/2025-03 42']);
});

test('uses are told apart by one or two groups', async () => {
  expect(await rows(OPERATOR, { granularity: 'TOTAL', groupBy: ['SCHOOL'] })).toEqual([
    '2025-01/2025-03 FIRST 6',
    '2025-01/2025-03 MOVED 18',
    '2025-01/2025-03 OF_TOWN 13',
    '2025-01/2025-03 SECOND 5',
  ]);
  expect(await rows(OPERATOR, { groupBy: ['TITLE', 'AUTHORITY'] })).toEqual([
    '2025-01 FILM CITY 5',
    '2025-01 FILM TOWN 20',
    '2025-02 FILM CITY 16',
    '2025-03 OTHER_FILM CITY 1',
    '2025-03 OTHER_FILM TOWN 0',
  ]);
  expect((await report(OPERATOR, { granularity: 'TOTAL', groupBy: ['SCHOOL_FORM'] })).rows.edges[0].node).toMatchObject(
    {
      groups: [{ group: 'SCHOOL_FORM', id: 'NW:20', name: '20' }],
      figures: { total: 42 },
    },
  );
  expect(await rows(OPERATOR, { granularity: 'TOTAL', groupBy: ['KIND', 'ACCESS_TYPE'] })).toEqual([
    '2025-01/2025-03 VIDEO CONTROLLED 42',
  ]);
});

test('a school counts under the organisations that it belonged to at the time of use', async () => {
  expect(await rows(CITY, { groupBy: ['SCHOOL'] })).toEqual([
    '2025-01 FIRST 5',
    '2025-02 MOVED 11',
    '2025-02 SECOND 5',
    '2025-03 FIRST 1',
  ]);
  expect(await rows(TOWN, { granularity: 'TOTAL', groupBy: ['SCHOOL'] })).toEqual([
    '2025-01/2025-03 MOVED 7',
    '2025-01/2025-03 OF_TOWN 13',
  ]);
  expect(await rows(TOWN, { granularity: 'TOTAL', filter: { schools: [id('MOVED')] } })).toEqual(['2025-01/2025-03 7']);
});

test('what has no organisation at a level is a row of its own', async () => {
  const { rows: found } = await report(OPERATOR, { granularity: 'TOTAL', groupBy: ['MEDIA_CENTRE'] });
  expect(found.edges.map(({ node }: any) => [node.groups[0], node.figures.total])).toEqual([
    [{ group: 'MEDIA_CENTRE', id: null, name: null }, 31],
    [{ group: 'MEDIA_CENTRE', id: id('CENTRE'), name: 'CENTRE' }, 11],
  ]);
});

test('filters narrow a report, and all of them hold', async () => {
  const total = async (filter: object) => (await report(OPERATOR, { filter })).totals.total;
  expect(await total({ titles: [otherFilm] })).toBe(1);
  expect(await total({ authorities: [id('TOWN')] })).toBe(20);
  expect(await total({ authorities: [id('CITY')], titles: [film] })).toBe(21);
  expect(await total({ schools: [id('FIRST'), id('SECOND')] })).toBe(11);
  expect(await total({ mediaCentres: [id('CENTRE')], kinds: ['VIDEO'] })).toBe(11);
  expect(await total({ kinds: ['AUDIO'] })).toBe(0);
  expect(await total({ audiences: ['PUPIL'] })).toBe(0);
  expect(await total({ accessTypes: ['CONTROLLED'], states: [id('STATE')] })).toBe(42);
});

describe('pages', () => {
  const asked = { groupBy: ['SCHOOL', 'TITLE'] };

  test.each([
    undefined,
    { by: 'PERIOD', direction: 'DESC' },
    { by: 'TOTAL', direction: 'DESC' },
    { by: 'STREAMS', direction: 'ASC' },
  ])('follow each other without a gap, ordered by %j', async (order) => {
    const whole = await rows(OPERATOR, { ...asked, order });
    expect(whole).toHaveLength(7);
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await report(OPERATOR, { ...asked, order, first: 2, after });
      expect(page.rows.totalCount).toBe(7);
      found.push(...(await rows(OPERATOR, { ...asked, order, first: 2, after })));
      after = page.rows.pageInfo.endCursor;
      if (!page.rows.pageInfo.hasNextPage) break;
    }
    expect(found).toEqual(whole);
    const { rows: beyond } = await report(OPERATOR, { ...asked, order, after: await lastCursor(order) });
    expect(beyond).toMatchObject({ totalCount: 7, edges: [] });
  });

  async function lastCursor(order: object | undefined): Promise<string> {
    return (await report(OPERATOR, { ...asked, order })).rows.pageInfo.endCursor;
  }

  test('of another report are refused', async () => {
    const cursor = await lastCursor(undefined);
    const FOREIGN =
      'BAD_USER_INPUT: after: cursor belongs to another list. Use an endCursor of the same search and filter.';
    expect(await rows(OPERATOR, { ...asked, after: cursor, until: '2025-02' })).toBe(FOREIGN);
    expect(await rows(OPERATOR, { ...asked, after: cursor, order: { by: 'TOTAL' } })).toBe(FOREIGN);
    expect(await rows(OPERATOR, { ...asked, after: 'x' })).toBe(FOREIGN);
    const [fingerprint, ...place] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const forged = (day: string) =>
      Buffer.from(JSON.stringify([fingerprint, day, day, ...place.slice(2)])).toString('base64url');
    for (const day of ['0000-01-01', '2025-02-31', '9999-01-01'])
      expect(await rows(OPERATOR, { ...asked, after: forged(day) })).toBe(FOREIGN);
  });
});

test('a top list has the largest first', async () => {
  expect(
    await rows(OPERATOR, {
      granularity: 'TOTAL',
      groupBy: ['SCHOOL'],
      order: { by: 'TOTAL', direction: 'DESC' },
      first: 2,
    }),
  ).toEqual(['2025-01/2025-03 MOVED 18', '2025-01/2025-03 OF_TOWN 13']);
});

describe('figures of those above an authority', () => {
  test('are rounded, each from its true value, and say so', async () => {
    expect(await report(STATE)).toMatchObject({ roundedTo: 5, totals: { streams: 40, total: 40, notLicensed: 5 } });
    expect(await rows(STATE, { granularity: 'TOTAL', groupBy: ['SCHOOL'] })).toEqual([
      '2025-01/2025-03 FIRST 5',
      '2025-01/2025-03 MOVED 20',
      '2025-01/2025-03 OF_TOWN 15',
      '2025-01/2025-03 SECOND 5',
    ]);
  });

  test('leave out rows that are shown as 0, so that these tell nothing more', async () => {
    const asked = { groupBy: ['AUTHORITY', 'TITLE'], filter: { titles: [otherFilm] } };
    expect(await rows(OPERATOR, asked)).toEqual(['2025-03 CITY OTHER_FILM 1', '2025-03 TOWN OTHER_FILM 0']);
    expect(await rows(STATE, asked)).toEqual(['2025-03 TOWN OTHER_FILM 0']);
    expect((await report(STATE, asked)).rows.totalCount).toBe(1);
  });
});

describe('who may read', () => {
  test('a media centre has what its schools did while they were its own', async () => {
    expect(await rows(CENTRE)).toEqual(['2025-01 5', '2025-02 5']);
  });

  test('a filter by a foreign organisation and by one that does not exist give the same answer', async () => {
    for (const schools of [[id('OF_TOWN')], ['NW:999999'], [id('FIRST'), 'NW:999999']])
      expect(await rows(CITY, { filter: { schools } })).toBe(FORBIDDEN);
    expect(await rows(CITY, { filter: { authorities: [id('TOWN')] } })).toBe(FORBIDDEN);
    expect(await rows(CITY, { filter: { states: ['BY'] } })).toBe(FORBIDDEN);
    expect(await rows(OPERATOR, { filter: { states: ['BY'] } })).toBe(FORBIDDEN);
    expect(await rows(CITY, { filter: { states: [id('STATE')] } })).toEqual(['2025-01 5', '2025-02 16', '2025-03 1']);
  });

  test('a caller without the scope is refused', async () => {
    expect(await rows(callerOf('lms', `AUTHORITY:${id('CITY')}`))).toBe(FORBIDDEN);
    expect(await rows(callerOf('reporting'))).toEqual([]);
  });

  test('the check in this service alone keeps foreign uses back', async () => {
    const asOwner = { asOwner: true };
    expect(await rows(CITY, {}, asOwner)).toEqual(['2025-01 5', '2025-02 16', '2025-03 1']);
    expect(await rows(CITY, { filter: { schools: [id('OF_TOWN')] } }, asOwner)).toBe(FORBIDDEN);
  });

  test('the database alone keeps foreign uses back', async () => {
    const databaseCaller = callerOf('reporting', `SCHOOL:${id('FIRST')}`);
    expect(await rows(OPERATOR, {}, { databaseCaller })).toEqual(['2025-01 5', '2025-03 1']);
    const nobody = { ...OPERATOR, kind: 'lms' as const };
    expect(await rows(OPERATOR, {}, { databaseCaller: nobody })).toEqual([]);
  });
});

test.each<[object, string]>([
  [
    { groupBy: ['SCHOOL', 'TITLE', 'KIND'] },
    'usageReport(groupBy): 3 items (maximum 2). Send fewer, or several requests.',
  ],
  [{ groupBy: ['SCHOOL', 'SCHOOL'] }, 'groupBy: SCHOOL is named twice.'],
  [{ from: '2025-1' }, 'from: “2025-1” is not a month. Write it as 2026-01.'],
  [{ from: '2021-01' }, 'until: period exceeds 36 months. Request it in several parts.'],
  [{ filter: { titles: [] } }, 'filter.titles: empty. Omit it for all.'],
  [{ filter: { titles: ['x'] } }, 'filter.titles: “x” is not an id.'],
  [{ filter: { schools: ['?'] } }, 'filter.schools: not the id of a school.'],
  [{ first: 0 }, 'first: must be between 1 and 1000; got 0. Request the following rows with after.'],
  [
    { granularity: 'SCHOOL_YEAR' },
    'from, until: 2025-01 to 2025-03 are no whole school years. Begin in August and end in July, or ask by MONTH.',
  ],
])('%j is told what is wrong', async (asked, message) => {
  expect(await rows(OPERATOR, asked)).toContain(`BAD_USER_INPUT: ${message}`);
});
