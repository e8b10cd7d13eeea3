/** A city that edits packages through the gateway. Its hooks run in each test file that imports it. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';
import type { World } from './world';

const DAY_MS = 24 * 3_600_000;

export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

export const LAST_YEAR = inDays(-365);

export const NEXT_YEAR = inDays(365);

const term = { from: LAST_YEAR, until: NEXT_YEAR };

const WORLD: World = {
  organisations: { Stadt: 'AUTHORITY', Nachbarstadt: 'AUTHORITY' },
  schools: {
    'Schule 1': { belongsTo: [{ to: 'Stadt' }] },
    'Schule 2': { belongsTo: [{ to: 'Stadt' }] },
    Fremd: { belongsTo: [{ to: 'Nachbarstadt' }] },
  },
  titles: { Bienen: {}, Vulkane: {}, Meere: { rights: ['STREAM'] }, Offen: { open: true } },
  packages: { Natur: [{ title: 'Bienen' }], Leer: [] },
  licences: {
    /** Covers the city's package, at all levels. */
    Lizenz: {
      owner: 'Stadt',
      heldAt: ['STATE', 'AUTHORITY', 'SCHOOL'],
      rights: ['STREAM', 'DOWNLOAD'],
      pupilRights: ['STREAM'],
      term,
      packages: [{ package: 'Leer' }],
    },
    Andere: { owner: 'Stadt', heldAt: ['SCHOOL'], rights: ['STREAM'], term, packages: [{ package: 'Natur' }] },
    Fremde: { owner: 'Nachbarstadt', heldAt: ['SCHOOL'], rights: ['STREAM'], term, packages: [{ package: 'Natur' }] },
  },
  entitlements: {
    alle: { licence: 'Lizenz', holder: 'STATE', from: inDays(-30) },
    eine: { licence: 'Andere', holder: 'Schule 1', from: inDays(-30) },
  },
};

export let database: TestDatabase;

export let system: System;

export let world: SeededWorld;

export let staff: string;

export let operator: string;

/** The id of the package that the licence covers. */
export let packageId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, WORLD);
  system = await startSystem(database);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
  operator = await tokenOf('operator');
});

afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

export let made = 0;

beforeEach(async () => {
  made += 1;
  packageId = (await create({ number: `P${made}` })).package.id;
  await database.query('delete from licences.licence_package where licence_id = $1', [world.licence('Lizenz')]);
  await database.query('insert into licences.licence_package (licence_id, package_id) values ($1, $2)', [
    world.licence('Lizenz'),
    packageId,
  ]);
});

const PACKAGE = `id number name version owner { name } source closedFrom
  contents(first: 50) { totalCount edges { node { title { name } from until } } pageInfo { hasNextPage } }`;

export const CREATE = `mutation ($input: CreatePackageInput!) { createPackage(input: $input) { preview package { ${PACKAGE} } } }`;

const AMEND = `mutation ($input: AmendPackageInput!) {
  amendPackage(input: $input) {
    id preview previewToken outcome package { ${PACKAGE} }
    effects {
      from titlesAdded titlesRemoved titlesOpened titlesClosed schoolsOpened schoolsClosed pairsOpened pairsClosed licenceCount
      licences { licence { number } entitlements schoolsOpened schoolsClosed }
    }
    accessChanges(first: 100) {
      totalCount edges { node { kind title { name } school { name } from until rights pupilRights } }
    }
  }
}`;

export const owner = (name = 'Stadt') => ({ level: 'AUTHORITY', id: world.organisation(name) });

async function ask(query: string, input: object, token: string) {
  const { data, errors } = await system.ask(token, query, { input });
  return { result: data && (Object.values(data)[0] as any), errors };
}

export async function create(more: object = {}, token = staff) {
  const { result, errors } = await ask(CREATE, { number: 'X', name: 'Auswahl', owner: owner(), ...more }, token);
  expect(errors).toBeUndefined();
  return result;
}

export async function amend(more: object, token = staff) {
  const { result, errors } = await ask(AMEND, { packageId, version: 1, ...more }, token);
  expect(errors).toBeUndefined();
  return result;
}

export async function refused(more: object, token = staff, query = AMEND) {
  const { result, errors } = await ask(query, more, token);
  expect(result).toBeNull();
  return errors?.map(({ message, extensions }: any) => [extensions.code, message]);
}

export const changesOf = ({ accessChanges: { edges } }: any) =>
  edges.map(({ node: { kind, title, school } }: any) => `${kind} ${title.name} ${school?.name}`).sort();

export async function access(school: string, title: string, at?: string): Promise<string> {
  const { data } = await system.ask(
    await tokenOf('lms', `SCHOOL:${world.organisation(school)}`),
    'query ($n: String!, $t: [ID!]!, $at: DateTime) { school(number: $n) { access(titleIds: $t, at: $at) { outcome reason } } }',
    { n: world.organisation(school).slice(3), t: [world.title(title)], at },
  );
  const [{ outcome, reason }] = data.school.access;
  return reason ?? outcome;
}

export async function listed(school: string, at?: string): Promise<string[]> {
  const { data } = await system.ask(
    await tokenOf('lms', `SCHOOL:${world.organisation(school)}`),
    'query ($n: String!, $at: DateTime) { school(number: $n) { licensedTitles(at: $at) { edges { node { name } } } } }',
    { n: world.organisation(school).slice(3), at },
  );
  return data.school.licensedTitles.edges.map(({ node }: any) => node.name);
}
