/**
 * How many statements the services send to the database for one operation, without those that begin and end
 * transactions.
 */
import { isDeepStrictEqual } from 'node:util';
import { LEVELS } from '../caller/caller';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Counts, statementsOf } from './statements';
import { codesOf, type System, startSystem, tokenOf } from './system';
import { until } from './until';
import type { World } from './world';

const TITLES = 500;
const titles = Array.from({ length: TITLES }, (_, at) => `Film ${at}`);

/** A school with an entitlement at each of these levels, each to a different licence. */
function entitledAt(levels: readonly string[]): World {
  const above = levels.filter((level) => level !== 'SCHOOL');
  const holders = levels.map((level) => ({ level, name: level === 'SCHOOL' ? 'Schule' : level }));
  return {
    organisations: Object.fromEntries(above.map((level) => [level, level])) as World['organisations'],
    schools: { Schule: { belongsTo: above.map((to) => ({ to })) } },
    titles: Object.fromEntries(titles.map((title) => [title, {}])),
    packages: { Paket: titles.map((title) => ({ title })) },
    licences: Object.fromEntries(
      holders.map(({ name }) => [
        `Lizenz ${name}`,
        { owner: name, heldAt: LEVELS, rights: ['STREAM'] as const, packages: [{ package: 'Paket' }] },
      ]),
    ),
    entitlements: Object.fromEntries(
      holders.map(({ name }) => [`für ${name}`, { licence: `Lizenz ${name}`, holder: name, from: '2024-08-01' }]),
    ),
  };
}

describe.each([
  ['the school itself', ['SCHOOL']],
  ['every level', LEVELS],
])('where %s holds a licence', (_, levels) => {
  let database: TestDatabase;
  let world: SeededWorld;
  let forgetful: System;
  let keeping: System;
  let token: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    world = await seedWorld(database.query, entitledAt(levels));
    forgetful = await startSystem(database);
    keeping = await startSystem(database, { kept: true });
    token = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
    /** The database's ids of the organisations in a token are learnt once. */
    for (const system of [forgetful, keeping]) await askForPage(system);
  });
  afterAll(async () => {
    await keeping?.stop();
    await forgetful?.stop();
    await database?.drop();
  });

  async function ask(system: System, fields: string, titleIds: string[]): Promise<any> {
    const number = world.organisation('Schule').slice('NW:'.length);
    const answer = await system.ask(
      token,
      `query ($number: String!${titleIds.length > 0 ? ', $titleIds: [ID!]!' : ''}) { school(number: $number) { ${fields} } }`,
      { number, titleIds },
    );
    expect(codesOf(answer)).toEqual([]);
    return answer.data.school;
  }

  async function askForPage(system: System): Promise<void> {
    const { licensedTitles } = await ask(
      system,
      'licensedTitles(first: 100) { edges { node { name } level validUntil } pageInfo { endCursor } }',
      [],
    );
    expect(licensedTitles.edges).toHaveLength(100);
  }

  async function askForCheck(system: System): Promise<void> {
    const ids = titles.map((title) => world.title(title));
    const { access } = await ask(system, 'access(titleIds: $titleIds) { title { name } outcome validUntil }', ids);
    expect(access.filter(({ outcome }: any) => outcome === 'ALLOWED')).toHaveLength(TITLES);
  }

  test('the availability of a hundred titles takes one statement, besides those for the page and the school', async () => {
    const query = `{ titles(first: 100) { edges { node { availability(school: "${world.organisation('Schule')}") { outcome } } } } }`;
    const { made, counts } = await statementsOf(() => forgetful.ask(token, query));
    expect(codesOf(made)).toEqual([]);
    const outcomes = made.data.titles.edges.map(({ node }: any) => node.availability.outcome);
    expect(outcomes).toEqual(Array.from({ length: 100 }, () => 'ALLOWED'));
    expect(counts).toEqual({ licences: 1, schools: 2 });
  });

  test('a list that is read in several turns takes no more statements', async () => {
    const operator = await tokenOf('operator');
    const asked = Array.from(
      { length: 20 },
      (_, at) => `a${at}: availability(school: "${world.organisation('Schule')}") { outcome }`,
    );
    const query = `{ titles(first: 200) { edges { node { ${asked.join(' ')} } } } }`;
    const { made, counts } = await statementsOf(() => forgetful.ask(operator, query));
    expect(codesOf(made)).toEqual([]);
    expect(made.data.titles.edges.at(-1).node.a9.outcome).toBe('ALLOWED');
    expect(counts).toEqual({ licences: 1, schools: 2 });
  });

  /** On a busy machine caches may be unusable for a moment. */
  const becomes = (expected: Counts, work: () => Promise<unknown>) =>
    until(`the statements are ${JSON.stringify(expected)}`, async () =>
      isDeepStrictEqual((await statementsOf(work)).counts, expected),
    );

  describe.each([
    ['a page of licensed titles', askForPage],
    [`a check of ${TITLES} titles`, askForCheck],
  ])('%s', (_, work) => {
    const keptWork = () => work(keeping);
    const changed = (sql: string) => async () => {
      await database.query(sql);
      await keptWork();
    };

    test('is one statement for each service, and one more for the terms of licences, without caches', async () => {
      expect((await statementsOf(() => work(forgetful))).counts).toEqual({ schools: 1, licences: 2 });
    });

    test('is no statement at all where everything is cached', () => becomes({}, keptWork));

    test('is one statement right after an entitlement of the school was changed', async () => {
      await becomes({}, keptWork);
      await becomes({ schools: 1 }, changed('update schools.entitlement set revoked_reason = random()::text'));
    });

    test('is one statement right after the school was changed', async () => {
      await becomes({}, keptWork);
      await becomes({ schools: 1 }, changed('update schools.school set city = random()::text'));
    });
  });
});

describe('a list takes as many statements for a long page as for a short one', () => {
  const ROWS = 30;
  const names = Array.from({ length: ROWS }, (_, at) => `${at}`);
  let database: TestDatabase;
  let forgetful: System;
  let keeping: System;
  let token: string;

  let world: SeededWorld;
  beforeAll(async () => {
    database = await createTestDatabase();
    world = await seedWorld(database.query, {
      organisations: Object.fromEntries(names.map((at) => [`Stadt ${at}`, 'AUTHORITY'])),
      schools: Object.fromEntries(names.map((at) => [`Schule ${at}`, { belongsTo: [{ to: `Stadt ${at}` }] }])),
      titles: Object.fromEntries(names.map((at) => [`Film ${at}`, {}])),
      packages: {},
      licences: Object.fromEntries(
        names.map((at) => [
          `Lizenz ${at}`,
          { owner: `Stadt ${at}`, heldAt: LEVELS, rights: ['STREAM'] as const, packages: [] },
        ]),
      ),
      entitlements: Object.fromEntries(
        names.map((at) => [
          `Freischaltung ${at}`,
          { licence: `Lizenz ${at}`, holder: `Schule ${at}`, from: '2024-08-01' },
        ]),
      ),
    });
    await database.query(`
      update licences.title set subjects = array['Fach ' || number];
      insert into licences.publisher (name) select 'Verlag ' || number from licences.title;
      update licences.title t set publisher_id = p.id from licences.publisher p where p.name = 'Verlag ' || t.number`);
    forgetful = await startSystem(database);
    keeping = await startSystem(database, { kept: true });
    token = await tokenOf('operator');
  });
  afterAll(async () => {
    await keeping?.stop();
    await forgetful?.stop();
    await database?.drop();
  });

  const PAGE = 'totalCount pageInfo { hasNextPage }';
  /**
   * In the order by end, without a school or holder, a page of entitlements takes one more statement, which decides how
   * it is read: decision 0061.
   */
  const LISTS: [string, string, Counts][] = [
    ['schools', `${PAGE} edges { node { name city authority { name } district { name } } }`, { schools: 4 }],
    [
      'schoolAuthorities',
      `${PAGE} edges { node { name schools(first: 3) { totalCount edges { node { name } } } } }`,
      { schools: 4 },
    ],
    [
      'entitlements',
      `${PAGE} edges { node { validUntil createdBy holder { name } licence { name price { cents } } } }`,
      { schools: 4, licences: 2 },
    ],
    [
      'entitlements',
      `${PAGE} edges { node { history(first: 2) { totalCount edges { node { author reason values { field } } } } } }`,
      { schools: 6 },
    ],
    ['auditTrail', `${PAGE} edges { node { author reason owner values { field before } } }`, { schools: 3 }],
    ['licences', 'edges { node { number owner { name } price { cents } } }', { licences: 2 }],
    ['subjects', `${PAGE} edges { node { name titleCount } }`, { licences: 1 }],
    ['publishers', `${PAGE} edges { node { name titleCount } }`, { licences: 1 }],
  ];
  async function countsOf(system: System, list: string, fields: string, first: number): Promise<Counts> {
    const { made, counts } = await statementsOf(() => system.ask(token, `{ ${list}(first: ${first}) { ${fields} } }`));
    expect(codesOf(made)).toEqual([]);
    expect(made.data[list].edges).toHaveLength(first);
    return counts;
  }

  test.each(LISTS)('%s', async (list, fields, counts) => {
    for (const first of [2, ROWS])
      expect([first, await countsOf(forgetful, list, fields, first)]).toEqual([first, counts]);
  });

  test('the relation of a licence to a caller is queried once, for the licence and its price', async () => {
    const city = await tokenOf('licensing', `AUTHORITY:${world.organisation(`Stadt ${names[0]}`)}`);
    const query = '{ entitlements { edges { node { licence { name price { cents } } } } } }';
    const ask = () => forgetful.ask(city, query);
    /** The database's ids of the organisations in a token are learnt once. */
    await ask();
    const { made, counts } = await statementsOf(ask);
    expect(codesOf(made)).toEqual([]);
    expect(made.data.entitlements.edges).toHaveLength(1);
    expect(counts).toEqual({ schools: 2, licences: 3 });
  });

  test.each(['subjects', 'publishers'])('%s take none where they are cached', async (list) => {
    await until(`${list} are kept`, async () =>
      isDeepStrictEqual(await countsOf(keeping, list, 'totalCount edges { node { name } }', ROWS), {}),
    );
  });

  test('titles by number take one, however many they are', async () => {
    const numbers = names.map((at) => `film ${at}`);
    for (const some of [numbers.slice(0, 2), numbers]) {
      const query = 'query ($numbers: [String!]!) { titlesByNumber(numbers: $numbers) { name publisher } }';
      const { made, counts } = await statementsOf(() => forgetful.ask(token, query, { numbers: some }));
      expect(codesOf(made)).toEqual([]);
      expect(counts).toEqual({ licences: 1 });
    }
  });

  test('a filter that finds nothing takes two more for each of its values', async () => {
    const query = '{ schools(filter: { city: "Nirgends" }) { totalCount } }';
    const { made, counts } = await statementsOf(() => forgetful.ask(token, query));
    expect(codesOf(made)).toEqual(['BAD_USER_INPUT']);
    expect(counts).toEqual({ schools: 3 });
  });
});
