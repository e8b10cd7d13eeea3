/** Operators and the owner's staff put packages together; through the gateway. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';
import type { World } from './world';

const DAY_MS = 24 * 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const LAST_YEAR = inDays(-365);
const NEXT_YEAR = inDays(365);
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
    /** Covers the package of the city, at all levels. */
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

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let staff: string;
let operator: string;
/** The package that the licence covers. */
let packageId: string;

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

let made = 0;
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
const CREATE = `mutation ($input: CreatePackageInput!) { createPackage(input: $input) { preview package { ${PACKAGE} } } }`;
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

const owner = (name = 'Stadt') => ({ level: 'AUTHORITY', id: world.organisation(name) });

async function ask(query: string, input: object, token: string) {
  const { data, errors } = await system.ask(token, query, { input });
  return { result: data && (Object.values(data)[0] as any), errors };
}

async function create(more: object = {}, token = staff) {
  const { result, errors } = await ask(CREATE, { number: 'X', name: 'Auswahl', owner: owner(), ...more }, token);
  expect(errors).toBeUndefined();
  return result;
}

async function amend(more: object, token = staff) {
  const { result, errors } = await ask(AMEND, { packageId, version: 1, ...more }, token);
  expect(errors).toBeUndefined();
  return result;
}

async function refused(more: object, token = staff, query = AMEND) {
  const { result, errors } = await ask(query, more, token);
  expect(result).toBeNull();
  return errors?.map(({ message, extensions }: any) => [extensions.code, message]);
}

const changesOf = ({ accessChanges: { edges } }: any) =>
  edges.map(({ node: { kind, title, school } }: any) => `${kind} ${title.name} ${school?.name}`).sort();

async function access(school: string, title: string, at?: string): Promise<string> {
  const { data } = await system.ask(
    await tokenOf('lms', `SCHOOL:${world.organisation(school)}`),
    'query ($n: String!, $t: [ID!]!, $at: DateTime) { school(number: $n) { access(titleIds: $t, at: $at) { outcome reason } } }',
    { n: world.organisation(school).slice(3), t: [world.title(title)], at },
  );
  const [{ outcome, reason }] = data.school.access;
  return reason ?? outcome;
}

async function listed(school: string, at?: string): Promise<string[]> {
  const { data } = await system.ask(
    await tokenOf('lms', `SCHOOL:${world.organisation(school)}`),
    'query ($n: String!, $at: DateTime) { school(number: $n) { licensedTitles(at: $at) { edges { node { name } } } } }',
    { n: world.organisation(school).slice(3), at },
  );
  return data.school.licensedTitles.edges.map(({ node }: any) => node.name);
}

test('a city puts a package together, and a licence that covers it opens what it holds, now and at an instant', async () => {
  expect(await listed('Schule 2')).toEqual(['Offen']);
  const later = inDays(5);
  const {
    outcome,
    effects,
    package: amended,
    ...change
  } = await amend({
    add: [{ title: 'Vulkane' }, { title: 'Meere', from: later, until: inDays(7) }],
  });
  expect(outcome).toBe('AMENDED');
  expect(amended).toMatchObject({ version: 2, owner: { name: 'Stadt' }, source: null, closedFrom: null });
  expect(amended.contents).toMatchObject({
    totalCount: 2,
    edges: [{ node: { title: { name: 'Vulkane' }, until: null } }, { node: { title: { name: 'Meere' }, from: later } }],
  });
  expect(effects).toMatchObject({ titlesAdded: 2, titlesOpened: 2, schoolsOpened: 2, pairsOpened: 4, pairsClosed: 0 });
  expect(effects.licences).toEqual([
    { licence: { number: 'Lizenz' }, entitlements: 1, schoolsOpened: 2, schoolsClosed: 0 },
  ]);
  expect(changesOf(change)).toEqual([
    'OPENS Meere Schule 1',
    'OPENS Meere Schule 2',
    'OPENS Vulkane Schule 1',
    'OPENS Vulkane Schule 2',
  ]);
  const meere = change.accessChanges.edges.find(({ node }: any) => node.title.name === 'Meere').node;
  expect(meere).toMatchObject({ from: later, rights: ['STREAM'], pupilRights: ['STREAM'] });
  expect([await access('Schule 2', 'Vulkane'), await access('Schule 2', 'Meere')]).toEqual([
    'ALLOWED',
    'NOT_YET_VALID',
  ]);
  expect(await access('Schule 2', 'Meere', inDays(6))).toBe('ALLOWED');
  expect(await access('Schule 2', 'Meere', inDays(8))).toBe('EXPIRED');
  expect(await listed('Schule 2')).toEqual(['Offen', 'Vulkane']);
  expect(await listed('Schule 2', inDays(6))).toEqual(['Meere', 'Offen', 'Vulkane']);
});

test('what is open otherwise neither opens nor closes: by another licence, or by an open licence', async () => {
  const added = await amend({ add: [{ title: 'Bienen' }, { title: 'Offen' }] });
  expect(added.effects).toMatchObject({ titlesAdded: 2, titlesOpened: 1, schoolsOpened: 2, pairsOpened: 2 });
  /** At Schule 1 another licence lets teachers stream it: it opens to download, and to pupils. */
  expect(added.accessChanges.edges.map(({ node }: any) => [node.school.name, node.rights, node.pupilRights])).toEqual(
    expect.arrayContaining([
      ['Schule 1', ['DOWNLOAD'], ['STREAM']],
      ['Schule 2', ['DOWNLOAD', 'STREAM'], ['STREAM']],
    ]),
  );
  const removed = await amend({ version: 2, remove: [{ title: 'Bienen' }, { title: 'Offen' }], preview: true });
  expect(removed.effects).toMatchObject({ titlesRemoved: 2, titlesClosed: 1, schoolsClosed: 2, pairsClosed: 2 });
  expect(await access('Schule 1', 'Bienen')).toBe('ALLOWED');
});

test('a preview changes nothing, and its token has exactly what it said done', async () => {
  const wish = { add: [{ title: 'Vulkane' }], name: 'Neu' };
  const preview = await amend({ ...wish, preview: true });
  expect(preview).toMatchObject({ preview: true, outcome: 'AMENDED', package: { version: 1, name: 'Auswahl' } });
  expect(await access('Schule 1', 'Vulkane')).toBe('NOT_LICENSED');
  const again = await system.ask(
    staff,
    'query ($id: ID!) { packageChange(id: $id) { preview outcome effects { pairsOpened } accessChanges(first: 1) { totalCount edges { node { school { name } } } pageInfo { endCursor hasNextPage } } } }',
    { id: preview.id },
  );
  expect(again.errors).toBeUndefined();
  expect(again.data.packageChange).toMatchObject({ preview: true, effects: { pairsOpened: 2 } });
  const { endCursor } = again.data.packageChange.accessChanges.pageInfo;
  const next = await system.ask(
    staff,
    'query ($id: ID!, $after: String) { packageChange(id: $id) { accessChanges(first: 1, after: $after) { edges { node { school { name } } } pageInfo { hasNextPage } } } }',
    { id: preview.id, after: endCursor },
  );
  expect(next.data.packageChange.accessChanges).toEqual({
    edges: [{ node: { school: { name: 'Schule 2' } } }],
    pageInfo: { hasNextPage: false },
  });
  const foreign = await system.ask(operator, 'query ($id: ID!) { packageChange(id: $id) { outcome } }', {
    id: preview.id,
  });
  expect(foreign.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);

  const done = await amend({ ...wish, previewToken: preview.previewToken });
  expect(done).toMatchObject({ outcome: 'AMENDED', package: { version: 2, name: 'Neu' } });
  expect(changesOf(done)).toEqual(changesOf(preview));
});

test('where something else would open by now, nothing is done', async () => {
  const wish = { add: [{ title: 'Vulkane' }] };
  const preview = await amend({ ...wish, preview: true });
  await database.query(
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     values ($1, tstzrange(now() + interval '3 days', now() + interval '4 days'), 'test')`,
    [world.entitlement('alle')],
  );
  const moved = await amend({ ...wish, previewToken: preview.previewToken });
  expect(moved).toMatchObject({ outcome: 'MOVED', package: { version: 1 }, previewToken: null });
  await database.query('delete from schools.entitlement_suspension');
  expect(await access('Schule 1', 'Vulkane')).toBe('NOT_LICENSED');
  expect(await refused({ packageId, version: 1, add: [], previewToken: preview.previewToken })).toEqual([
    [
      'BAD_USER_INPUT',
      'input.previewToken: belongs to a preview of another input. Preview again, or send the same input.',
    ],
  ]);
  const done = await amend({ ...wish, previewToken: preview.previewToken });
  expect(done.outcome).toBe('AMENDED');
});

test('an old version is refused and shows the new one; a key does it once', async () => {
  const once = { add: [{ title: 'Vulkane' }], idempotencyKey: `k${made}` };
  const [first, repeat] = [await amend(once), await amend(once)];
  expect(first.outcome).toBe('AMENDED');
  expect(repeat).toEqual(first);
  expect(await amend({ name: 'Anders' })).toMatchObject({
    outcome: 'OUTDATED',
    package: { version: 2 },
    effects: null,
  });
  const all = await Promise.all(['a', 'b', 'c'].map((name) => amend({ version: 2, name })));
  expect(all.map(({ outcome }) => outcome).sort()).toEqual(['AMENDED', 'OUTDATED', 'OUTDATED']);
  expect(await amend({ version: 3, add: [{ title: 'Vulkane' }] })).toMatchObject({ outcome: 'UNCHANGED' });
  expect(await refused({ packageId, version: 3, name: 'x', idempotencyKey: `k${made}` })).toEqual([
    ['BAD_USER_INPUT', 'input.idempotencyKey: already used with another input. Use a new key for each new request.'],
  ]);
});

test('periods join, leave a gap, and the past stays as it was', async () => {
  await amend({ add: [{ title: 'Vulkane', until: inDays(10) }] });
  const before = inDays(0);
  await amend({ version: 2, add: [{ title: 'Vulkane', from: inDays(5), until: inDays(20) }] });
  await amend({ version: 3, remove: [{ title: 'Vulkane', from: inDays(8), until: inDays(9) }] });
  const { package: found } = await amend({ version: 4, name: 'Lücke' });
  expect(found.contents.totalCount).toBe(2);
  const at = (days: number) => access('Schule 1', 'Vulkane', inDays(days));
  expect([await at(7), await at(8.5), await at(15), await at(21)]).toEqual([
    'ALLOWED',
    'NOT_YET_VALID',
    'ALLOWED',
    'EXPIRED',
  ]);
  await amend({ version: 5, remove: [{ title: 'Vulkane' }] });
  expect([await access('Schule 1', 'Vulkane', before), await access('Schule 1', 'Vulkane')]).toEqual([
    'ALLOWED',
    'EXPIRED',
  ]);
});

test('closed, it holds nothing from then on and takes nothing for later, until it is opened again', async () => {
  await amend({ add: [{ title: 'Vulkane' }, { title: 'Meere' }] });
  const end = inDays(3);
  const closed = await amend({ version: 2, closedFrom: end });
  expect(closed).toMatchObject({
    outcome: 'AMENDED',
    effects: { from: end, titlesRemoved: 2, pairsClosed: 4 },
    package: { closedFrom: end },
  });
  expect([await access('Schule 1', 'Meere'), await access('Schule 1', 'Meere', inDays(4))]).toEqual([
    'ALLOWED',
    'EXPIRED',
  ]);
  expect(await refused({ packageId, version: 3, add: [{ title: 'Bienen', from: inDays(4) }] })).toEqual([
    [
      'BAD_USER_INPUT',
      `input.add: the package is closed from ${end} on, and takes no title for later. Open it again by closedFrom: null.`,
    ],
  ]);
  const opened = await amend({ version: 3, closedFrom: null, add: [{ title: 'Meere' }] });
  expect(opened).toMatchObject({ outcome: 'AMENDED', effects: { pairsOpened: 2 }, package: { closedFrom: null } });
  expect(await access('Schule 1', 'Meere', inDays(4))).toBe('ALLOWED');
});

test('its history says who did what, before and after, and why', async () => {
  await amend({ add: [{ title: 'Vulkane' }], reason: 'Wunsch der Schulen' });
  const { data, errors } = await system.ask(
    staff,
    `query ($id: ID!) { package(id: $id) { history(first: 10) { totalCount edges { node {
       operation reason object action values { field before after } } } } } }`,
    { id: packageId },
  );
  expect(errors).toBeUndefined();
  const entries = data.package.history.edges.map(({ node }: any) => node);
  expect(entries.map(({ operation, object, action }: any) => `${operation} ${object} ${action}`)).toEqual([
    'amendPackage PACKAGE_TITLE CREATED',
    'amendPackage PACKAGE CHANGED',
    'createPackage PACKAGE CREATED',
  ]);
  expect(entries[1]).toMatchObject({
    reason: 'Wunsch der Schulen',
    values: [{ field: 'version', before: '1', after: '2' }],
  });
});

test('an operator sees all schools, and makes packages of the catalogue', async () => {
  const all = await amend({ add: [{ title: 'Vulkane' }], preview: true }, operator);
  expect(all.effects).toMatchObject({ schoolsOpened: 3, pairsOpened: 3 });
  const catalogue = await create({ number: `K${made}`, owner: null, add: [{ title: 'Meere' }] }, operator);
  expect(catalogue.package).toMatchObject({ owner: null, contents: { totalCount: 1 } });
  expect(await refused({ number: `K${made}x`, name: 'Nein', owner: null }, staff, CREATE)).toEqual([
    ['FORBIDDEN', expect.any(String)],
  ]);
  const { data } = await system.ask(
    staff,
    'query ($s: String) { packages(search: $s) { edges { node { number } } } }',
    {
      s: `K${made}`,
    },
  );
  expect(data.packages.edges).toEqual([{ node: { number: `K${made}` } }]);
  expect(await refused({ packageId: catalogue.package.id, version: 1, name: 'Meins' })).toEqual([
    ['FORBIDDEN', expect.any(String)],
  ]);
});

test('a foreign package and one that does not exist are FORBIDDEN alike, to read and to amend', async () => {
  const foreign = (
    await create(
      { number: `F${made}`, owner: owner('Nachbarstadt') },
      await tokenOf('licensing', `AUTHORITY:${world.organisation('Nachbarstadt')}`),
    )
  ).package.id;
  for (const id of [foreign, '999999']) {
    expect(await refused({ packageId: id, version: 1, name: 'Meins' })).toEqual([['FORBIDDEN', expect.any(String)]]);
    const { data, errors } = await system.ask(staff, 'query ($id: ID!) { package(id: $id) { name } }', { id });
    expect([data.package, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  }
  expect(await refused({ number: `G${made}`, name: 'x', owner: owner('Nachbarstadt') }, staff, CREATE)).toEqual([
    ['FORBIDDEN', expect.any(String)],
  ]);
  const { data } = await system.ask(staff, '{ packages(first: 200) { edges { node { id } } } }');
  expect(data.packages.edges.map(({ node }: any) => node.id)).not.toContain(foreign);
  /** Nor does a licence of its own take it. */
  const licence = `mutation ($input: AmendLicenceInput!) { amendLicence(input: $input) { outcome } }`;
  expect(
    await refused({ licenceId: world.licence('Andere'), version: 1, packages: [`F${made}`] }, staff, licence),
  ).toEqual([['BAD_USER_INPUT', `input.packages: there is no package F${made}.`]]);
});

test('what a source delivers is refused by hand, and says so', async () => {
  await database.query("update licences.package set source = 'verlag' where id = $1", [packageId]);
  expect(await amend({ add: [{ title: 'Vulkane' }] })).toMatchObject({
    outcome: 'DELIVERED',
    package: { version: 1, source: 'verlag' },
  });
});

test.each([
  ['a title that is not there', { add: [{ title: 'Nichts' }] }, 'input.add[0].title: there is no title Nichts.'],
  [
    'a beginning in the past',
    { add: [{ title: 'Vulkane', from: LAST_YEAR }] },
    'input.add[0].from: must not be in the past. Omit it for what is to hold now.',
  ],
  [
    'a period that ends before it begins',
    { remove: [{ title: 'Vulkane', from: NEXT_YEAR, until: inDays(1) }] },
    'input.remove[0].until: must be later than “from”.',
  ],
  ['a number that is taken', { number: 'Natur' }, 'input.number: another package has it. Choose another one.'],
  ['no name', { name: null }, 'input.name: must not be null. Omit it to leave it as it is.'],
  [
    'a number of another form',
    { number: 'licence:1' },
    'input.number: must be up to 60 letters, digits, dots, underscores and hyphens; it is “licence:1”.',
  ],
])('refused: %s', async (_, more, message) => {
  expect(await refused({ packageId, version: 1, ...more })).toEqual([['BAD_USER_INPUT', message]]);
});
