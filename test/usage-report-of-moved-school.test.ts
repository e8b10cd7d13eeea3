/**
 * After a school has moved, its former authority sees its use until then, and the new one the rest, through the
 * gateway.
 */
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import type { Envelope } from '../request/signing/signed-request';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf, type Walls } from './system';

let database: TestDatabase;
let world: SeededWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY', 'Stadt C': 'AUTHORITY' },
    schools: {
      Wechselt: {
        belongsTo: [
          { to: 'Stadt A', until: '2026-08-01' },
          { to: 'Stadt B', from: '2026-08-01' },
        ],
      },
      Fremd: { belongsTo: [{ to: 'Stadt C' }] },
    },
    titles: { Vulkane: {} },
    packages: {},
    licences: {},
    entitlements: {},
  });
  const sum = (school: string, city: string, month: string, streams: number) =>
    database.query(
      `insert into usage.monthly_sum (authority_id, school_id, media_centre_id, district_id, regional_association_id,
         state_id, title_id, month, audience, client, access_type, views, streams, downloads, not_licensed, limit_exceeded,
         unique_investigations, unique_requests, unique_streams, unique_downloads)
       select city.id, school.id, 0, 0, 0, state.id, $4::bigint, $3::date, 'TEACHER', 'lms', 'CONTROLLED', 0, $5, 0, 0, 0, 1, 1, 1, 0
       from schools.organisation city, schools.organisation school, schools.organisation state
       where city.name = $2 and school.name = $1 and state.level = 'STATE'`,
      [school, city, month, world.title('Vulkane'), streams],
    );
  await sum('Wechselt', 'Stadt A', '2026-07-01', 7);
  await sum('Wechselt', 'Stadt B', '2026-08-01', 11);
  await sum('Fremd', 'Stadt C', '2026-08-01', 13);
});
afterAll(() => database?.drop());

const OPERATOR: Caller = { kind: 'operator', subject: 'off', scopes: SCOPES_OF_KIND.operator, bound: [] };
const WALLS: [string, Walls][] = [
  ['all walls', {}],
  [
    'the gateway alone',
    { envelope: ({ instant, requestId }: Omit<Envelope, 'caller'>) => ({ caller: OPERATOR, instant, requestId }) },
  ],
];
const REPORT = `query ($schools: [String!]) {
  usageReport(from: "2026-01", until: "2026-12", groupBy: [SCHOOL], filter: { schools: $schools }) {
    rows { edges { node { period groups { name } figures { streams } } } } } }`;

describe.each(WALLS)('with %s', (name, walls) => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(database, walls);
  });
  afterAll(() => system?.stop());

  async function rows(city: string, ...schools: string[]) {
    const answer = await system.ask(await tokenOf('reporting', `AUTHORITY:${world.organisation(city)}`), REPORT, {
      schools: schools.map((school) => (world.organisation as (of: string) => string)(school)),
    });
    if (answer.errors) return codesOf(answer);
    return answer.data.usageReport.rows.edges.map(({ node }: any) =>
      [node.period, node.groups[0].name, node.figures.streams].join(' '),
    );
  }

  test('callers to which it belonged may ask for it by name', async () => {
    if (name === 'all walls') {
      expect(await rows('Stadt A', 'Wechselt')).toEqual(['2026-07 Wechselt 7']);
      expect(await rows('Stadt B', 'Wechselt')).toEqual(['2026-08 Wechselt 11']);
    } else expect(await rows('Stadt A', 'Wechselt')).toHaveLength(2);
  });

  test('and by no other caller', async () => {
    expect(await rows('Stadt C', 'Wechselt')).toEqual(['FORBIDDEN']);
    expect(await rows('Stadt A', 'Wechselt', 'Fremd')).toEqual(['FORBIDDEN']);
    expect(await rows('Stadt C', 'Fremd')).toEqual(['2026-08 Fremd 13']);
  });
});
