/**
 * The organisations to which a school belongs, belonged and will belong, with the periods, as staff need them on the
 * telephone.
 */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { statementsOf } from './statements';
import { codesOf, type System, startSystem, tokenOf } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld((sql, parameters) => database.query(sql, parameters), {
    organisations: {
      Stadt: 'AUTHORITY',
      Dorf: 'AUTHORITY',
      Nachbarstadt: 'AUTHORITY',
      Zentrum: 'MEDIA_CENTRE',
      Gymnasien: 'SCHOOL_GROUP',
      Pilotschulen: 'SCHOOL_GROUP',
    },
    schools: {
      Schule: {
        belongsTo: [
          { to: 'Dorf', until: '2024-08-01' },
          { to: 'Stadt', from: '2024-08-01' },
          { to: 'Zentrum' },
          { to: 'Pilotschulen', from: '2020-08-01', until: '2021-08-01' },
          { to: 'Pilotschulen', from: '2023-08-01', until: '2024-02-01' },
          { to: 'Gymnasien', from: '2090-08-01' },
        ],
      },
      Nachbarschule: {
        belongsTo: [
          { to: 'Nachbarstadt', from: '1991-01-01' },
          { to: 'Dorf', from: '1990-01-01', until: '1991-01-01' },
        ],
      },
    },
    titles: {},
    packages: {},
    licences: {},
    entitlements: {},
  });
  system = await startSystem(database);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const MEMBERSHIPS = `query ($number: String!, $first: Int!, $after: String) {
  school(number: $number) {
    memberships(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { validFrom validUntil organisation { level id number name } } }
    }
  }
}`;
const memberships = async (token: string, first = 20, after: string | null = null) =>
  system.ask(token, MEMBERSHIPS, { number: world.organisation('Schule'), first, after });
const bound = (level: 'AUTHORITY' | 'MEDIA_CENTRE', name: string) => `${level}:${world.organisation(name)}` as const;

const ALL = [
  ['Dorf', null, '2024-07-31T22:00:00.000Z'],
  ['Stadt', '2024-07-31T22:00:00.000Z', null],
  ['DISTRICT', null, null],
  ['Zentrum', null, null],
  ['Gymnasien', '2090-07-31T22:00:00.000Z', null],
  ['Pilotschulen', '2020-07-31T22:00:00.000Z', '2021-07-31T22:00:00.000Z'],
  ['Pilotschulen', '2023-07-31T22:00:00.000Z', '2024-01-31T23:00:00.000Z'],
  ['STATE', null, null],
];

interface Row {
  readonly node: {
    readonly organisation: { readonly name: string };
    readonly validFrom: string | null;
    readonly validUntil: string | null;
  };
}
const told = ({ node: { organisation, validFrom, validUntil } }: Row) => [organisation.name, validFrom, validUntil];
const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

test('staff see all of them, with those that it has left and will join, but not the school itself', async () => {
  const { data } = await memberships(await tokenOf('licensing', bound('MEDIA_CENTRE', 'Zentrum')));
  const { edges, pageInfo } = data.school.memberships;
  expect(sorted(edges.map(told))).toEqual(sorted(ALL));
  expect(pageInfo.hasNextPage).toBe(false);
  expect(edges[0].node.organisation).toEqual({
    level: 'AUTHORITY',
    id: world.organisation('Stadt'),
    number: world.organisation('Stadt').slice('NW:'.length),
    name: 'Stadt',
  });
});

test('pages add up to the whole, and a cursor of another school is refused', async () => {
  const operator = await tokenOf('operator');
  const found: unknown[] = [];
  let after: string | null = null;
  do {
    const { data } = await memberships(operator, 3, after);
    const { edges, pageInfo } = data.school.memberships;
    found.push(...edges.map(told));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  expect(sorted(found)).toEqual(sorted(ALL));
  const { data } = await memberships(operator, 1);
  const cursor = data.school.memberships.pageInfo.endCursor;
  const other = await system.ask(operator, MEMBERSHIPS, {
    number: world.organisation('Nachbarschule'),
    first: 1,
    after: cursor,
  });
  expect(codesOf(other)).toEqual(['BAD_USER_INPUT']);
});

test('a caller whose reach no longer includes the school, or never did, sees nothing', async () => {
  for (const name of ['Dorf', 'Nachbarstadt']) {
    const answer = await memberships(await tokenOf('licensing', bound('AUTHORITY', name)));
    expect([name, answer.data?.school ?? null, codesOf(answer)]).toEqual([name, null, ['FORBIDDEN']]);
  }
});

test('a caller who is not staff reads the school without it', async () => {
  for (const kind of ['lms', 'reporting'] as const) {
    const answer = await memberships(await tokenOf(kind, bound('AUTHORITY', 'Stadt')));
    expect([kind, answer.data, codesOf(answer)]).toEqual([kind, { school: { memberships: null } }, ['FORBIDDEN']]);
  }
});

test('a list of schools with memberships takes one statement more, however many schools there are', async () => {
  const operator = await tokenOf('operator');
  const list = (fields: string) => `{ schools(first: 50) { edges { node { name ${fields} } } } }`;
  const { counts: without } = await statementsOf(() => system.ask(operator, list('')));
  const { made, counts } = await statementsOf(() =>
    system.ask(operator, list('memberships(first: 2) { edges { node { organisation { name } } } }')),
  );
  expect(made.data.schools.edges.map(({ node }: any) => [node.name, node.memberships.edges.length])).toEqual([
    ['Schule', 2],
    ['Nachbarschule', 2],
  ]);
  expect((counts.schools ?? 0) - (without.schools ?? 0)).toBe(1);
});
