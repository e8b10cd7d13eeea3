/** Demand, cost, and what is not used, of a part of what a caller may see: the same filters as those of a report. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { bought } from '../../../test/purchases';
import { callerOf, createUsageWorld, FORBIDDEN, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const PERIOD = 'from: "2025-01", until: "2025-02"';
/** By list, what it is asked for beside the filter, and what of it is looked at. */
const LISTS = {
  demandByTitle: `demand(${PERIOD}, by: TITLE, FILTER) { ROWS totals { notLicensed limitExceeded offerCents titlesWithoutOffer }
    edges { node { title { id } notLicensed limitExceeded offerCents titlesWithoutOffer } } }`,
  demandBySchool: `demand(${PERIOD}, by: SCHOOL, FILTER) { ROWS totals { notLicensed limitExceeded offerCents titlesWithoutOffer }
    edges { node { schoolName notLicensed limitExceeded offerCents titlesWithoutOffer } } }`,
  ...Object.fromEntries(
    ['TITLE', 'LICENCE', 'ENTITLEMENT', 'HOLDER', 'SCHOOL', 'AUTHORITY'].map((by) => [
      `costBy${by}`,
      `costPerUse(${PERIOD}, by: ${by}, FILTER) { ROWS totals { cents requests requestsWithoutCost }
        edges { node { name figures { cents requests requestsWithoutCost } } } }`,
    ]),
  ),
  unusedTitles: `unusedTitles(${PERIOD}, FILTER) { ROWS edges { node { title { id } views } } }`,
  unusedLicences: `unusedLicences(${PERIOD}, FILTER) { ROWS totalCents edges { node { number schools cents } } }`,
};
type List = keyof typeof LISTS | `costBy${string}`;
const EVERY = Object.keys(LISTS) as List[];

let world: UsageWorld;
let id: (name: string) => string;
let title: (name: string) => string;
let licence: (name: string) => string;
let nameOfTitle: (id: string) => string;
let CITY: Caller;
let TOWN: Caller;
let STATE: Caller;

beforeAll(async () => {
  world = await createUsageWorld();
  const rights = ['STREAM'] as const;
  const term = { from: '2025-01-01', until: '2026-01-01' };
  const of = (owner: string, name: string) => ({
    [name]: {
      owner,
      heldAt: ['AUTHORITY', 'SCHOOL'] as const,
      rights,
      term,
      packages: [{ package: `${name}_PACKAGE` }],
    },
  });
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
    schools: {
      FIRST: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      SECOND: { belongsTo: [{ to: 'CITY' }] },
      MOVED: {
        belongsTo: [
          { to: 'TOWN', until: '2025-02-01' },
          { to: 'CITY', from: '2025-02-01' },
        ],
      },
      OF_TOWN: { belongsTo: [{ to: 'TOWN' }] },
    },
    titles: { FILM: { kind: 'VIDEO' }, SOUND: { kind: 'AUDIO' }, WANTED: {}, RARE: {}, NEVER: {} },
    packages: {
      OF_CITY_PACKAGE: [{ title: 'FILM' }, { title: 'SOUND' }, { title: 'NEVER' }],
      OF_TOWN_PACKAGE: [{ title: 'FILM' }, { title: 'NEVER' }],
      IDLE_PACKAGE: [{ title: 'SOUND' }],
      OFFER_PACKAGE: [{ title: 'WANTED' }, { title: 'FILM' }],
    },
    licences: { ...of('CITY', 'OF_CITY'), ...of('TOWN', 'OF_TOWN'), ...of('CITY', 'IDLE'), ...of('CITY', 'OFFER') },
    entitlements: {
      E1: { licence: 'OF_CITY', holder: 'CITY', from: '2025-01-01' },
      E2: { licence: 'OF_TOWN', holder: 'TOWN', from: '2025-01-01' },
      E3: { licence: 'IDLE', holder: 'FIRST', from: '2025-01-01' },
    },
  });
  ({ organisation: id, title, licence } = seeded);
  const names = new Map(['FILM', 'SOUND', 'WANTED', 'RARE', 'NEVER'].map((name) => [title(name), name]));
  nameOfTitle = (one) => names.get(one) as string;
  for (const name of ['OF_CITY', 'OF_TOWN', 'IDLE']) await world.query(bought('l.id = $1', '36500'), [licence(name)]);
  await world.query(bought('l.id = $1', '400'), [licence('OFFER')]);
  await world.query(
    `update schools.school set form_code = '15' where id = (select id from schools.organisation where name = 'SECOND')`,
  );
  CITY = callerOf('reporting', `AUTHORITY:${id('CITY')}`);
  TOWN = callerOf('reporting', `AUTHORITY:${id('TOWN')}`);
  STATE = callerOf('reporting', `STATE:${id('STATE')}`);
  const times = (count: number, school: string, name: string, action: string, month: string, audience = 'TEACHER') =>
    Array.from({ length: count }, () => ({
      id: randomUUID(),
      school: id(school),
      title: title(name),
      action,
      usedAt: `2025-${month}-20T08:00:00Z`,
      audience,
      right: 'STREAM',
    }));
  const events = [
    ...times(3, 'FIRST', 'FILM', 'STREAM', '01', 'PUPIL'),
    ...times(2, 'SECOND', 'SOUND', 'STREAM', '01'),
    ...times(4, 'MOVED', 'FILM', 'STREAM', '01'),
    ...times(5, 'MOVED', 'FILM', 'STREAM', '02'),
    ...times(1, 'OF_TOWN', 'NEVER', 'VIEW', '02'),
    ...times(6, 'FIRST', 'WANTED', 'NOT_LICENSED', '01', 'PUPIL'),
    ...times(2, 'SECOND', 'RARE', 'NOT_LICENSED', '02'),
    ...times(7, 'MOVED', 'WANTED', 'NOT_LICENSED', '01'),
    ...times(8, 'OF_TOWN', 'SOUND', 'NOT_LICENSED', '02'),
    ...times(3, 'FIRST', 'FILM', 'LIMIT_EXCEEDED', '02'),
  ];
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  expect((await world.ask(OPERATOR, mutation, { events })).data.recordUsage.recorded).toBe(events.length);
});
afterAll(() => world.close());

async function ask(caller: Caller, list: List, filter: object | null, more = '', options = {}): Promise<any> {
  const field = (LISTS as Record<string, string>)[list] as string;
  const source = `query ($filter: UsageFilter) {
    list: ${field.replace('FILTER', `filter: $filter${more}`).replace('ROWS', 'totalCount roundedTo pageInfo { hasNextPage endCursor }')} }`;
  const { data, error } = await world.ask(caller, source, { filter }, options);
  return error ?? data.list;
}
const rows = (list: any): unknown[] => list.edges.map(({ node }: any) => node);
const named = (list: any) => list.edges.map(({ node }: any) => nameOfTitle(node.title.id));

/** What does not hang on whose licences the caller may know, or read the price of. */
const told = ({ offerCents, titlesWithoutOffer, ...row }: any) => row;

test.each(EVERY.filter((list) => list !== 'costByLICENCE'))(
  'where all is asked of one authority, it is the same as the authority’s own: %s',
  async (list) => {
    for (const name of ['CITY', 'TOWN']) {
      const own = await ask(name === 'CITY' ? CITY : TOWN, list, null);
      const asked = await ask(OPERATOR, list, { authorities: [id(name)] });
      expect(rows(asked).map(told)).toEqual(rows(own).map(told));
      expect(asked.totalCount).toBe(own.totalCount);
      if (own.totals) expect(told(asked.totals)).toEqual(told(own.totals));
      if (name === 'CITY') expect(own.totalCount).toBeGreaterThan(0);
    }
  },
);

test('licences have what falls on none of the chosen schools as cost elsewhere', async () => {
  const asked = rows(await ask(OPERATOR, 'costByLICENCE', { authorities: [id('CITY')] }));
  const own = rows(await ask(CITY, 'costByLICENCE', null));
  const nothing = { cents: 0, requests: 0, requestsWithoutCost: 0 };
  expect(asked.filter((row: any) => row.name !== 'OF_TOWN')).toEqual(own);
  expect(asked).toContainEqual({ name: 'OF_TOWN', figures: nothing });
});

test('schools, forms and media centres choose the same part of each list', async () => {
  for (const list of EVERY) {
    const first = await ask(CITY, list, { schools: [id('FIRST')] });
    for (const same of [{ mediaCentres: [id('CENTRE')] }, { schools: [id('FIRST')], mediaCentres: [id('CENTRE')] }])
      expect(rows(await ask(CITY, list, same))).toEqual(rows(first));
    expect(rows(await ask(CITY, list, { schoolForms: ['NW:15'] }))).toEqual(
      rows(await ask(CITY, list, { schools: [id('SECOND')] })),
    );
  }
});

test('parts by school add up to the whole, in cents and requests', async () => {
  const sum = (list: any, of: string) => rows(list).reduce((all: number, row: any) => all + row.figures[of], 0);
  for (const by of ['LICENCE', 'ENTITLEMENT', 'HOLDER', 'SCHOOL', 'AUTHORITY'] as const) {
    const whole = await ask(CITY, `costBy${by}`, null);
    let [cents, requests] = [0, 0];
    for (const school of ['FIRST', 'SECOND', 'MOVED']) {
      const part = await ask(CITY, `costBy${by}`, { schools: [id(school)] });
      cents += sum(part, 'cents');
      requests += sum(part, 'requests');
    }
    expect([by, cents, requests]).toEqual([by, whole.totals.cents, whole.totals.requests]);
  }
});

test('demand knows all filters of a report', async () => {
  const wanted = async (filter: object) =>
    rows(await ask(CITY, 'demandByTitle', filter)).map((row: any) => [
      nameOfTitle(row.title.id),
      row.notLicensed,
      row.limitExceeded,
    ]);
  expect(await wanted({})).toEqual([
    ['WANTED', 6, 0],
    ['FILM', 0, 3],
    ['RARE', 2, 0],
  ]);
  expect(await wanted({ audiences: ['PUPIL'] })).toEqual([['WANTED', 6, 0]]);
  expect(await wanted({ titles: [title('RARE')] })).toEqual([['RARE', 2, 0]]);
  expect(await wanted({ kinds: ['AUDIO'] })).toEqual([]);
  expect(await wanted({ rights: ['DOWNLOAD'] })).toEqual([]);
  expect(await wanted({ rights: ['STREAM'], titles: [title('WANTED')] })).toEqual([['WANTED', 6, 0]]);
  expect(await wanted({ licences: [licence('OF_CITY')] })).toEqual([['FILM', 0, 3]]);
});

test('what it would cost to license what was wanted counts each licence once, and names what nobody offers', async () => {
  const schools = await ask(CITY, 'demandBySchool', null);
  expect(rows(schools)).toEqual([
    { schoolName: 'FIRST', notLicensed: 6, limitExceeded: 3, offerCents: 400, titlesWithoutOffer: 0 },
    { schoolName: 'SECOND', notLicensed: 2, limitExceeded: 0, offerCents: null, titlesWithoutOffer: 1 },
  ]);
  expect(schools.totals).toEqual({ notLicensed: 8, limitExceeded: 3, offerCents: 400, titlesWithoutOffer: 1 });
  expect((await ask(CITY, 'demandByTitle', null)).totals).toEqual(schools.totals);
  const sound = { titles: [title('WANTED'), title('SOUND'), title('RARE')] };
  expect((await ask(OPERATOR, 'demandBySchool', sound)).totals).toMatchObject({
    offerCents: 36_900,
    titlesWithoutOffer: 1,
  });
});

test('where figures are rounded, what it would cost is told of what is shown', async () => {
  const schools = await ask(STATE, 'demandBySchool', null);
  expect(schools.roundedTo).toBe(5);
  expect(
    rows(schools).map(({ schoolName, ...row }: any) => [schoolName, row.notLicensed, row.titlesWithoutOffer]),
  ).toEqual([
    ['FIRST', 5, 0],
    ['OF_TOWN', 10, 0],
    ['MOVED', 5, 0],
  ]);
  expect(schools.totals.titlesWithoutOffer).toBe(0);
});

test('titles and licences are unused by those who are asked for', async () => {
  expect(named(await ask(CITY, 'unusedTitles', null))).toEqual(['NEVER']);
  expect(named(await ask(CITY, 'unusedTitles', { audiences: ['PUPIL'] }))).toEqual(['NEVER', 'SOUND']);
  expect(named(await ask(CITY, 'unusedTitles', { schools: [id('MOVED')] }))).toEqual(['NEVER', 'SOUND']);
  expect(named(await ask(CITY, 'unusedTitles', { licences: [licence('IDLE')], schools: [id('FIRST')] }))).toEqual([
    'SOUND',
  ]);
  expect(named(await ask(CITY, 'unusedTitles', { kinds: ['AUDIO'], audiences: ['PUPIL'] }))).toEqual(['SOUND']);
  const numbers = async (filter: object | null) =>
    rows(await ask(CITY, 'unusedLicences', filter)).map((row: any) => [row.number, row.schools]);
  expect(await numbers(null)).toEqual([['IDLE', 1]]);
  expect(await numbers({ audiences: ['PUPIL'], schools: [id('SECOND')] })).toEqual([['OF_CITY', 1]]);
  expect(await numbers({ licences: [licence('OF_CITY')] })).toEqual([]);
});

test('a school counts for a filter as long as it belonged to what it names', async () => {
  const [moved, authority] = [[id('MOVED')], (name: string) => [id(name)]];
  const cents = async (caller: Caller, filter: object) => (await ask(caller, 'costBySCHOOL', filter)).totals.requests;
  expect(await cents(OPERATOR, { schools: moved, authorities: authority('TOWN') })).toBe(4);
  expect(await cents(OPERATOR, { schools: moved, authorities: authority('CITY') })).toBe(5);
  expect(await cents(OPERATOR, { schools: moved })).toBe(9);
});

test('a cursor is of the list with its filter, and pages go through it', async () => {
  for (const list of EVERY) {
    const filter = { districts: [id('DISTRICT')] };
    const seen: unknown[] = [];
    const whole = await ask(OPERATOR, list, filter);
    for (let after: string | null = null; ; ) {
      const page: any = await ask(OPERATOR, list, filter, `, first: 1${after ? `, after: "${after}"` : ''}`);
      expect(page.totalCount).toBe(whole.totalCount);
      seen.push(...rows(page));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(rows(whole));
    const other = await ask(OPERATOR, list, { states: [id('STATE')] }, `, after: "${whole.pageInfo.endCursor}"`);
    expect(other).toMatch(/^BAD_USER_INPUT: after:/);
  }
});

describe('what is refused', () => {
  test.each(EVERY)('an organisation that never stood with the caller: %s', async (list) => {
    expect(await ask(CITY, list, { schools: [id('OF_TOWN')] })).toBe(FORBIDDEN);
    expect(await ask(CITY, list, { schools: ['NW:999999'] })).toBe(FORBIDDEN);
    expect(await ask(CITY, list, { schools: [] })).toBe('BAD_USER_INPUT: filter.schools: empty. Omit it for all.');
  });

  test('what a list does not tell', async () => {
    const refused = async (list: List, filter: object) => ask(CITY, list, filter);
    expect(await refused('costBySCHOOL', { titles: [title('FILM')] })).toBe(
      'BAD_USER_INPUT: filter.titles: cost by SCHOOL does not fall on it. Omit it.',
    );
    expect(await refused('costByTITLE', { clients: ['x'] })).toBe(
      'BAD_USER_INPUT: filter.clients: cost does not fall on it. Omit it.',
    );
    expect(await refused('unusedTitles', { rights: ['STREAM'] })).toBe(
      'BAD_USER_INPUT: filter.rights: it does not tell what was not used. Omit it.',
    );
    expect(await refused('unusedLicences', { titles: [title('FILM')] })).toMatch(/^BAD_USER_INPUT: filter.titles:/);
  });
});

test('each wall alone keeps foreign rows out of what a filter leaves', async () => {
  for (const list of EVERY) {
    const filter = { states: [id('STATE')] };
    const own = await ask(CITY, list, filter);
    expect(await ask(CITY, list, filter, '', { databaseCaller: OPERATOR })).toEqual(own);
    expect(rows(await ask(OPERATOR, list, filter, '', { databaseCaller: CITY }))).toEqual(rows(own));
  }
});
