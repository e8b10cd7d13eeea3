/** What is kept of the sums of authorities is what the database would say, and is told to nobody else. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import pino from 'pino';
import '../../../demo/event-queries';
import '../../../demo/remove-queries';
import type { Caller } from '../../../caller/caller';
import { ownerTransactions } from '../../../database/queryable';
import { allStatements } from '../../../database/statement';
import { until } from '../../../test/until';
import { callerOf, createUsageWorld, FORBIDDEN, OPERATOR, type UsageWorld } from '../../../test/usage-world';
import { type InvalidationFeed, openInvalidationFeed } from '../../subgraph/cache/invalidation-feed';
import { countUses } from '../counting/count-uses';
import { recountMonth } from '../counting/recount';

const SUMS = `query ($of: [_Any!]!, $from: String!, $until: String!) { _entities(representations: $of) {
  ... on SchoolAuthority { usage(from: $from, until: $until) { month streams total roundedTo } } } }`;

let world: UsageWorld;
let kept: InvalidationFeed;
let id: (name: string) => string;
let film: string;
let CITY: Caller;
let TOWN: Caller;
let STATE: Caller;

beforeAll(async () => {
  world = await createUsageWorld();
  kept = openInvalidationFeed(world.serviceUrl, 'freischalter_usage', pino({ level: 'silent' }));
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY' },
    schools: { FIRST: { belongsTo: [{ to: 'CITY' }] }, OF_TOWN: { belongsTo: [{ to: 'TOWN' }] } },
    titles: { FILM: {} },
  });
  id = seeded.organisation;
  film = seeded.title('FILM');
  CITY = callerOf('reporting', `AUTHORITY:${id('CITY')}`);
  TOWN = callerOf('reporting', `AUTHORITY:${id('TOWN')}`);
  STATE = callerOf('reporting', `STATE:${id('STATE')}`);
});
afterAll(async () => {
  await kept?.stop();
  await world?.close();
});
beforeEach(() => world.deleteUses());

async function record(month: string, times: number, uncounted = false): Promise<void> {
  const used = { school: id('FIRST'), title: film, action: 'STREAM', usedAt: `${month}-10T08:00:00Z` };
  const events = Array.from({ length: times }, () => ({ id: randomUUID(), ...used }));
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  const { data } = await world.ask(OPERATOR, mutation, { events }, { uncounted });
  expect(data.recordUsage.recorded).toBe(times);
}

async function sums(caller: Caller, options = {}, from = '2025-01', until = '2025-03'): Promise<any> {
  const of = [{ __typename: 'SchoolAuthority', id: id('CITY') }];
  const { data, error } = await world.ask(caller, SUMS, { of, from, until }, { kept, ...options });
  return error ?? data._entities[0].usage.map(({ streams }: { streams: number }) => streams);
}

/** Statements about sums that are sent meanwhile. */
async function read(work: () => Promise<unknown>): Promise<number> {
  const before = world.statements.length;
  await work();
  return world.statements.slice(before).filter((text) => text.includes('usage.monthly_sum')).length;
}

const heard = async () => {
  await until('changes are heard', () => kept.generation() !== null);
  await kept.caughtUp();
};

test('sums are read once, for all who are bound to the authority and the operator', async () => {
  await record('2025-02', 7);
  await heard();
  expect(await read(async () => expect(await sums(CITY)).toEqual([0, 7, 0]))).toBe(1);
  for (const caller of [CITY, OPERATOR, callerOf('licensing', ...CITY.bound)])
    expect(await read(async () => expect(await sums(caller)).toEqual([0, 7, 0]))).toBe(0);
  expect(await read(() => sums(CITY, {}, '2025-02', '2025-02'))).toBe(0);
  expect(await read(async () => expect(await sums(CITY, {}, '2025-02', '2025-05')).toEqual([7, 0, 0, 0]))).toBe(1);
});

test('those of a month go when it is counted, and no others; those of all when it is recounted', async () => {
  await record('2025-02', 7);
  await heard();
  await sums(CITY);
  await record('2025-02', 1, true);
  expect(await sums(CITY)).toEqual([0, 7, 0]);
  await countUses(world.transact);
  await until('the count is seen', async () => (await sums(CITY))[1] === 8);
  expect(await read(() => sums(CITY))).toBe(0);
  await record('2025-03', 2);
  await heard();
  expect(await read(() => sums(CITY, {}, '2025-01', '2025-02'))).toBe(0);
  await until('the next month is seen', async () => (await sums(CITY))[2] === 2);

  await world.query(`update usage.monthly_sum set streams = 1, unique_streams = 1`);
  await ownerTransactions(world.ownerUrl, (transact) => transact((db) => recountMonth(db, '2025-02')));
  await until('the recount is seen', async () => isDeepStrictEqual(await sums(CITY), [0, 8, 1]));
});

test('whoever changes sums is known, and tells', () => {
  const changes = allStatements().declared.filter(({ text }) =>
    /\b(insert into|update|delete from) usage\.monthly_sum\b/.test(text),
  );
  expect(new Set(changes.map(({ label }) => label))).toEqual(
    new Set([
      'countReports',
      'deleteZeroSumsOfSchools',
      'addMonthlyDifference',
      'deleteZeroSums',
      'insertDemoSums',
      'delete: usage.monthly_sum',
    ]),
  );
});

test('others are asked for by the database: whoever stands above gets rounded figures, whoever stands beside none', async () => {
  await record('2025-02', 7);
  await heard();
  await sums(CITY);
  expect(await read(async () => expect(await sums(STATE)).toEqual([0, 5, 0]))).toBe(1);
  expect(await sums(TOWN)).toBe(FORBIDDEN);
  expect(await sums(callerOf('lms', ...CITY.bound))).toMatch(/^FORBIDDEN/);
  expect(await sums(callerOf('reporting', `SCHOOL:${id('FIRST')}`))).toBe(FORBIDDEN);
});

test('what row-level security hides from a caller is not kept for others', async () => {
  await record('2025-02', 7);
  await heard();
  expect(await sums(STATE, { databaseCaller: TOWN })).toEqual([0, 0, 0]);
  expect(await sums(CITY)).toEqual([0, 7, 0]);
});

test('nothing is kept while changes are not heard', async () => {
  await record('2025-02', 7);
  await sums(CITY, { kept: undefined });
  expect(await read(() => sums(CITY, { kept: undefined }))).toBe(1);
});
