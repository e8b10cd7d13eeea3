/** Lists of what a token reaches: complete, exact, in pages, and nothing of anybody else. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, type System, startSystem, tokenOf, tokenWith } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
const tokens: Record<string, string> = {};

const NUMBERS = Array.from({ length: 7 }, (_, at) => at + 1);

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { heldAt: ['STATE', 'AUTHORITY', 'SCHOOL'] as const, rights: ['STREAM'] as const, packages: [] };
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY', Zentrum: 'MEDIA_CENTRE' },
    schools: {
      ...Object.fromEntries(
        NUMBERS.map((at) => [
          `Schule A${at}`,
          { belongsTo: [{ to: 'Stadt A' }, ...(at < 3 ? [{ to: 'Zentrum' }] : [])] },
        ]),
      ),
      'Schule B1': { belongsTo: [{ to: 'Stadt B' }, { to: 'Zentrum' }], operating: { until: '2020-08-01' } },
      'Schule B2': { belongsTo: [{ to: 'Stadt B' }] },
    },
    titles: { Vulkane: {}, Wale: {}, Zebras: {}, '9901002': {}, 'AB-1': {}, 'ab-1': {} },
    packages: {},
    licences: {
      'Lizenz A': { ...licence, owner: 'Stadt A' },
      'Lizenz A leer': { ...licence, owner: 'Stadt A' },
      'Lizenz B': { ...licence, owner: 'Stadt B' },
      'Lizenz L': { ...licence, owner: 'STATE' },
    },
    entitlements: {
      'A an Stadt': { licence: 'Lizenz A', holder: 'Stadt A', from: '2024-01-01' },
      'A an A1': { licence: 'Lizenz A', holder: 'Schule A1', from: '2024-01-01', until: '2099-01-01' },
      'A an A2': { licence: 'Lizenz A', holder: 'Schule A2', from: '2024-01-01', until: '2098-01-01' },
      'A an A3': { licence: 'Lizenz A', holder: 'Schule A3', from: '2024-01-01', revoked: '2025-01-01' },
      'A an A4': {
        licence: 'Lizenz A',
        holder: 'Schule A4',
        from: '2024-01-01',
        suspended: [{ from: '2025-01-01' }],
      },
      'A an A5': { licence: 'Lizenz A', holder: 'Schule A5', from: '2024-01-01', until: '2025-01-01' },
      'A an A6': { licence: 'Lizenz A', holder: 'Schule A6', from: '2097-01-01', until: '2099-01-01' },
      'B an B1': { licence: 'Lizenz B', holder: 'Schule B1', from: '2024-01-01' },
      'L an alle': { licence: 'Lizenz L', holder: 'STATE', from: '2024-01-01' },
    },
  });
  await database.query(`
    update schools.school s set city = 'Köln', form = 'Gymnasium' from schools.organisation o
      where o.id = s.id and o.name like 'Schule A%';
    update schools.school s set city = 'Ölde', form = 'Grundschule', form_code = '02' from schools.organisation o
      where o.id = s.id and o.name in ('Schule A7', 'Schule B1');
    update schools.authority a set city = 'Köln' from schools.organisation o where o.id = a.id and o.name = 'Stadt A';
    update schools.entitlement set revoked_reason = 'gekündigt', revoked_by = 'test' where revoked_at is not null;
    update schools.entitlement_suspension set reason = 'nicht bezahlt';
    update licences.title set subjects = '{Biologie,Physik,Biologie}' where number in ('Wale', 'Zebras');
    update licences.title set subjects = '{Ägyptisch}' where number = 'Vulkane';
    insert into licences.publisher (name) values ('ohne Titel');
  `);
  system = await startSystem(database, { kept: true });
  const keyOf = (name: string) => world.organisation(name);
  tokens.lms = await tokenOf('lms', `SCHOOL:${keyOf('Schule A1')}`);
  tokens.cityA = await tokenOf('licensing', `AUTHORITY:${keyOf('Stadt A')}`);
  tokens.cityB = await tokenOf('licensing', `AUTHORITY:${keyOf('Stadt B')}`);
  tokens.centre = await tokenOf('licensing', `MEDIA_CENTRE:${keyOf('Zentrum')}`);
  tokens.dashboard = await tokenOf('reporting', 'STATE:NW');
  tokens.operator = await tokenOf('operator');
  tokens.nothing = await tokenWith({
    kind: 'lms',
    subject: 'without scopes',
    bound: [`SCHOOL:${keyOf('Schule A1')}`],
    scopes: [],
  });
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  system.ask(tokens[who] as string, query, variables);
const A = NUMBERS.map((at) => `Schule A${at}`);

async function data(who: string, query: string, variables: object = {}) {
  const answer = await ask(who, query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

/** All pages of a list, and its total on each. */
async function allOf(who: string, list: string, node: string, given = '', first = 2) {
  const found: any[] = [];
  for (let after: string | null = null; ; ) {
    const query = `query ($first: Int!, $after: String) { list: ${list}(first: $first, after: $after ${given}) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { ${node} } } } }`;
    const { list: page }: any = await data(who, query, { first, after });
    found.push(...page.edges.map((edge: any) => edge.node));
    if (!page.pageInfo.hasNextPage) {
      expect(page.totalCount).toBe(found.length);
      return found;
    }
    after = page.pageInfo.endCursor;
  }
}
const FORBIDDEN = { message: 'You may not see or change this, or it does not exist.', code: 'FORBIDDEN' };
async function refusalOf(who: string, query: string) {
  const [error, ...more] = (await ask(who, query)).errors ?? [];
  expect(more).toEqual([]);
  return error && { message: error.message, code: error.extensions.code };
}
const namesOf = async (who: string, list: string, given = '') =>
  (await allOf(who, list, 'name', given)).map(({ name }) => name);

describe('schools', () => {
  test.each([
    ['lms', ['Schule A1']],
    ['cityA', A],
    ['cityB', ['Schule B1', 'Schule B2']],
    ['centre', ['Schule A1', 'Schule A2', 'Schule B1']],
    ['dashboard', [...A, 'Schule B1', 'Schule B2']],
    ['operator', [...A, 'Schule B1', 'Schule B2']],
  ])('%s gets those in its reach, each once, by number, with their exact number', async (who, names) => {
    expect(await namesOf(who, 'schools')).toEqual(names);
  });

  test.each([
    ['search: "schule a2"', ['Schule A2']],
    ['search: "2 köln"', ['Schule A2']],
    ['search: "ÖLD"', ['Schule A7', 'Schule B1']],
    ['search: "%"', [...A, 'Schule B1', 'Schule B2']],
    ['city: "köln"', A.slice(0, 6)],
    ['city: "ölde"', ['Schule A7', 'Schule B1']],
    ['city: "köln", form: "02"', []],
    ['form: "Gymnasium"', A.slice(0, 6)],
    ['form: "grundschule"', ['Schule A7', 'Schule B1']],
    ['form: "02"', ['Schule A7', 'Schule B1']],
    ['inOperation: true', [...A, 'Schule B2']],
    ['inOperation: false', ['Schule B1']],
    ['form: "Grundschule", inOperation: true', ['Schule A7']],
  ])('that fit { %s }', async (filter, names) => {
    expect(await namesOf('operator', 'schools', `filter: { ${filter} }`)).toEqual(names);
    const ofA = names.filter((name) => A.includes(name));
    expect(await namesOf('dashboard', 'schools', `filter: { ${filter} }`)).toEqual(names);
    if (ofA.length > 0) expect(await namesOf('cityA', 'schools', `filter: { ${filter} }`)).toEqual(ofA);
  });

  test('of an authority, however its id is written; a foreign and an unknown one are refused alike', async () => {
    const number = world.organisation('Stadt B').slice('NW:'.length);
    for (const id of [`NW:${number}`, `DE-NW-${number}`, number]) {
      expect(await namesOf('centre', 'schools', `filter: { authority: "${id}" }`)).toEqual(['Schule B1']);
      expect(await refusalOf('cityA', `{ schools(filter: { authority: "${id}" }) { totalCount } }`)).toEqual(FORBIDDEN);
    }
    expect(await refusalOf('cityA', '{ schools(filter: { authority: "99999" }) { totalCount } }')).toEqual(FORBIDDEN);
    expect(
      await namesOf(
        'cityB',
        'schools',
        `filter: { authority: "NW:${number}", form: "Grundschule", inOperation: true }`,
      ),
    ).toEqual([]);
    expect(codesOf(await ask('cityA', '{ schools(filter: { authority: "X Y" }) { totalCount } }'))).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  test('are found by their id in any form', async () => {
    const number = world.organisation('Schule A3').slice('NW:'.length);
    for (const id of [`NW:${number}`, `DE-NW-${number}`, `NW_${number}`, number])
      expect(await namesOf('cityA', 'schools', `filter: { search: "${id}" }`)).toEqual(['Schule A3']);
  });

  test.each([
    [
      'form: "Gesamtschule"',
      'filter.form: no school in your reach has the form “Gesamtschule”. Known: Grundschule, Gymnasium.',
    ],
    ['form: ""', 'filter.form: no school in your reach has the form “”. Known: Grundschule, Gymnasium.'],
    ['city: "Köl"', 'filter.city: no school in your reach is in the city “Köl”. Known: Köln, Ölde.'],
    ['search: "A1", city: "Bonn"', 'filter.city: no school in your reach is in the city “Bonn”. Known: Köln, Ölde.'],
  ])('a value that no school has is told, with those that there are: { %s }', async (filter, message) => {
    expect(await refusalOf('cityA', `{ schools(filter: { ${filter} }) { totalCount } }`)).toEqual({
      message,
      code: 'BAD_USER_INPUT',
    });
  });

  test('of what is not in reach, no value is told', async () => {
    expect(await refusalOf('lms', '{ schools(filter: { city: "Ölde" }) { totalCount } }')).toEqual({
      message: 'filter.city: no school in your reach is in the city “Ölde”. Known: Köln.',
      code: 'BAD_USER_INPUT',
    });
  });

  test('a cursor of another list is refused', async () => {
    const { schools } = await data('cityA', '{ schools(first: 1) { pageInfo { endCursor } } }');
    const after = schools.pageInfo.endCursor;
    const other = 'query ($after: String) { schools(filter: { city: "Köln" }, after: $after) { totalCount } }';
    expect(codesOf(await ask('cityA', other, { after }))).toEqual(['BAD_USER_INPUT']);
  });

  test.each(['schools', 'schoolAuthorities', 'subjects', 'publishers', 'entitlements'])(
    '%s needs its scope',
    async (list) => {
      expect(codesOf(await ask('nothing', `{ ${list} { totalCount } }`))).toEqual(['FORBIDDEN']);
    },
  );
});

describe('schoolAuthorities', () => {
  test.each([
    ['lms', ['Stadt A']],
    ['cityA', ['Stadt A']],
    ['centre', ['Stadt A', 'Stadt B']],
    ['operator', ['Stadt A', 'Stadt B']],
  ])('%s gets those that it reaches', async (who, names) => {
    expect((await namesOf(who, 'schoolAuthorities')).filter((name) => name.startsWith('Stadt'))).toEqual(names);
  });

  test.each([
    ['search: "stadt"', ['Stadt A', 'Stadt B']],
    ['search: "KÖLN"', ['Stadt A']],
    ['city: "Köln"', ['Stadt A']],
    ['search: "Stadt C"', []],
    ['search: "Stadt B", city: "Köln"', []],
  ])('that fit { %s }', async (filter, names) => {
    expect(await namesOf('operator', 'schoolAuthorities', `filter: { ${filter} }`)).toEqual(names);
  });

  test('a city that none has is told, with those that there are', async () => {
    expect(await refusalOf('operator', '{ schoolAuthorities(filter: { city: "Bonn" }) { totalCount } }')).toEqual({
      message: 'filter.city: no school authority in your reach is in the city “Bonn”. Known: Köln.',
      code: 'BAD_USER_INPUT',
    });
    expect(await refusalOf('cityB', '{ schoolAuthorities(filter: { city: "Köln" }) { totalCount } }')).toEqual({
      message: 'filter.city: no school authority in your reach is in the city “Köln”. There is none in your reach.',
      code: 'BAD_USER_INPUT',
    });
  });

  test('each with its schools in reach, and their number', async () => {
    const list = await allOf(
      'centre',
      'schoolAuthorities',
      'name schools(first: 1) { totalCount edges { node { name } } }',
    );
    expect(list).toEqual([
      { name: 'Stadt A', schools: { totalCount: 2, edges: [{ node: { name: 'Schule A1' } }] } },
      { name: 'Stadt B', schools: { totalCount: 1, edges: [{ node: { name: 'Schule B1' } }] } },
    ]);
  });
});

describe('entitlements', () => {
  const namesIn = async (who: string, given = '') =>
    (await allOf(who, 'entitlements', 'id', given)).map(({ id }) => world.nameOfEntitlement(id));
  const OF_A = ['A an A5', 'A an A2', 'A an A1', 'A an A6', 'A an Stadt', 'A an A3', 'A an A4', 'L an alle'];

  test.each([
    ['cityA', OF_A],
    ['cityB', ['B an B1', 'L an alle']],
    ['operator', [...OF_A.slice(0, -1), 'B an B1', 'L an alle']],
  ])('%s gets those that it may read: what ends first comes first', async (who, names) => {
    expect(await namesIn(who)).toEqual(names);
  });

  test('of a school: at whatever level they are held, however its id is written', async () => {
    const number = world.organisation('Schule A1').slice('NW:'.length);
    for (const id of [`NW:${number}`, `DE-NW-${number}`, `NW_${number}`, number])
      expect(await namesIn('cityA', `school: "${id}"`)).toEqual(['A an A1', 'A an Stadt', 'L an alle']);
  });

  test.each([
    ['licence', ['A an A5', 'A an A2', 'A an A1', 'A an A6', 'A an Stadt', 'A an A3', 'A an A4']],
    ['status: [SUSPENDED]', ['A an A4']],
    ['status: [REVOKED, ENDED]', ['A an A5', 'A an A3']],
    ['status: [IN_FORCE], endsBefore: "2098-12-31T00:00:00Z"', ['A an A2']],
    ['endsBefore: "2098-12-31T00:00:00Z"', ['A an A5', 'A an A2']],
  ])('that fit %s', async (given, names) => {
    expect(await namesIn('cityA', given.replace(/^licence$/, `licence: "${world.licence('Lizenz A')}"`))).toEqual(
      names,
    );
  });

  test('an empty list of what they may be is refused, with what they may be', async () => {
    expect(await refusalOf('cityA', '{ entitlements(status: []) { totalCount } }')).toEqual({
      message: 'status: empty. Omit it for all, or name some of: IN_FORCE, SCHEDULED, ENDED, SUSPENDED, REVOKED.',
      code: 'BAD_USER_INPUT',
    });
  });

  test('of an own licence that nobody has, and of one that has none of these, there are none', async () => {
    expect(await namesIn('cityA', `licence: "${world.licence('Lizenz A leer')}"`)).toEqual([]);
    expect(await namesIn('cityA', `licence: "${world.licence('Lizenz L')}", status: [REVOKED]`)).toEqual([]);
  });

  test('of a holder', async () => {
    const id = world.organisation('Stadt A');
    expect(await namesIn('cityA', `holder: { level: AUTHORITY, id: "${id}" }`)).toEqual(['A an Stadt']);
  });

  test.each([
    ['school: "Schule B1"', 'school: "99999999"'],
    ['holder: { level: SCHOOL, id: "Schule B1" }', 'holder: { level: SCHOOL, id: "99999999" }'],
    ['holder: { level: AUTHORITY, id: "Stadt B" }', 'holder: { level: AUTHORITY, id: "99999999" }'],
    ['licence: "Lizenz B"', 'licence: "99999999"'],
  ])('foreign and unknown are one: %s', async (foreign, unknown) => {
    const named = foreign
      .replace('Schule B1', world.organisation('Schule B1').replace('NW:', 'DE-NW-'))
      .replace('Stadt B', world.organisation('Stadt B'))
      .replace('Lizenz B', world.licence('Lizenz B'));
    const [first, second] = await Promise.all(
      [named, unknown].map((given) => ask('cityA', `{ entitlements(${given}) { totalCount edges { node { id } } } }`)),
    );
    const said = ({ data, errors = [] }: Answer) => [data, errors.map(({ message, path }) => ({ message, path }))];
    expect(said(first as Answer)).toEqual(said(second as Answer));
    expect(codesOf(first as Answer)).toEqual(['FORBIDDEN']);
  });

  test('say who made them and why they are revoked or suspended: to the licence’s owner and those above', async () => {
    const node = 'id status createdBy reason';
    const saidTo = async (who: string) =>
      Object.fromEntries(
        (await allOf(who, 'entitlements', node)).map(({ id, ...said }) => [world.nameOfEntitlement(id), said]),
      );
    expect(await saidTo('cityA')).toMatchObject({
      'A an A3': { status: 'REVOKED', createdBy: 'test', reason: 'gekündigt' },
      'A an A4': { status: 'SUSPENDED', createdBy: 'test', reason: 'nicht bezahlt' },
      'A an Stadt': { status: 'IN_FORCE', createdBy: 'test', reason: null },
      'L an alle': { status: 'IN_FORCE', createdBy: null, reason: null },
    });
    expect(await saidTo('operator')).toMatchObject({ 'L an alle': { createdBy: 'test' } });
  });

  test('a learning platform lists none', async () => {
    expect(codesOf(await ask('lms', '{ entitlements { totalCount } }'))).toEqual(['FORBIDDEN']);
  });
});

describe('titles by number', () => {
  test('one, in capitals or not, and none', async () => {
    const query = 'query ($n: String!) { titleByNumber(number: $n) { id number } }';
    const numbered = async (n: string) => (await data('lms', query, { n })).titleByNumber;
    expect(await numbered('9901002')).toEqual({ id: world.title('9901002'), number: '9901002' });
    expect(await numbered(' VULKANE ')).toEqual({ id: world.title('Vulkane'), number: 'Vulkane' });
    expect(await numbered('AB-1')).toMatchObject({ number: 'AB-1' });
    expect(await numbered('ab-1')).toMatchObject({ number: 'ab-1' });
    expect(await numbered('99010')).toBeNull();
  });

  test('many, in the order asked for, each as often as asked for, null for what is unknown', async () => {
    const numbers = ['Zebras', 'nothing', 'Wale', 'zebras', 'Zebras'];
    const query = 'query ($numbers: [String!]!) { titlesByNumber(numbers: $numbers) { number } }';
    const { titlesByNumber } = await data('lms', query, { numbers });
    expect(titlesByNumber.map((title: any) => title?.number ?? null)).toEqual([
      'Zebras',
      null,
      'Wale',
      'Zebras',
      'Zebras',
    ]);
    const { errors } = await ask('lms', query, { numbers: Array(501).fill('1') });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('501 items (maximum 500)'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('subjects and publishers', () => {
  test('come by name, with the number of titles that a filter by them finds', async () => {
    const subjects = await allOf('lms', 'subjects', 'name titleCount', '', 1);
    expect(subjects).toEqual([
      { name: 'Ägyptisch', titleCount: 1 },
      { name: 'Biologie', titleCount: 2 },
      { name: 'Physik', titleCount: 2 },
    ]);
    for (const { name, titleCount } of subjects) {
      const query = 'query ($s: [String!]) { titles(filter: { subjects: $s }) { totalCount } }';
      expect((await data('lms', query, { s: [name] })).titles.totalCount).toBe(titleCount);
    }
    expect(await allOf('lms', 'publishers', 'name titleCount')).toEqual([{ name: 'Musterverlag', titleCount: 6 }]);
  });

  test('are counted anew when the catalogue changes', async () => {
    await database.query(`update licences.title set subjects = '{Chemie}' where number = '9901002'`);
    await new Promise((passed) => setTimeout(passed, 1_000));
    expect((await allOf('lms', 'subjects', 'name')).map(({ name }) => name)).toContain('Chemie');
  });
});
