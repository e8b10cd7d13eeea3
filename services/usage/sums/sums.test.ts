import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../usage-world';

const FORBIDDEN = 'FORBIDDEN: You may not see or change this, or it does not exist.';
const CITY = callerOf('reporting', 'AUTHORITY:NW:1');
const SUMS = `query ($of: [_Any!]!, $from: String!, $until: String!) { _entities(representations: $of) {
  ... on School { usage(from: $from, until: $until) { month streams downloads views total } }
  ... on Title { usage(from: $from, until: $until) { month streams downloads views total } }
  ... on SchoolAuthority { usage(from: $from, until: $until) { month streams downloads views total } }
} }`;

let world: UsageWorld;
let film: string;
let otherFilm: string;

beforeAll(async () => {
  world = await createUsageWorld();
  film = await world.title('5550001');
  otherFilm = await world.title('5550002');
  await world.school('100001', ['AUTHORITY', '1'], ['MEDIA_CENTRE', 'BO']);
  await world.school('100002', ['AUTHORITY', '1'], ['MEDIA_CENTRE', 'BO']);
  await world.school('100003', ['AUTHORITY', '1', '[2025-02-01,)'], ['AUTHORITY', '2', '(,2025-02-01)']);
  await world.school('200001', ['AUTHORITY', '2']);
  await record('NW:100001', film, 'STREAM', '2025-01-10T08:00:00Z', 3);
  await record('NW:100001', film, 'DOWNLOAD', '2025-01-11T08:00:00Z', 2);
  await record('NW:100001', otherFilm, 'VIEW', '2025-03-01T08:00:00Z', 1);
  await record('NW:100002', film, 'STREAM', '2025-02-01T08:00:00Z', 5);
  await record('NW:100003', film, 'STREAM', '2025-01-15T08:00:00Z', 7);
  await record('NW:100003', film, 'STREAM', '2025-02-15T08:00:00Z', 11);
  await record('NW:200001', film, 'STREAM', '2025-01-20T08:00:00Z', 13);
});
afterAll(() => world.close());

async function record(school: string, title: string, action: string, usedAt: string, times: number): Promise<void> {
  const events = Array.from({ length: times }, () => ({ id: randomUUID(), school, title, action, usedAt }));
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  expect(await world.ask(OPERATOR, mutation, { events })).toMatchObject({ data: { recordUsage: { recorded: times } } });
}

function sums(caller: Caller, of: object | object[], options = {}, from = '2025-01', until = '2025-03') {
  return world.ask(caller, SUMS, { of, from, until }, options);
}

/** The totals of January to March, or the error. */
async function totals(caller: Caller, __typename: string, id: string, options = {}): Promise<number[] | string> {
  const { data, error } = await sums(caller, { __typename, id }, options);
  return error ?? data._entities[0].usage.map(({ total }: { total: number }) => total);
}

test('every month is listed, with zeros where there was no use', async () => {
  expect(await sums(CITY, { __typename: 'School', id: 'NW:100001' }, {}, '2024-12', '2025-03')).toMatchObject({
    data: {
      _entities: [
        {
          usage: [
            { month: '2024-12', streams: 0, downloads: 0, views: 0, total: 0 },
            { month: '2025-01', streams: 3, downloads: 2, views: 0, total: 5 },
            { month: '2025-02', streams: 0, downloads: 0, views: 0, total: 0 },
            { month: '2025-03', streams: 0, downloads: 0, views: 1, total: 1 },
          ],
        },
      ],
    },
  });
});

test('an authority has what its schools did while they were its own', async () => {
  expect(await totals(CITY, 'SchoolAuthority', 'NW:1')).toEqual([5, 16, 1]);
  expect(await totals(callerOf('reporting', 'AUTHORITY:NW:2'), 'SchoolAuthority', 'NW:2')).toEqual([20, 0, 0]);
});

test('a school keeps its own sums when it changes its authority', async () => {
  expect(await totals(CITY, 'School', 'NW:100003')).toEqual([7, 11, 0]);
});

test('a title has the uses at the schools in reach only', async () => {
  expect(await totals(OPERATOR, 'Title', film)).toEqual([25, 16, 0]);
  expect(await totals(callerOf('reporting', 'STATE:NW'), 'Title', film)).toEqual([25, 16, 0]);
  expect(await totals(CITY, 'Title', film)).toEqual([12, 16, 0]);
  expect(await totals(callerOf('licensing', 'MEDIA_CENTRE:NW:BO'), 'Title', film)).toEqual([5, 5, 0]);
  expect(await totals(callerOf('reporting', 'AUTHORITY:NW:2'), 'Title', film)).toEqual([13, 0, 0]);
  expect(await totals(CITY, 'Title', '999999')).toEqual([0, 0, 0]);
});

describe('who may read sums', () => {
  test('a foreign school or authority and one that does not exist give the same answer', async () => {
    for (const id of ['NW:200001', 'NW:999999', 'no school']) expect(await totals(CITY, 'School', id)).toBe(FORBIDDEN);
    for (const id of ['NW:2', 'NW:999', 'none\u0000']) expect(await totals(CITY, 'SchoolAuthority', id)).toBe(FORBIDDEN);
    expect(await totals(CITY, 'Title', 'Der Wald')).toBe(FORBIDDEN);
  });

  test('one foreign school does not spoil the answer about the others', async () => {
    const { data, error } = await sums(CITY, [
      { __typename: 'School', id: 'NW:200001' },
      { __typename: 'School', id: 'NW:100002' },
    ]);
    expect(error).toBe(FORBIDDEN);
    expect(data._entities).toMatchObject([null, { usage: [{ total: 0 }, { total: 5 }, { total: 0 }] }]);
  });

  test('an authority’s sums need every school of it in reach', async () => {
    expect(await totals(callerOf('reporting', 'STATE:NW'), 'SchoolAuthority', 'NW:1')).toEqual([5, 16, 1]);
    expect(await totals(callerOf('reporting', 'MEDIA_CENTRE:NW:BO'), 'SchoolAuthority', 'NW:1')).toBe(FORBIDDEN);
    expect(await totals(callerOf('reporting', 'SCHOOL:NW:200001'), 'SchoolAuthority', 'NW:2')).toEqual([20, 0, 0]);
  });

  test('a caller without the scope is refused', async () => {
    expect(await totals(callerOf('lms', 'AUTHORITY:NW:1'), 'School', 'NW:100001')).toBe(FORBIDDEN);
    expect(await totals(callerOf('lms', 'AUTHORITY:NW:1'), 'Title', film)).toBe(FORBIDDEN);
    expect(await totals(callerOf('lms', 'AUTHORITY:NW:1'), 'SchoolAuthority', 'NW:1')).toBe(FORBIDDEN);
  });

  test('the check in this service alone keeps foreign sums back', async () => {
    const asOwner = { asOwner: true };
    expect(await totals(CITY, 'School', 'NW:200001', asOwner)).toBe(FORBIDDEN);
    expect(await totals(CITY, 'SchoolAuthority', 'NW:2', asOwner)).toBe(FORBIDDEN);
    expect(await totals(CITY, 'Title', film, asOwner)).toEqual([12, 16, 0]);
  });

  test('the database alone keeps foreign sums back', async () => {
    const databaseCaller = callerOf('reporting', 'SCHOOL:NW:100001');
    expect(await totals(OPERATOR, 'School', 'NW:200001', { databaseCaller })).toEqual([0, 0, 0]);
    expect(await totals(OPERATOR, 'SchoolAuthority', 'NW:2', { databaseCaller })).toEqual([0, 0, 0]);
    expect(await totals(OPERATOR, 'Title', film, { databaseCaller })).toEqual([5, 0, 0]);
    const nobody = { ...OPERATOR, kind: 'lms' as const };
    expect(await totals(OPERATOR, 'Title', film, { databaseCaller: nobody })).toEqual([0, 0, 0]);
  });
});

test('everything that a level asks for takes one look at the sums, and one at the reach', async () => {
  const before = world.statements.length;
  const of = [
    ...['NW:100001', 'NW:100002', 'NW:100003'].map((id) => ({ __typename: 'School', id })),
    ...[film, otherFilm].map((id) => ({ __typename: 'Title', id })),
  ];
  const { error } = await sums(CITY, of);
  expect(error).toBeUndefined();
  const asked = world.statements.slice(before);
  expect(asked.filter((sql) => sql.includes('usage.monthly_sum'))).toHaveLength(2);
  expect(asked).toHaveLength(3);
});
