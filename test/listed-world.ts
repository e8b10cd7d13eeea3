/** A world of two cities for lists of every kind. Its hooks run in each test file that imports it. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, type System, startSystem, tokenOf, tokenWith } from './system';

export let database: TestDatabase;
let system: System;
export let world: SeededWorld;
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

export const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  system.ask(tokens[who] as string, query, variables);

export const A = NUMBERS.map((at) => `Schule A${at}`);

export async function data(who: string, query: string, variables: object = {}) {
  const answer = await ask(who, query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

/** Reads all pages of a list, and its total on each. */
export async function allOf(who: string, list: string, node: string, given = '', first = 2) {
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

export async function refusalOf(who: string, query: string) {
  const [error, ...more] = (await ask(who, query)).errors ?? [];
  expect(more).toEqual([]);
  return error && { message: error.message, code: error.extensions.code };
}
