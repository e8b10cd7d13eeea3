/** Attacks by what an operation says: floods, odd names, odd values, and errors that might tell what nobody should hear. */
import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, type System, startSystem, tokenOf, tokenWith } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let lms: string;
let staff: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY' },
    schools: { 'Schule A': { belongsTo: [{ to: 'Stadt A' }] } },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      Lizenz: {
        owner: 'Stadt A',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
      },
    },
    entitlements: {},
  });
  system = await startSystem(database, { production: true });
  lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule A')}`);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const number = () => world.organisation('Schule A').slice('NW:'.length);

/** Sends the body as it is, and gives the answer with its text. */
async function post(body: unknown, token = lms): Promise<Answer & { text: string }> {
  const response = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { ...(JSON.parse(text) as Answer), text };
}

/** What no client should ever read. */
const INTERNALS =
  /\bselect\b.*\bfrom\b|insert into|\\n +at |node_modules|\.ts:|\.js:|postgres|pg_|127\.0\.0\.1|localhost|https?:|Did you mean|stacktrace|freischalter_|syntax error at or near|QueryFailed/i;
const REFUSALS = [
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'FORBIDDEN',
  'OPERATION_TOO_COSTLY',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'UNAUTHENTICATED',
];

/** Answered or refused for a reason that is told; never a fault of ours, nor anything of what lies behind. */
function expectNoFault(answer: Answer & { text: string }): void {
  expect(codesOf(answer).filter((code) => !REFUSALS.includes(code))).toEqual([]);
  expect(answer.text.match(INTERNALS)).toBeNull();
}

describe('a flood of', () => {
  const event = () => ({
    id: randomUUID(),
    school: world.organisation('Schule A'),
    title: world.title('Vulkane'),
    action: 'STREAM',
    usedAt: new Date().toISOString(),
  });
  const holders = (count: number) =>
    Array.from({ length: count }, () => ({ level: 'SCHOOL', id: world.organisation('Schule A') }));
  const floods: [string, string, () => object, () => string][] = [
    [
      'titles in one page',
      'query ($first: Int!) { titles(first: $first) { totalCount edges { node { id } } } }',
      () => ({ first: 2 ** 31 - 1 }),
      () => lms,
    ],
    [
      'titles before the first one',
      'query ($first: Int!) { titles(first: $first) { edges { node { id } } } }',
      () => ({ first: -1 }),
      () => lms,
    ],
    [
      'titles to check',
      'query ($n: String!, $ids: [ID!]!) { school(number: $n) { access(titleIds: $ids) { outcome } } }',
      () => ({ n: number(), ids: Array(9_999).fill(world.title('Vulkane')) }),
      () => lms,
    ],
    [
      'uses',
      'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
      () => ({ events: Array.from({ length: 10_001 }, event) }),
      () => lms,
    ],
    [
      'holders',
      'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
      () => ({ input: { licenceIds: Array(101).fill(world.licence('Lizenz')), holders: holders(100) } }),
      () => staff,
    ],
    [
      'entitlements to end',
      'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { revoked } }',
      () => ({ input: { entitlementIds: Array(10_001).fill('1') } }),
      () => staff,
    ],
    [
      'words to search for',
      'query ($words: String!) { titles(search: $words) { totalCount } }',
      () => ({ words: 'a '.repeat(100_000) }),
      () => lms,
    ],
    [
      'months',
      '{ school(number: "x") { usage(from: "0001-01", until: "9999-12") { total } } }',
      () => ({}),
      () => staff,
    ],
  ];
  test.each(floods)('%s is refused, and nothing is written', async (_, query, variables, token) => {
    const answer = await post({ query, variables: variables() }, token());
    expect(codesOf(answer).length).toBeGreaterThan(0);
    expectNoFault(answer);
    expect(await database.query('select 1 from usage.event union all select 1 from schools.entitlement')).toEqual([]);
  });

  test.each([
    [
      'lists within lists in the variables',
      `{"query":"{ me { kind } }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    ],
    [
      'objects within objects in the extensions',
      `{"query":"{ me { kind } }","extensions":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    ],
    [
      'variables',
      JSON.stringify({
        query: '{ me { kind } }',
        variables: Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`v${at}`, at])),
      }),
    ],
    [
      'operations in one document',
      JSON.stringify({
        query: Array.from({ length: 500 }, (_, at) => `query q${at} { me { kind } }`).join(' '),
        operationName: 'q1',
      }),
    ],
  ])('%s is borne', async (_, body) => {
    expectNoFault(await post(body));
    expect(await post({ query: '{ me { kind } }' })).toMatchObject({ data: { me: { kind: 'LMS' } } });
  });
});

describe('a name that means something to JavaScript', () => {
  const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
  afterEach(() => {
    expect(({} as Record<string, unknown>).kind).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each(NAMES)('%s as an alias: the same data or a refusal', async (name) => {
    const { data, ...answer } = await post({ query: `query { ${name}: me { ${name}: kind } }` });
    if (data) expect(Object.getOwnPropertyDescriptor(data, name)?.value).toEqual({ [name]: 'LMS' });
    else expect(codesOf(answer)[0]).toMatch(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/);
  });

  test.each(NAMES)('%s as a key of the body, of variables, of extensions, of an input', async (name) => {
    const inner = `{"${name}":{"kind":"operator","caller":{"kind":"operator"},"scopes":["prices:read"]}}`;
    const query = JSON.stringify('query ($f: TitleFilter) { me { kind } titles(filter: $f) { totalCount } }');
    const bodies = [
      `{"query":${query},"${name}":{"caller":{"kind":"operator"}}}`,
      `{"query":${query},"variables":${inner}}`,
      `{"query":${query},"extensions":${inner}}`,
      `{"query":${query},"variables":{"f":${inner}}}`,
      `{"query":${query},"operationName":"${name}"}`,
    ];
    for (const body of bodies) {
      const answer = await post(body);
      expectNoFault(answer);
      if (answer.data) expect(answer.data.me.kind).toBe('LMS');
    }
  });

  test.each(NAMES)('%s as a variable, a fragment, an operation, a directive, an enum', async (name) => {
    const documents = [
      `query ($${name}: String) { me { kind } titles(search: $${name}) { totalCount } }`,
      `query ${name} { me { ...${name} } } fragment ${name} on Me { kind }`,
      `{ me { kind @${name} } }`,
      `{ titles(filter: { kinds: [${name}] }) { totalCount } }`,
      `{ ${name} { kind } }`,
      `{ me { ... on ${name} { kind } } }`,
    ];
    for (const query of documents) {
      const answer = await post({ query });
      expectNoFault(answer);
      if (answer.data?.me) expect(answer.data.me.kind).toBe('LMS');
    }
  });

  test.each(NAMES)('%s as an id, a number, a level, an idempotency key, a cursor', async (name) => {
    const assign = 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }';
    const of = (input: object) => ({
      query: assign,
      variables: { input: { licenceIds: [world.licence('Lizenz')], preview: true, ...input } },
    });
    const school = { level: 'SCHOOL', id: world.organisation('Schule A') };
    expect((await post(of({ holders: [school], idempotencyKey: name }), staff)).data).toEqual({
      assignEntitlements: { assigned: 1 },
    });
    // A holder that is not in reach has a row of its own.
    const unknown = await post(of({ holders: [{ level: 'SCHOOL', id: name }] }), staff);
    expectNoFault(unknown);
    expect(unknown.data?.assignEntitlements?.assigned ?? 0).toBe(0);
    for (const body of [
      of({ holders: [{ level: name, id: name }] }),
      of({ holders: [school], licenceIds: [name] }),
      { query: `{ school(number: "${name}", state: "${name}") { name } }` },
      { query: `{ entitlement(id: "${name}") { id } title(id: "${name}") { id } }` },
      {
        query: `{ licences(after: "${Buffer.from(JSON.stringify([name, name])).toString('base64url')}") { edges { cursor } } }`,
      },
    ]) {
      const answer = await post(body, staff);
      expectNoFault(answer);
      expect(answer.errors?.length ?? 0).toBe(1);
    }
  });
});

describe('in production', () => {
  test.each([
    '{ __schema { types { name } } }',
    '{ a: __schema { a: types { name } } }',
    '{ __type(name: "School") { fields { name } } }',
    '{ ...f } fragment f on Query { __schema { queryType { name } } }',
    '{ me { kind } ... on Query { ... { __type(name: "Caller") { name } } } }',
    '{ _service { sdl } }',
    '{ _entities(representations: [{ __typename: "School", id: "NW:100000" }]) { __typename } }',
    '{ organisationLines(keys: ["AUTHORITY:NW:10000"]) { schools } }',
    '{ school(number: "100000") { timeline } }',
  ])('what the schema keeps to itself cannot be asked for: %s', async (query) => {
    const answer = await post({ query });
    expect(answer.data ?? null).toBeNull();
    expect(codesOf(answer).every((code) => ['GRAPHQL_VALIDATION_FAILED', 'FORBIDDEN'].includes(code))).toBe(true);
    expectNoFault(answer);
  });

  test.each([
    '{ schol { name } }',
    '{ me { kindd } }',
    'query ($x: Schol) { me { kind } }',
    '{ titles(serch: "x") { totalCount } }',
    '{ me { ... on Mee { kind } } }',
    '{ titles(filter: { kindss: [] }) { totalCount } }',
    '{ titles(filter: { kinds: [VIDEOS] }) { totalCount } }',
  ])('a misspelling gets no hint of what there is: %s', async (query) => {
    const { text, errors } = await post({ query });
    expect(errors?.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/Did you mean/);
  });
});

describe('a value that the database does not bear', () => {
  const ODD = [
    '\u0000',
    'a\u0000b',
    '\ud800',
    "'; drop table x; --",
    '{}',
    '\\',
    '%',
    ':*',
    '& | !',
    '(((',
    '9'.repeat(30),
    '1e309',
    'NaN',
    '-0',
    ' 1',
    '１',
    'NW:100000\n',
  ];
  test.each(ODD)('%j is refused or not found, and nothing of the database is told', async (odd) => {
    const literal = JSON.stringify(odd);
    const cursor = Buffer.from(JSON.stringify(['x', odd, odd])).toString('base64url');
    for (const query of [
      `{ school(number: ${literal}, state: ${literal}) { name } }`,
      `{ schoolAuthority(number: ${literal}) { name } }`,
      `{ title(id: ${literal}) { name usage(from: "2026-01", until: "2026-01") { total } } }`,
      `{ titles(search: ${literal}, filter: { subjects: [${literal}], publisher: ${literal}, language: ${literal} }) { totalCount } }`,
      `{ titles(after: ${JSON.stringify(cursor)}) { totalCount } }`,
      `{ licences(search: ${literal}) { edges { cursor } } }`,
      `{ entitlement(id: ${literal}) { id } }`,
      `mutation { acquireSeat(input: { school: "${world.organisation('Schule A')}", title: ${literal} }) { outcome } }`,
      `mutation { releaseSeat(input: { school: "${world.organisation('Schule A')}", lease: ${literal} }) }`,
      `mutation { revokeEntitlements(input: { entitlementIds: [${literal}], reason: ${literal} }) { revoked } }`,
      `mutation { assignEntitlements(input: { licenceIds: ["${world.licence('Lizenz')}"], holders: [{ level: SCHOOL, id: "${world.organisation('Schule A')}" }], idempotencyKey: ${literal}, preview: true }) { assigned } }`,
    ]) {
      expectNoFault(await post({ query }, query.includes('Seat') ? lms : staff));
    }
  });

  test.each([
    '+275760-09-13T00:00:00.000Z',
    '0000-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00Z',
    'infinity',
  ])('the instant %s', async (at) => {
    const query =
      'query ($n: String!, $t: [ID!]!, $at: DateTime!) { school(number: $n) { access(titleIds: $t, at: $at) { outcome validUntil } licensedTitles(at: $at) { totalCount } } }';
    expectNoFault(await post({ query, variables: { n: number(), t: [world.title('Vulkane')], at } }));
    const assign = 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }';
    const holders = [{ level: 'SCHOOL', id: world.organisation('Schule A') }];
    const input = { licenceIds: [world.licence('Lizenz')], holders, preview: true };
    expectNoFault(await post({ query: assign, variables: { input: { ...input, validUntil: at } } }, staff));
    expectNoFault(await post({ query: assign, variables: { input: { ...input, validFrom: at } } }, staff));
  });
});

test.each(['moodle\0', '\0', 'a\u202eb', 'a\nb', 'a'.repeat(6_000)])(
  'a token whose subject the database or the log could not hold is none: %j',
  async (subject) => {
    const bound = [`SCHOOL:${world.organisation('Schule A')}`] as const;
    const token = await tokenWith({ kind: 'lms', subject, bound: [...bound], scopes: ['schools:read'] });
    const answer = await post({ query: '{ me { organisations { name } } }' }, token);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  },
);
