/** Two cities with licences that cost money, and their uses. Its hooks run in each test file that imports it. */
import type { Caller } from '../caller/caller';
import { bought } from './purchases';
import { callerOf, createUsageWorld, type UsageWorld } from './usage-world';

const COST = `query ($from: String!, $until: String!, $by: CostGroup!, $order: CostOrder, $first: Int, $after: String) {
  costPerUse(from: $from, until: $until, by: $by, order: $order, first: $first, after: $after) {
    totalCount roundedTo isComplete pageInfo { hasNextPage endCursor }
    totals { cents centsElsewhere requests centsPerRequest requestsWithoutCost }
    edges { node { id name figures { cents centsElsewhere requests centsPerRequest requestsWithoutCost } } }
  }
}`;

export const JANUARY = { from: '2025-01', until: '2025-01' };

export const MARCH = { from: '2025-03', until: '2025-03' };

export const GROUPS = ['TITLE', 'LICENCE', 'ENTITLEMENT', 'HOLDER', 'SCHOOL', 'AUTHORITY'];

export let world: UsageWorld;

/** Returns the database id of an organisation, title or licence. */
export let row: (name: string) => string;

export let id: (name: string) => string;

export let entitlement: (name: string) => string;

export let CITY: Caller;

export let TOWN: Caller;

export let CENTRE: Caller;

export let STATE: Caller;

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
      /** This licence costs 100 cents a day. */
      OF_CITY: { owner: 'CITY', heldAt: ['AUTHORITY'], rights, term: year, packages: [{ package: 'PACKAGE' }] },
      SECOND_OF_CITY: { owner: 'CITY', heldAt: ['SCHOOL'], rights, term: year, packages: [{ package: 'NEVERS' }] },
      OF_TOWN_: { owner: 'TOWN', heldAt: ['AUTHORITY'], rights, term: year, packages: [{ package: 'PACKAGE' }] },
      ENDLESS: { owner: 'STATE', heldAt: ['STATE'], rights, packages: [{ package: 'PACKAGE' }] },
    },
    entitlements: {
      CITY_HOLDS: { licence: 'OF_CITY', holder: 'CITY', from: '2025-01-01' },
      /** The first school is covered twice. */
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

export function used(
  school: string,
  authority: string,
  title: string,
  licence: string,
  streams: number,
): Promise<unknown> {
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

export async function cost(caller: Caller, by: string, months = JANUARY, more = {}, options = {}): Promise<any> {
  const { data, error } = await world.ask(caller, COST, { ...months, by, ...more }, options);
  return error ?? data.costPerUse;
}

/** Returns name, cents, requests and cents per request of each row. */
export const rowsOf = (report: any) =>
  report.edges.map(({ node: { name, figures } }: any) => [
    name,
    figures.cents,
    figures.requests,
    figures.centsPerRequest,
  ]);
