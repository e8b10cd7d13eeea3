import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';
import type { World } from './world';

const WORLD: World = {
  organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY', Medienzentrum: 'MEDIA_CENTRE' },
  schools: {
    'Schule A1': { belongsTo: [{ to: 'Stadt A' }, { to: 'Medienzentrum' }] },
    'Schule A2': { belongsTo: [{ to: 'Stadt A' }, { to: 'Medienzentrum' }] },
    'Schule B1': { belongsTo: [{ to: 'Stadt B' }] },
  },
  titles: Object.fromEntries(
    ['Ameisen', 'Bienen', 'Dünen', 'Eis', 'Flüsse', 'Gletscher', 'Hagel'].map((name, at) => [
      name,
      { kind: at % 2 ? ('AUDIO' as const) : ('VIDEO' as const) },
    ]),
  ),
  packages: { Natur: ['Ameisen', 'Bienen', 'Dünen', 'Eis', 'Flüsse'].map((title) => ({ title })) },
  licences: {
    'Lizenz A': {
      owner: 'Stadt A',
      heldAt: ['AUTHORITY', 'SCHOOL'],
      rights: ['STREAM', 'DOWNLOAD'],
      packages: [{ package: 'Natur' }],
    },
    'Lizenz B': {
      owner: 'Stadt B',
      heldAt: ['AUTHORITY', 'SCHOOL'],
      rights: ['STREAM'],
      packages: [{ package: 'Natur' }],
    },
    'Lizenz der Mitte': {
      owner: 'Medienzentrum',
      heldAt: ['SCHOOL'],
      rights: ['STREAM'],
      packages: [{ package: 'Natur' }],
    },
    'Lizenz des Landes': {
      owner: 'STATE',
      heldAt: ['STATE', 'SCHOOL'],
      rights: ['STREAM'],
      packages: [{ package: 'Natur' }],
    },
  },
  entitlements: {},
};

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let lmsOfA1: string;
let lmsOfB1: string;
let staffOfA: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, WORLD);
  system = await startSystem(database);
  lmsOfA1 = await tokenOf('lms', `SCHOOL:${world.organisation('Schule A1')}`);
  lmsOfB1 = await tokenOf('lms', `SCHOOL:${world.organisation('Schule B1')}`);
  staffOfA = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});
afterEach(() =>
  database.query(
    'delete from schools.entitlement_suspension; delete from schools.entitlement; delete from schools.assignment',
  ),
);

const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);
const ASSIGN = `mutation ($input: AssignEntitlementsInput!) {
  assignEntitlements(input: $input) {
    preview assigned unchanged
    assignments { outcome holder { level id name } licence { id number name } entitlement { id status validFrom validUntil rights } }
  }
}`;
const REVOKE = `mutation ($input: RevokeEntitlementsInput!) {
  revokeEntitlements(input: $input) { revoked unchanged entitlements { id status revokedAt } }
}`;
const holder = (name: string) => ({
  level: name.startsWith('Schule') ? 'SCHOOL' : 'AUTHORITY',
  id: world.organisation(name),
});

async function assign(token: string, licence: string, holders: string[], more: object = {}) {
  return system.ask(token, ASSIGN, {
    input: { licenceIds: [world.licence(licence)], holders: holders.map(holder), ...more },
  });
}

async function allowed(token: string, school: string, title: string): Promise<string> {
  const { data, errors } = await system.ask(
    token,
    `query ($n: String!, $t: [ID!]!) { school(number: $n) { access(titleIds: $t) { outcome reason } } }`,
    { n: numberOf(school), t: [world.title(title)] },
  );
  expect(errors).toBeUndefined();
  const [{ outcome, reason }] = data.school.access;
  return reason ?? outcome;
}

describe('school', () => {
  test('answers with its authority and district', async () => {
    const { data } = await system.ask(
      lmsOfA1,
      `query ($n: String!) { school(state: "NW", number: $n) { id number name inOperation authority { id name } district { id number } mediaCentre { name } } }`,
      { n: numberOf('Schule A1') },
    );
    expect(data.school).toMatchObject({
      id: world.organisation('Schule A1'),
      name: 'Schule A1',
      inOperation: true,
      authority: { id: world.organisation('Stadt A'), name: 'Stadt A' },
      mediaCentre: { name: 'Medienzentrum' },
    });
  });

  test.each(['Schule B1', 'no school at all'])(
    'of another authority is FORBIDDEN, whether it exists or not: %s',
    async (name) => {
      const number = name.startsWith('Schule') ? numberOf(name) : '999999';
      const foreign = await system.ask(lmsOfA1, 'query ($n: String!) { school(number: $n) { name } }', { n: number });
      expect(codesOf(foreign)).toEqual(['FORBIDDEN']);
      expect(foreign.data?.school ?? null).toBeNull();
      expect(foreign.errors?.[0]?.message).toBe('You may not see or change this, or it does not exist.');
    },
  );
});

test('me tells a caller what it is', async () => {
  const { data } = await system.ask(
    staffOfA,
    '{ me { kind subject scopes schoolCount organisations { level id name } } }',
  );
  expect(data.me).toMatchObject({
    kind: 'LICENSING',
    subject: 'licensing of a test',
    schoolCount: 2,
    organisations: [{ level: 'AUTHORITY', id: world.organisation('Stadt A'), name: 'Stadt A' }],
  });
});

describe('titles', () => {
  const TITLES = `query ($search: String, $filter: TitleFilter, $first: Int!, $after: String) {
    titles(search: $search, filter: $filter, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id name } } } }`;

  test('come in pages that together are all of them, in the order of names', async () => {
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data }: any = await system.ask(lmsOfA1, TITLES, { first: 3, after });
      names.push(...data.titles.edges.map((edge: any) => edge.node.name));
      expect(data.titles.totalCount).toBe(7);
      after = data.titles.pageInfo.hasNextPage ? data.titles.pageInfo.endCursor : null;
    } while (after);
    expect(names).toEqual(['Ameisen', 'Bienen', 'Dünen', 'Eis', 'Flüsse', 'Gletscher', 'Hagel']);
  });

  test('are found by the beginning of a word and by a filter', async () => {
    const found = await system.ask(lmsOfA1, TITLES, { search: 'glet', first: 5 });
    expect(found.data.titles.edges.map((edge: any) => edge.node.name)).toEqual(['Gletscher']);
    const audio = await system.ask(lmsOfA1, TITLES, { filter: { kinds: ['AUDIO'] }, first: 5 });
    expect(audio.data.titles.edges.map((edge: any) => edge.node.name)).toEqual(['Bienen', 'Eis', 'Gletscher']);
  });

  test('that a search finds come by relevance, each once, and their cursors are refused in any other list', async () => {
    await database.query(`update licences.title set search = $2::tsvector where number = any ($1)`, [
      ['Ameisen', 'Hagel'],
      "'eis'",
    ]);
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data }: any = await system.ask(lmsOfA1, TITLES, { search: 'Eis', first: 1, after });
      names.push(...data.titles.edges.map((edge: any) => edge.node.name));
      expect(data.titles.totalCount).toBe(3);
      after = data.titles.pageInfo.hasNextPage ? data.titles.pageInfo.endCursor : null;
      if (!after) break;
      const [list, ...place] = JSON.parse(Buffer.from(after, 'base64url').toString());
      const forged = (...parts: string[]) => Buffer.from(JSON.stringify([list, ...parts])).toString('base64url');
      for (const [search, other] of [
        ['ei', after],
        ['', after],
        ['Eis', forged('x', ...place.slice(1))],
        ['Eis', forged('-1', ...place.slice(1))],
        ['Eis', forged(...place.slice(0, 2), 'x')],
        ['Eis', forged(...place.slice(1))],
      ]) {
        const refused = await system.ask(lmsOfA1, TITLES, { search, first: 1, after: other });
        expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
      }
    } while (after);
    expect(names).toEqual(['Eis', 'Ameisen', 'Hagel']);
  });

  test.each([
    ['a subject that no title has', { subjects: ['biologie'] }],
    ['a list of no kinds', { kinds: [] }],
    ['a grade that there is not', { grade: 99 }],
    ['a publisher that is not known', { publisher: 'x' }],
  ])('refuse a filter of %s, of the catalogue and of what is licensed', async (_, filter) => {
    expect(codesOf(await system.ask(lmsOfA1, TITLES, { filter, first: 5 }))).toEqual(['BAD_USER_INPUT']);
    const licensed = `query ($number: String!, $filter: TitleFilter) { school(number: $number) { licensedTitles(filter: $filter) { totalCount } } }`;
    const number = world.organisation('Schule A1').slice('NW:'.length);
    expect(codesOf(await system.ask(lmsOfA1, licensed, { filter, number }))).toEqual(['BAD_USER_INPUT']);
  });

  test.each<[string, { search?: string; first: number; after?: string }]>([
    ['a cursor of another search', { search: 'glet', first: 5, after: 'used' }],
    ['a cursor that is none', { first: 5, after: 'nonsense' }],
    ['a search that cannot be read', { search: 'a\u0000b', first: 5 }],
    ['a page of nothing', { first: 0 }],
    ['a page too large', { first: 201 }],
  ])('refuse %s', async (_, variables) => {
    const page = await system.ask(lmsOfA1, TITLES, { first: 3 });
    const after = variables.after === 'used' ? page.data.titles.pageInfo.endCursor : variables.after;
    expect(codesOf(await system.ask(lmsOfA1, TITLES, { ...variables, after }))).toEqual(['BAD_USER_INPUT']);
  });

  test('title answers null for what the catalogue does not have', async () => {
    const { data, errors } = await system.ask(
      lmsOfA1,
      '{ none: title(id: "999999") { name } other: title(id: "x") { name } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ none: null, other: null });
  });
});

describe('assignEntitlements', () => {
  test('opens a title at once, and revokeEntitlements closes it at once', async () => {
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('NOT_LICENSED');
    const { data, errors } = await assign(staffOfA, 'Lizenz A', ['Stadt A']);
    expect(errors).toBeUndefined();
    expect(data.assignEntitlements).toMatchObject({
      preview: false,
      assigned: 1,
      unchanged: 0,
      assignments: [
        {
          outcome: 'ASSIGNED',
          holder: { level: 'AUTHORITY', name: 'Stadt A' },
          licence: { number: 'Lizenz A' },
          entitlement: { status: 'IN_FORCE', validUntil: null, rights: ['STREAM', 'DOWNLOAD'] },
        },
      ],
    });
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('ALLOWED');
    expect(await allowed(lmsOfB1, 'Schule B1', 'Bienen')).toBe('NOT_LICENSED');

    const id = data.assignEntitlements.assignments[0].entitlement.id;
    const revoked = await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id], reason: 'Irrtum' } });
    expect(revoked.data.revokeEntitlements).toMatchObject({
      revoked: 1,
      unchanged: 0,
      entitlements: [{ id, status: 'REVOKED' }],
    });
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('REVOKED');
    const again = await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id] } });
    expect(again.data.revokeEntitlements).toMatchObject({ revoked: 0, unchanged: 1 });
  });

  test('leaves what stands, and does the rest', async () => {
    await assign(staffOfA, 'Lizenz A', ['Schule A1']);
    const { data } = await assign(staffOfA, 'Lizenz A', ['Schule A1', 'Schule A2']);
    expect(data.assignEntitlements).toMatchObject({ assigned: 1, unchanged: 1 });
  });

  test('a preview says the same and changes nothing', async () => {
    const { data } = await assign(staffOfA, 'Lizenz A', ['Stadt A', 'Schule A2'], { preview: true });
    expect(data.assignEntitlements).toMatchObject({ preview: true, assigned: 2 });
    expect(data.assignEntitlements.assignments.every((one: any) => one.entitlement === null)).toBe(true);
    expect(await database.query('select 1 from schools.entitlement')).toEqual([]);
  });

  test('a repeat with the same idempotency key gets the same answer; with another input it is refused', async () => {
    const idempotencyKey = randomUUID();
    const first = await assign(staffOfA, 'Lizenz A', ['Stadt A'], { idempotencyKey });
    const second = await assign(staffOfA, 'Lizenz A', ['Stadt A'], { idempotencyKey });
    expect(second.data).toEqual(first.data);
    expect(await database.query('select 1 from schools.entitlement')).toHaveLength(1);
    const other = await assign(staffOfA, 'Lizenz A', ['Schule A1'], { idempotencyKey });
    expect(codesOf(other)).toEqual(['BAD_USER_INPUT']);
  });

  test('ten at the same time make one entitlement', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => assign(staffOfA, 'Lizenz A', ['Stadt A'])));
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(await database.query('select 1 from schools.entitlement')).toHaveLength(1);
  });

  test.each([
    ['an own licence for a foreign school', ['Schule B1'], ['NOT_IN_REACH']],
    ['an own licence for an own and a foreign school', ['Schule A1', 'Schule B1'], ['HELD_BACK', 'NOT_IN_REACH']],
  ])('makes nothing of %s, and says so of each', async (_, holders, outcomes) => {
    const { data, errors } = await assign(staffOfA, 'Lizenz A', holders);
    expect(errors).toBeUndefined();
    expect(data.assignEntitlements.assignments.map(({ outcome }: any) => outcome)).toEqual(outcomes);
    expect(data.assignEntitlements).toMatchObject({ assigned: 0, unchanged: 0 });
    expect(await database.query('select 1 from schools.entitlement')).toEqual([]);
  });

  test.each([
    ['a foreign licence for an own school', 'Lizenz B', ['Schule A1']],
    ['the state’s licence', 'Lizenz des Landes', ['Schule A1']],
  ])('refuses %s', async (_, licence, holders) => {
    const answer = await assign(staffOfA, licence, holders);
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(await database.query('select 1 from schools.entitlement')).toEqual([]);
  });

  test('refuses an lms caller', async () => {
    expect(codesOf(await assign(lmsOfA1, 'Lizenz A', ['Schule A1']))).toEqual(['FORBIDDEN']);
  });

  test('refuses a level at which the licence may not be held, and names it', async () => {
    const operator = await tokenOf('operator');
    const answer = await assign(operator, 'Lizenz des Landes', ['Stadt A']);
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors?.[0]?.message).toContain('may not be held at the level AUTHORITY');
  });

  test('a city sees the state’s entitlement that serves its schools, and cannot end it', async () => {
    const operator = await tokenOf('operator');
    const made = await system.ask(operator, ASSIGN, {
      input: { licenceIds: [world.licence('Lizenz des Landes')], holders: [{ level: 'STATE', id: 'NW' }] },
    });
    const { id } = made.data.assignEntitlements.assignments[0].entitlement;
    const seen = await system.ask(staffOfA, 'query ($id: ID!) { entitlement(id: $id) { level holder { id } } }', {
      id,
    });
    expect(seen.data.entitlement).toEqual({ level: 'STATE', holder: { id: 'NW' } });
    expect(codesOf(await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id] } }))).toEqual(['FORBIDDEN']);
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('ALLOWED');
  });

  test('an assignment that begins before today is refused', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const answer = await assign(staffOfA, 'Lizenz A', ['Stadt A'], { validFrom: yesterday });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });

  test('a city may not touch what its media centre holds, though the centre serves no other city', async () => {
    const centre = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Medienzentrum')}`);
    const made = await assign(centre, 'Lizenz der Mitte', ['Schule A1']);
    const [{ entitlement }] = made.data.assignEntitlements.assignments;
    expect(codesOf(await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [entitlement.id] } }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codesOf(await assign(staffOfA, 'Lizenz der Mitte', ['Schule A2']))).toEqual(['FORBIDDEN']);
  });

  test('beside one that fails, each field of a mutation tells what it did', async () => {
    const input = (more: object) => ({
      licenceIds: [world.licence('Lizenz A')],
      holders: [holder('Schule A1')],
      ...more,
    });
    const { data, errors } = await system.ask(
      staffOfA,
      `mutation ($good: AssignEntitlementsInput!, $bad: AssignEntitlementsInput!) {
        a: assignEntitlements(input: $good) { assigned }
        b: assignEntitlements(input: $bad) { assigned }
      }`,
      { good: input({}), bad: input({ validFrom: '2020-01-01T00:00:00Z' }) },
    );
    expect(data).toEqual({ a: { assigned: 1 }, b: null });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('a mutation of which a field may not be asked for is refused before any of it is done', async () => {
    const { data, errors } = await system.ask(
      staffOfA,
      `mutation ($good: AssignEntitlementsInput!) {
        a: assignEntitlements(input: $good) { assigned }
        b: revokeEntitlements(input: { entitlementIds: ["999999"] }) { revoked }
      }`,
      { good: { licenceIds: [world.licence('Lizenz A')], holders: [holder('Schule A1')] } },
    );
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await database.query('select from schools.entitlement')).toEqual([]);
  });

  test('a revocation in the past is refused', async () => {
    const { data } = await assign(staffOfA, 'Lizenz A', ['Stadt A']);
    const { id } = data.assignEntitlements.assignments[0].entitlement;
    const answer = await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id], at: '2020-01-01T00:00:00Z' } });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('recordUsage and the sums', () => {
  const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';
  const month = new Date().toISOString().slice(0, 7);

  test('a use is counted once, and seen by school, title and authority', async () => {
    const event = {
      id: randomUUID(),
      school: world.organisation('Schule A1'),
      title: world.title('Bienen'),
      action: 'STREAM',
      usedAt: new Date(Date.now() - 60_000).toISOString(),
    };
    const first = await system.ask(lmsOfA1, RECORD, { events: [event] });
    expect(first).toEqual({ data: { recordUsage: { recorded: 1, alreadyKnown: 0 } } });
    expect((await system.ask(lmsOfA1, RECORD, { events: [event] })).data.recordUsage).toEqual({
      recorded: 0,
      alreadyKnown: 1,
    });

    const reporting = await tokenOf('reporting', `AUTHORITY:${world.organisation('Stadt A')}`);
    const { data, errors } = await system.ask(
      reporting,
      `query ($n: String!, $a: String!, $t: ID!, $m: String!) {
        school(number: $n) { usage(from: $m, until: $m) { month streams total } }
        schoolAuthority(number: $a) { usage(from: $m, until: $m) { month streams total } }
        title(id: $t) { usage(from: $m, until: $m) { month streams total } }
      }`,
      { n: numberOf('Schule A1'), a: numberOf('Stadt A'), t: world.title('Bienen'), m: month },
    );
    expect(errors).toBeUndefined();
    const once = { usage: [{ month, streams: 1, total: 1 }] };
    expect(data).toEqual({ school: once, schoolAuthority: once, title: once });

    const foreign = await tokenOf('reporting', `AUTHORITY:${world.organisation('Stadt B')}`);
    const theirs = await system.ask(
      foreign,
      'query ($t: ID!, $m: String!) { title(id: $t) { usage(from: $m, until: $m) { total } } }',
      {
        t: world.title('Bienen'),
        m: month,
      },
    );
    expect(theirs.data.title.usage).toEqual([{ total: 0 }]);
  });

  test('a use at a foreign school is refused', async () => {
    const event = {
      id: randomUUID(),
      school: world.organisation('Schule B1'),
      title: world.title('Bienen'),
      action: 'STREAM',
      usedAt: new Date().toISOString(),
    };
    expect(await system.ask(lmsOfA1, RECORD, { events: [event] })).toEqual({
      data: { recordUsage: { recorded: 0, alreadyKnown: 0 } },
    });
    expect(
      await database.query(
        'select from usage.event where school_id = (select id from schools.organisation where name = $1)',
        ['Schule B1'],
      ),
    ).toEqual([]);
  });
});

test('without a token nothing but the type name is answered', async () => {
  expect(await system.ask(null, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  expect(codesOf(await system.ask(null, '{ titles { totalCount } }'))).toEqual(['UNAUTHENTICATED']);
});

test('licences are found by their number and by a part of their name, in whatever case', async () => {
  await database.query(
    "update licences.contract set name = 'Ökologie für Städte', number = 'EL-7' where number = 'Lizenz des Landes'",
  );
  const query = 'query ($search: String) { licences(search: $search) { edges { node { name } } } }';
  const operator = await tokenOf('operator');
  for (const search of ['el-7', 'ökologie', 'STÄDTE', 'o\u0308kologie', ' FÜR ']) {
    const { data } = await system.ask(operator, query, { search });
    expect(data.licences.edges.map((edge: any) => edge.node.name)).toEqual(['Ökologie für Städte']);
  }
  for (const search of ['%', '_', 'Öko_ogie']) {
    const { data } = await system.ask(operator, query, { search });
    expect(data.licences.edges).toEqual([]);
  }
});
