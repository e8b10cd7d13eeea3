/** A world whose schools read the change feed through the gateway. Its hooks run in each test file that imports it. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, type System, startSystem, tokenOf } from './system';

export let database: TestDatabase;

export let world: SeededWorld;

export let system: System;

export let keeping: System;

export const tokens: Record<string, string> = {};

const TITLES = ['Atome', 'Bienen', 'Chemie', 'Delfine', 'Eiszeit'];

const MANY = Array.from({ length: 230 }, (_, at) => `Film ${at}`);

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { owner: 'Stadt A', rights: ['STREAM', 'DOWNLOAD'] as const, pupilRights: ['STREAM'] as const };
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: {
      'Schule A1': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule B': { belongsTo: [{ to: 'Stadt B' }] },
      Viele: { belongsTo: [{ to: 'Stadt B' }] },
    },
    titles: { ...Object.fromEntries([...TITLES, ...MANY].map((title) => [title, {}])), Offen: { open: true } },
    packages: {
      Paket: TITLES.slice(0, 4).map((title) => ({ title })),
      Plätze: [{ title: 'Eiszeit' }],
      Filme: MANY.map((title) => ({ title })),
    },
    licences: {
      Lizenz: { ...licence, heldAt: ['AUTHORITY', 'SCHOOL'], packages: [{ package: 'Paket' }] },
      Gezählt: {
        ...licence,
        heldAt: ['SCHOOL'],
        packages: [{ package: 'Plätze' }],
        seats: 1,
        leases: [{ from: '2026-01-01', until: '2099-01-01' }],
      },
      Filme: { ...licence, heldAt: ['SCHOOL'], packages: [{ package: 'Filme' }] },
    },
    entitlements: {
      Stadt: { licence: 'Lizenz', holder: 'Stadt A', from: '2024-08-01', until: '2098-08-01' },
      Plätze: { licence: 'Gezählt', holder: 'Schule A1', from: '2024-08-01' },
      Filme: { licence: 'Filme', holder: 'Viele', from: '2024-08-01' },
    },
  });
  await database.keep();
  system = await startSystem(database);
  keeping = await startSystem(database, { kept: true });
  const key = (school: string) => `SCHOOL:${world.organisation(school)}` as const;
  tokens.a1 = await tokenOf('lms', key('Schule A1'));
  tokens.a2 = await tokenOf('lms', key('Schule A2'));
  tokens.many = await tokenOf('lms', key('Viele'));
  tokens.both = await tokenOf('lms', key('Schule A2'), key('Schule A1'));
  tokens.bothTurned = await tokenOf('lms', key('Schule A1'), key('Schule A2'));
  tokens.cityA = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt A')}`);
  tokens.cityB = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt B')}`);
  tokens.staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
  tokens.operator = await tokenOf('operator');
});

beforeEach(() => database.reset());

afterAll(async () => {
  await keeping?.stop();
  await system?.stop();
  await database?.drop();
});

const QUERY = `query ($number: String!, $right: UsageRight!, $audience: Audience!, $since: String, $first: Int!, $after: String) {
  school(number: $number) {
    changes(right: $right, audience: $audience, since: $since, first: $first, after: $after) {
      edges { node { change titleId title { name } basis entitlement { id } level rights validUntil } }
      pageInfo { hasNextPage endCursor } until asOf keptUntil changesAt } } }`;

export interface Asking {
  readonly school?: string;
  readonly right?: string;
  readonly audience?: string;
  readonly since?: string | null;
  readonly first?: number;
  readonly after?: string | null;
  readonly from?: System;
}

function ask(who: string, { school = 'Schule A1', from = system, ...given }: Asking = {}): Promise<Answer> {
  const number = world.organisation(school).slice('NW:'.length);
  const variables = { number, right: 'STREAM', audience: 'TEACHER', since: null, first: 200, after: null, ...given };
  return from.ask(tokens[who] as string, QUERY, variables);
}

export async function changes(who: string, asking: Asking = {}): Promise<any> {
  const answer = await ask(who, asking);
  expect(answer.errors).toBeUndefined();
  return answer.data.school.changes;
}

/** Returns a page in the form `+Atome ~Bienen -Chemie`. */
export const told = ({ edges }: any): string[] =>
  edges
    .map(({ node }: any) => `${{ OPENED: '+', CHANGED: '~', CLOSED: '-' }[node.change as string]}${node.title?.name}`)
    .sort();

export const begin = async (who = 'a1', asking: Asking = {}): Promise<string> => (await changes(who, asking)).until;

export const refusal = async (who: string, asking: Asking) => {
  const { data, errors = [] } = await ask(who, asking);
  expect(data?.school ?? null).toBeNull();
  return errors.map(({ message, extensions: { code } }) => ({ message, code }));
};

export const EXPIRED = [
  {
    code: 'CURSOR_EXPIRED',
    message:
      'since: no list is kept for this cursor. It was given more than 35 days ago, or for another school, right, audience or caller. Delete the copy, and begin anew with since: null.',
  },
];
