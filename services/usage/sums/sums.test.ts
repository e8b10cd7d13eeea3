import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { callerOf, createUsageWorld, FORBIDDEN, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const SUMS = `query ($of: [_Any!]!, $from: String!, $until: String!) { _entities(representations: $of) {
  ... on School { usage(from: $from, until: $until) { month streams downloads views total roundedTo } }
  ... on Title { usage(from: $from, until: $until) { month streams downloads views total roundedTo } }
  ... on SchoolAuthority { usage(from: $from, until: $until) { month streams downloads views total roundedTo } }
} }`;

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
async function totals(caller: Caller, __typename: string, of: string, options = {}): Promise<number[] | string> {
  const { data, error } = await sums(caller, { __typename, id: of }, options);
  return error ?? data._entities[0].usage.map(({ total }: { total: number }) => total);
}

test('every month is listed, with zeros where there was no use', async () => {
  expect(await sums(CITY, { __typename: 'School', id: id('FIRST') }, {}, '2024-12', '2025-03')).toMatchObject({
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
  expect(await totals(CITY, 'SchoolAuthority', id('CITY'))).toEqual([5, 16, 1]);
  expect(await totals(TOWN, 'SchoolAuthority', id('TOWN'))).toEqual([20, 0, 0]);
});

test('a school keeps its own sums when it changes its authority', async () => {
  expect(await totals(CITY, 'School', id('MOVED'))).toEqual([7, 11, 0]);
});

test('a title has the uses at the schools in reach only', async () => {
  expect(await totals(OPERATOR, 'Title', film)).toEqual([25, 16, 0]);
  expect(await totals(STATE, 'Title', film)).toEqual([25, 15, 0]);
  expect(await totals(CITY, 'Title', film)).toEqual([12, 16, 0]);
  expect(await totals(CENTRE, 'Title', film)).toEqual([5, 5, 0]);
  expect(await totals(TOWN, 'Title', film)).toEqual([13, 0, 0]);
  expect(await totals(CITY, 'Title', '999999')).toEqual([0, 0, 0]);
});

test('figures for those above an authority are rounded, each by itself, and say so', async () => {
  const january = async (caller: Caller) =>
    (await sums(caller, { __typename: 'Title', id: film })).data._entities[0].usage[0];
  const exact = { month: '2025-01', streams: 23, downloads: 2, views: 0, total: 25, roundedTo: 1 };
  expect(await january(OPERATOR)).toEqual(exact);
  expect(await january(STATE)).toEqual({ ...exact, streams: 25, downloads: 0, roundedTo: 5 });
  expect(await january(CITY)).toMatchObject({ streams: 10, downloads: 2, roundedTo: 1 });
});

describe('who may read sums', () => {
  test('a foreign school or authority and one that does not exist give the same answer', async () => {
    for (const foreign of [id('OF_TOWN'), 'NW:999999', 'no school'])
      expect(await totals(CITY, 'School', foreign)).toBe(FORBIDDEN);
    for (const foreign of [id('TOWN'), 'NW:999', 'none\u0000'])
      expect(await totals(CITY, 'SchoolAuthority', foreign)).toBe(FORBIDDEN);
    expect(await totals(CITY, 'Title', 'Der Wald')).toBe(FORBIDDEN);
  });

  test('one foreign school does not spoil the answer about the others', async () => {
    const { data, error } = await sums(CITY, [
      { __typename: 'School', id: id('OF_TOWN') },
      { __typename: 'School', id: id('SECOND') },
    ]);
    expect(error).toBe(FORBIDDEN);
    expect(data._entities).toMatchObject([null, { usage: [{ total: 0 }, { total: 5 }, { total: 0 }] }]);
  });

  test('an authority’s sums need a binding at its level or above, over every school of it', async () => {
    expect(await totals(STATE, 'SchoolAuthority', id('CITY'))).toEqual([5, 15, 0]);
    expect(await totals(CENTRE, 'SchoolAuthority', id('CITY'))).toBe(FORBIDDEN);
    expect(await totals(callerOf('reporting', `SCHOOL:${id('OF_TOWN')}`), 'SchoolAuthority', id('TOWN'))).toBe(
      FORBIDDEN,
    );
  });

  test('a caller without the scope is refused', async () => {
    expect(await totals(callerOf('lms', `AUTHORITY:${id('CITY')}`), 'School', id('FIRST'))).toBe(FORBIDDEN);
    expect(await totals(callerOf('lms', `AUTHORITY:${id('CITY')}`), 'Title', film)).toBe(FORBIDDEN);
    expect(await totals(callerOf('lms', `AUTHORITY:${id('CITY')}`), 'SchoolAuthority', id('CITY'))).toBe(FORBIDDEN);
  });

  test('the check in this service alone keeps foreign sums back', async () => {
    const asOwner = { asOwner: true };
    expect(await totals(CITY, 'School', id('OF_TOWN'), asOwner)).toBe(FORBIDDEN);
    expect(await totals(CITY, 'SchoolAuthority', id('TOWN'), asOwner)).toBe(FORBIDDEN);
    expect(await totals(CITY, 'Title', film, asOwner)).toEqual([12, 16, 0]);
  });

  test('the database alone keeps foreign sums back', async () => {
    const databaseCaller = callerOf('reporting', `SCHOOL:${id('FIRST')}`);
    expect(await totals(OPERATOR, 'School', id('OF_TOWN'), { databaseCaller })).toEqual([0, 0, 0]);
    expect(await totals(OPERATOR, 'SchoolAuthority', id('TOWN'), { databaseCaller })).toEqual([0, 0, 0]);
    expect(await totals(OPERATOR, 'Title', film, { databaseCaller })).toEqual([5, 0, 0]);
    const nobody = { ...OPERATOR, kind: 'lms' as const };
    expect(await totals(OPERATOR, 'Title', film, { databaseCaller: nobody })).toEqual([0, 0, 0]);
  });
});

test('everything that a level asks for takes one look at the sums, and one at the reach', async () => {
  const before = world.statements.length;
  const of = [
    ...['FIRST', 'SECOND', 'MOVED'].map((name) => ({ __typename: 'School', id: id(name) })),
    ...[film, otherFilm].map((title) => ({ __typename: 'Title', id: title })),
  ];
  const { error } = await sums(CITY, of);
  expect(error).toBeUndefined();
  const asked = world.statements.slice(before);
  expect(asked.filter((sql) => sql.includes('usage.monthly_sum'))).toHaveLength(2);
  expect(asked).toHaveLength(3);
});
