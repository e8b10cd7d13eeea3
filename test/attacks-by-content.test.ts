/** Attacks by the content of an operation: floods, odd names, odd values, and errors that might reveal internals. */

import { expectNoFault, lms, number, post, staff, world } from './content-attack';
import { codesOf, tokenWith } from './system';

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
    // A holder out of reach has a row of its own in the answer.
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
  ])('inaccessible parts of the schema cannot be queried: %s', async (query) => {
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
  ])('a misspelling gets no hint of existing names: %s', async (query) => {
    const { text, errors } = await post({ query });
    expect(errors?.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/Did you mean/);
  });
});

describe('a value that the database cannot store', () => {
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
  test.each(ODD)('%j is refused or not found, and nothing of the database is revealed', async (odd) => {
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
      `mutation { revokeEntitlements(input: { entitlementIds: [${literal}], reason: ${literal} }) { changed } }`,
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
  'a token whose subject the database or the log cannot store is refused: %j',
  async (subject) => {
    const bound = [`SCHOOL:${world.organisation('Schule A')}`] as const;
    const token = await tokenWith({ kind: 'lms', subject, bound: [...bound], scopes: ['schools:read'] });
    const answer = await post({ query: '{ me { organisations { name } } }' }, token);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  },
);
