import { randomUUID } from 'node:crypto';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { bought } from '../../../test/purchases';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const TITLES = `query ($from: String!, $until: String!, $first: Int, $after: String) {
  unusedTitles(from: $from, until: $until, first: $first, after: $after) {
    totalCount roundedTo pageInfo { hasNextPage endCursor } edges { cursor node { views title { id } } } } }`;
const LICENCES = `query ($from: String!, $until: String!, $first: Int, $after: String) {
  unusedLicences(from: $from, until: $until, first: $first, after: $after) {
    totalCount roundedTo isComplete pageInfo { hasNextPage endCursor } edges { node { id number name schools cents } } } }`;
const JANUARY = { from: '2025-01', until: '2025-01' };

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
  const term = { from: '2025-01-01', until: '2025-02-01' };
  const [heldAt, packages] = [['AUTHORITY', 'SCHOOL'] as const, [{ package: 'PACKAGE' }]];
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY' },
    schools: {
      FIRST: { belongsTo: [{ to: 'CITY' }] },
      MOVED: {
        belongsTo: [
          { to: 'TOWN', until: '2025-01-11' },
          { to: 'CITY', from: '2025-01-11' },
        ],
      },
      OF_TOWN: { belongsTo: [{ to: 'TOWN' }] },
    },
    titles: { A_USED: {}, B_SEEN: {}, C_NEVER: {}, D_LATER: {}, E_OF_TOWN: {}, F_GONE: { withdrawn: '2024-12-01' } },
    packages: {
      PACKAGE: [
        { title: 'A_USED' },
        { title: 'B_SEEN' },
        { title: 'C_NEVER' },
        { title: 'D_LATER', from: '2025-02-01' },
        { title: 'F_GONE' },
      ],
      TOWNS: [{ title: 'E_OF_TOWN' }],
    },
    licences: {
      L1_USED: { owner: 'CITY', heldAt, rights, term, packages },
      L2_NEVER: { owner: 'CITY', heldAt, rights, term, packages },
      L3_REVOKED: { owner: 'CITY', heldAt, rights, term, packages },
      L4_OF_TOWN: { owner: 'TOWN', heldAt, rights, term, packages: [{ package: 'TOWNS' }] },
    },
    entitlements: {
      E1: { licence: 'L1_USED', holder: 'CITY', from: '2025-01-01' },
      E2: { licence: 'L2_NEVER', holder: 'CITY', from: '2025-01-01' },
      E3: { licence: 'L3_REVOKED', holder: 'CITY', from: '2024-01-01', revoked: '2025-01-01' },
      E4: { licence: 'L4_OF_TOWN', holder: 'OF_TOWN', from: '2025-01-01' },
    },
  });
  ({ organisation: id, licence } = seeded);
  const names = ['A_USED', 'B_SEEN', 'C_NEVER', 'D_LATER', 'E_OF_TOWN', 'F_GONE'];
  nameOf = (title) => names.find((name) => seeded.title(name) === title) as string;
  for (const name of ['L1_USED', 'L2_NEVER', 'L3_REVOKED', 'L4_OF_TOWN'])
    await world.query(bought('l.id = $1', '3100'), [licence(name)]);
  CITY = callerOf('reporting', `AUTHORITY:${id('CITY')}`);
  TOWN = callerOf('licensing', `AUTHORITY:${id('TOWN')}`);
  STATE = callerOf('reporting', `STATE:${id('STATE')}`);
  const event = (school: string, title: string, action: string) => ({
    id: randomUUID(),
    school: id(school),
    title: seeded.title(title),
    action,
    usedAt: '2025-01-20T08:00:00Z',
  });
  const events = [
    event('FIRST', 'A_USED', 'STREAM'),
    event('FIRST', 'B_SEEN', 'VIEW'),
    event('OF_TOWN', 'C_NEVER', 'STREAM'),
  ];
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  expect((await world.ask(OPERATOR, mutation, { events })).data.recordUsage.recorded).toBe(3);
  await world.query('truncate usage.licence_sum');
  await world.query(
    `insert into usage.licence_sum
     select authority_id, school_id, media_centre_id, district_id, regional_association_id, state_id, title_id, month, audience, client,
       access_type, 'STREAM', $1, 1, 'AUTHORITY', views, streams, downloads, 0, 0, 0, 0, 0, 0
     from usage.monthly_sum`,
    [licence('L1_USED')],
  );
});
afterAll(() => world.close());

async function titles(caller: Caller, more = {}, options = {}): Promise<any> {
  const { data, error } = await world.ask(caller, TITLES, { ...JANUARY, ...more }, options);
  return error ?? data.unusedTitles;
}
async function licences(caller: Caller, more = {}, options = {}): Promise<any> {
  const { data, error } = await world.ask(caller, LICENCES, { ...JANUARY, ...more }, options);
  return error ?? data.unusedLicences;
}
const named = (list: any) => list.edges.map(({ node }: any) => nameOf(node.title.id));
const rows = (list: any) => list.edges.map(({ node: { name, schools, cents } }: any) => [name, schools, cents]);

test('a title is unused where a school was licensed for it on some day, and none used it', async () => {
  const list = await titles(CITY);
  expect(named(list)).toEqual(['B_SEEN', 'C_NEVER']);
  expect(list).toMatchObject({ totalCount: 2, roundedTo: 1, edges: [{ node: { views: 1 } }, { node: { views: 0 } }] });
  expect(named(await titles(CITY, { from: '2025-02', until: '2025-02' }))).toEqual([]);
  expect(named(await titles(TOWN))).toEqual(['E_OF_TOWN']);
  expect(named(await titles(OPERATOR))).toEqual(['B_SEEN', 'E_OF_TOWN']);
});

test('a licence is unused where it covered a school and nothing was used by it; its cost is that of the schools', async () => {
  const list = await licences(CITY);
  expect(rows(list)).toEqual([['L2_NEVER', 2, 3100]]);
  expect(list).toMatchObject({ totalCount: 1, roundedTo: 1, isComplete: true });
  expect(rows(await licences(TOWN))).toEqual([['L4_OF_TOWN', 1, 3100]]);
  expect(rows(await licences(OPERATOR))).toEqual([
    ['L2_NEVER', 2, 3100],
    ['L4_OF_TOWN', 1, 3100],
  ]);
  await world.query('update usage.coverage set uncounted_since = now()');
  expect(await licences(CITY)).toMatchObject({ isComplete: false });
  await world.query('update usage.coverage set uncounted_since = null');
});

test('what is rounded to 0 is not used, for those whose figures are rounded', async () => {
  expect(await titles(STATE)).toMatchObject({ totalCount: 4, roundedTo: 5 });
  expect(named(await titles(STATE))).toEqual(['A_USED', 'B_SEEN', 'C_NEVER', 'E_OF_TOWN']);
  expect(rows(await licences(STATE)).map(([name]: string[]) => name)).toEqual(['L1_USED', 'L2_NEVER', 'L4_OF_TOWN']);
});

test('pages go through the whole list', async () => {
  const first = await titles(STATE, { first: 3 });
  const second = await titles(STATE, { first: 3, after: first.pageInfo.endCursor });
  expect([...named(first), ...named(second)]).toEqual(named(await titles(STATE)));
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage, second.totalCount]).toEqual([true, false, 4]);
  const next = await licences(STATE, { first: 2, after: (await licences(STATE, { first: 2 })).pageInfo.endCursor });
  expect(rows(next)).toEqual([['L4_OF_TOWN', 1, 3100]]);
});

describe('who sees it', () => {
  test('what it cost, those whose token may read prices', async () => {
    const caller = { ...CITY, scopes: SCOPES_OF_KIND.reporting.filter((scope) => scope !== 'prices:read') };
    expect(await licences(caller)).toMatch(/^FORBIDDEN/);
    const list = LICENCES.replace('cents', '');
    expect(await world.ask(caller, list, JANUARY)).toMatchObject({
      data: { unusedLicences: { totalCount: 1 } },
      error: undefined,
    });
    expect(await titles(callerOf('lms', `AUTHORITY:${id('CITY')}`))).toMatch(/^FORBIDDEN/);
  });

  test('by the check in this service alone', async () => {
    const options = { databaseCaller: OPERATOR };
    expect(await titles(CITY, {}, options)).toEqual(await titles(CITY));
    expect(await licences(CITY, {}, options)).toEqual(await licences(CITY));
  });

  test('by the database alone', async () => {
    const options = { databaseCaller: CITY };
    expect(await titles(OPERATOR, {}, options)).toEqual(await titles(CITY));
    expect(await licences(OPERATOR, {}, options)).toEqual(await licences(CITY));
  });
});
