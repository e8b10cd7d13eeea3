/** Groups of schools of three cities, and the staff that keep them. Its hooks run in each test file that imports it. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';

export let database: TestDatabase;
export let system: System;
export let world: SeededWorld;
export const tokens: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = {
    heldAt: ['SCHOOL_GROUP', 'SCHOOL'] as const,
    rights: ['STREAM'] as const,
    packages: [{ package: 'Paket' }],
  };
  world = await seedWorld(database.query, {
    organisations: {
      'Stadt A': 'AUTHORITY',
      'Stadt B': 'AUTHORITY',
      'Stadt C': 'AUTHORITY',
      Zentrum: 'MEDIA_CENTRE',
      Anderes: 'MEDIA_CENTRE',
      Alte: 'SCHOOL_GROUP',
    },
    schools: {
      'Schule A1': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }, { to: 'STATE' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }, { to: 'STATE' }] },
      'Schule A3': {
        belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }, { to: 'STATE' }],
        operating: { until: '2020-08-01' },
      },
      'Schule B1': { belongsTo: [{ to: 'Stadt B' }, { to: 'Zentrum' }, { to: 'STATE' }] },
      'Schule C1': { belongsTo: [{ to: 'Stadt C' }, { to: 'Anderes' }, { to: 'STATE' }, { to: 'Alte' }] },
    },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: {
      'Lizenz Z': { ...licence, owner: 'Zentrum' },
      'Lizenz L': { ...licence, owner: 'STATE' },
      'Lizenz für eine': { ...licence, owner: 'STATE' },
    },
    entitlements: {
      'Z an B1': { licence: 'Lizenz Z', holder: 'Schule B1', from: '2024-01-01', suspended: [{ from: '2025-01-01' }] },
    },
  });
  await database.query(
    `insert into schools.school_group (id, kept_by) select id, 'FILE' from schools.organisation where level = 'SCHOOL_GROUP'`,
  );
  await database.query('update licences.licence_terms set school_count = 1 where licence_id = $1', [
    world.licence('Lizenz für eine'),
  ]);
  system = await startSystem(database, { kept: true });
  tokens.centre = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Zentrum')}`);
  tokens.other = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Anderes')}`);
  tokens.cityA = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
  tokens.state = await tokenOf('licensing', 'STATE:NW');
  tokens.school = await tokenOf('licensing', `SCHOOL:${world.organisation('Schule A1')}`);
  tokens.operator = await tokenOf('operator');
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

export const id = (name: string) => world.organisation(name);
export const number = (name: string) => id(name).slice('NW:'.length);

export async function data(who: string, query: string, variables: object = {}): Promise<any> {
  const answer = await system.ask(tokens[who] as string, query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

export async function refusal(who: string, query: string, variables: object = {}) {
  const answer = await system.ask(tokens[who] as string, query, variables);
  const [error] = answer.errors ?? [];
  return error && `${error.extensions.code}: ${error.message}`;
}

/** Returns the error of a refused call, with the details of its lists. */
export async function refused(who: string, query: string, variables: object): Promise<any> {
  const { errors: [error] = [] } = await system.ask(tokens[who] as string, query, variables);
  return (
    error && {
      message: `${error.extensions.code}: ${error.message}`,
      refused: (error.extensions as Record<string, unknown>).refused,
    }
  );
}

export const FORBIDDEN = 'FORBIDDEN: You may not see or change this, or it does not exist.';
export const CREATE = `mutation ($input: CreateSchoolGroupInput!) {
  createSchoolGroup(input: $input) { id number name keptBy closedAt owner { level id name } } }`;
export const ADD = `mutation ($input: AddSchoolsToGroupInput!) {
  addSchoolsToGroup(input: $input) { preview applied added unchanged refused unmatched { row text reason }
    opens { licence { id } isYours newAt suspendedAt } schools { outcome school { name } } } }`;
export const REMOVE = `mutation ($input: RemoveSchoolsFromGroupInput!) {
  removeSchoolsFromGroup(input: $input) { preview removed unchanged unmatched { row } } }`;
export const CLOSE = `mutation ($input: CloseSchoolGroupInput!) {
  closeSchoolGroup(input: $input) { preview removed group { closedAt } } }`;
export const MEMBERS = `query ($id: ID!) { schoolGroup(id: $id) { name
  members(first: 2) { totalCount edges { node { school { name } validFrom validUntil } } } } }`;
export const ASSIGN = `mutation ($licence: ID!, $group: ID!) { assignEntitlements(input: { licenceIds: [$licence],
  holders: [{ level: SCHOOL_GROUP, id: $group }] }) { applied refused } }`;

/** @returns the outcome of the assignment */
export async function give(who: string, group: string, licence: string): Promise<any> {
  const query = `mutation ($licence: ID!, $group: ID!) { assignEntitlements(input: { licenceIds: [$licence],
    holders: [{ level: SCHOOL_GROUP, id: $group }] }) { applied assignments { outcome } } }`;
  return (await data(who, query, { licence: world.licence(licence), group })).assignEntitlements;
}

export const owner = () => ({ level: 'MEDIA_CENTRE', id: id('Zentrum') });
let made = 0;
export async function newGroup(members: readonly string[] = [], of = 'Zentrum', by = 'centre'): Promise<string> {
  made += 1;
  const input = { owner: { level: 'MEDIA_CENTRE', id: id(of) }, code: `g${made}`, name: `Gruppe ${made}` };
  const { createSchoolGroup: group } = await data(by, CREATE, { input });
  if (members.length > 0) await add('centre', group.id, members);
  return group.id;
}
export async function add(who: string, group: string, names: readonly string[], more: object = {}) {
  const { addSchoolsToGroup: result } = await data(who, ADD, { input: { group, numbers: names.map(number), ...more } });
  return result;
}
export const outcomes = ({ schools }: any) =>
  Object.fromEntries(schools.map(({ school, outcome }: any) => [school.name, outcome]));
export async function membersOf(group: string, who = 'centre'): Promise<string[]> {
  const { schoolGroup } = await data(who, MEMBERS, { id: group });
  return schoolGroup.members.edges.map(({ node }: any) => node.school.name);
}
