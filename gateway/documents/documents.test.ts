import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { hashOf, readManifest } from './documents-manifest';

const NAME = 'query Name { school(number: "100000") { name } }';
const ID = 'query Id($number: String!) { school(number: $number) { id } }';
const ME = '{ me }';

/** Two clients, in the two formats. */
const TRUSTED = [
  ...readManifest(
    'lms',
    'lms.json',
    JSON.stringify({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [
        { id: hashOf(NAME), name: 'Name', type: 'query', body: NAME },
        { id: 'the-id', name: 'Id', type: 'query', body: ID },
      ],
    }),
  ),
  ...readManifest('admin', 'admin.json', JSON.stringify({ [`sha256:${hashOf(ME)}`]: ME })),
];

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;
const named = (client: string) => ({ 'graphql-client-name': client });
const persisted = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });

function asking(house: TestSupergraph) {
  return async (body: object, headers = {}) => {
    const [kind, ...bound] = LMS;
    const authorization = `Bearer ${await house.issuer.token(kind, bound)}`;
    return house.post(JSON.stringify(body), { authorization, ...headers });
  };
}

describe('automatic persisted queries', () => {
  let house: TestSupergraph;
  let ask: ReturnType<typeof asking>;
  beforeAll(async () => {
    house = await startTestSupergraph();
    ask = asking(house);
  });
  afterAll(() => house.stop());

  test('a hash is not found, its text is taken with it, and then the hash is enough, however it is sent', async () => {
    const extensions = persisted(hashOf(NAME));
    const unknown = await ask({ extensions });
    expect(unknown).toMatchObject({ status: 200, codes: ['PERSISTED_QUERY_NOT_FOUND'] });
    expect(unknown.errors[0]?.message).toBe('PersistedQueryNotFound');
    const found = { status: 200, errors: [], data: { school: { name: 'Schule NW:100000' } } };
    expect(await ask({ query: NAME, extensions })).toMatchObject(found);
    expect(await ask({ extensions })).toMatchObject(found);
    expect(await ask({ documentId: `sha256:${hashOf(NAME)}` })).toMatchObject(found);
    expect(await ask({ documentId: hashOf(NAME), variables: null })).toMatchObject(found);
  });

  test('another text than the hash is of is refused, and not kept', async () => {
    const extensions = persisted(hashOf(ID));
    expect(await ask({ query: ME, extensions })).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
    expect(await ask({ extensions })).toMatchObject({ codes: ['PERSISTED_QUERY_NOT_FOUND'] });
  });

  test.each<[string, string, string]>([
    ['no GraphQL', '{ me', 'GRAPHQL_PARSE_FAILED'],
    ['not valid', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['too large', `{ ${'me '.repeat(1_001)} }`, 'OPERATION_TOO_COSTLY'],
    ['forbidden', '{ school(number: "200000") { name } }', 'FORBIDDEN'],
    ['beyond the scopes', '{ uses }', 'FORBIDDEN'],
  ])('an operation that is %s is not kept', async (_, query, code) => {
    const extensions = persisted(hashOf(query));
    const { codes } = await ask({ query, extensions });
    expect(new Set(codes)).toEqual(new Set([code]));
    expect(await ask({ extensions })).toMatchObject({ codes: ['PERSISTED_QUERY_NOT_FOUND'] });
  });

  test('without a token nothing is kept, and nothing is found', async () => {
    const query = '{ __typename }';
    const extensions = persisted(hashOf(query));
    expect(await house.post(JSON.stringify({ extensions }))).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    await ask({ query, extensions });
    expect(await ask({ extensions })).toMatchObject({ data: { __typename: 'Query' } });
    expect(await house.post(JSON.stringify({ extensions }))).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
  });

  test('a text that is very long is answered, and not kept', async () => {
    const query = `${NAME} # ${'x'.repeat(32_000)}`;
    const extensions = persisted(hashOf(query));
    expect(await ask({ query, extensions })).toMatchObject({ status: 200, errors: [] });
    expect(await ask({ extensions })).toMatchObject({ codes: ['PERSISTED_QUERY_NOT_FOUND'] });
  });

  test('what is kept is authorised anew for each caller', async () => {
    const extensions = persisted(hashOf(ID));
    expect(await ask({ query: ID, variables: { number: '100000' }, extensions })).toMatchObject({ errors: [] });
    const foreign = await ask({ variables: { number: '200000' }, extensions });
    expect(foreign.codes).toContain('FORBIDDEN');
    expect(foreign.text).not.toContain('NW:200000');
  });

  test.each<[string, object]>([
    ['a version that is not 1', { extensions: persisted(hashOf(ME), 2) }],
    ['a hash that is no text', { extensions: persisted(['a']) }],
    ['persistedQuery that is no object', { extensions: { persistedQuery: true } }],
    ['a documentId that is no text', { documentId: 7 }],
    ['an empty documentId', { documentId: '' }],
    ['two ids', { documentId: hashOf(ME), extensions: persisted(hashOf(ME)) }],
    ['neither text nor id', { query: '', extensions: {} }],
  ])('%s is refused', async (_, body) => {
    expect(await ask(body)).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  });

  test('ids named like what objects inherit are ids like any other', async () => {
    for (const documentId of ['__proto__', 'constructor', 'toString'])
      expect(await ask({ documentId })).toMatchObject({ codes: ['PERSISTED_QUERY_NOT_FOUND'] });
  });
});

test('requests by hash count for the rate like others', async () => {
  const house = await startTestSupergraph({ rate: { perSubject: 2, perOrganisation: 100 } });
  const ask = asking(house);
  const codes = [];
  for (let asked = 0; asked < 3; asked += 1) codes.push(...(await ask({ documentId: 'unknown' })).codes);
  expect(codes).toEqual(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_FOUND', 'RATE_LIMITED']);
  await house.stop();
});

describe('trusted documents beside others', () => {
  let house: TestSupergraph;
  let ask: ReturnType<typeof asking>;
  beforeAll(async () => {
    house = await startTestSupergraph({ documents: { trusted: TRUSTED, only: false } });
    ask = asking(house);
  });
  afterAll(() => house.stop());

  test('each is found by its id and by its hash, by its client and by one without a name', async () => {
    const variables = { number: '100000' };
    const found = { status: 200, errors: [], data: { school: { id: 'NW:100000' } } };
    for (const headers of [{}, named('lms'), { 'apollographql-client-name': 'lms' }]) {
      expect(await ask({ documentId: 'the-id', variables }, headers)).toMatchObject(found);
      expect(await ask({ extensions: persisted('the-id'), variables }, headers)).toMatchObject(found);
      expect(await ask({ documentId: `sha256:${hashOf(ID)}`, variables }, headers)).toMatchObject(found);
      expect(await ask({ documentId: 'the-id', query: ID, variables }, headers)).toMatchObject(found);
    }
  });

  test('another client does not find it', async () => {
    for (const client of ['admin', 'unknown', '__proto__'])
      expect(await ask({ documentId: 'the-id' }, named(client))).toMatchObject({
        codes: ['PERSISTED_QUERY_NOT_FOUND'],
      });
  });

  test('other texts are taken, and an id with another text than its own is not', async () => {
    expect(await ask({ query: '{ __typename }' }, named('lms'))).toMatchObject({ status: 200, errors: [] });
    expect(await ask({ query: ME, documentId: 'the-id' })).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  });
});

describe('where only trusted documents are taken', () => {
  let house: TestSupergraph;
  let ask: ReturnType<typeof asking>;
  beforeAll(async () => {
    house = await startTestSupergraph({ documents: { trusted: TRUSTED, only: true }, production: false });
    ask = asking(house);
  });
  afterAll(() => house.stop());

  test('each is taken by its id and by its whole text', async () => {
    for (const body of [{ documentId: hashOf(NAME) }, { query: NAME }, { extensions: persisted(hashOf(NAME)) }])
      expect(await ask(body, named('lms'))).toMatchObject({ status: 200, errors: [] });
    expect(await ask({ query: ME }, named('admin'))).toMatchObject({ status: 200, errors: [] });
    expect(await ask({ query: ME })).toMatchObject({ status: 200, errors: [] });
  });

  test.each<[string, object, object]>([
    ['any other text', { query: '{ __typename }' }, {}],
    ['the same text with a blank more', { query: `${ME} ` }, {}],
    ['a text that begins like one', { query: `${ME} query Other { uses }`, operationName: 'Other' }, {}],
    ['introspection, in development too', { query: '{ __schema { queryType { name } } }' }, {}],
    ['the text of another client', { query: ME }, named('lms')],
    ['any text of a client that has no manifest', { query: ME }, named('unknown')],
    ['two names at once', { query: ME }, { 'graphql-client-name': 'lms, admin' }],
    ['another text under its own hash', { query: '{ uses }', extensions: persisted(hashOf('{ uses }')) }, {}],
  ])('%s is refused', async (_, body, headers) => {
    const before = house.subgraphs.schools.requests.length;
    const answer = await ask(body, headers);
    expect(answer).toMatchObject({ status: 400, codes: ['OPERATION_NOT_TRUSTED'] });
    expect(house.subgraphs.schools.requests).toHaveLength(before);
  });

  test('nothing is kept of what came by its hash', async () => {
    const query = '{ titles { id } }';
    await ask({ query, extensions: persisted(hashOf(query)) });
    expect(await ask({ extensions: persisted(hashOf(query)) })).toMatchObject({ codes: ['PERSISTED_QUERY_NOT_FOUND'] });
  });

  test('the id of one with the text of another is refused', async () => {
    const answer = await ask({ query: '{ uses }', documentId: 'the-id' });
    expect(answer).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  });

  test('without a token a trusted text is refused as any other', async () => {
    expect(await house.post(JSON.stringify({ query: ME }))).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
  });
});

describe('the gateway does not start with', () => {
  const start = (content: object, options = {}) =>
    startTestSupergraph({
      documents: { trusted: readManifest('lms', 'lms.json', JSON.stringify(content)), only: false },
      ...options,
    });

  test.each<[string, object, RegExp]>([
    ['a text that is no GraphQL', { broken: '{ me' }, /lms\.json, operation broken: Syntax Error/],
    ['a field that is not there', { old: '{ gone }' }, /lms\.json, operation old: Cannot query field "gone"/],
    ['too many fields', { wide: `{ ${'me '.repeat(1_001)} }` }, /operation wide: Too many (root )?fields: 1001/],
    ['introspection in production', { tool: '{ __schema { queryType { name } } }' }, /operation tool: .*introspection/],
    ['an alias that the planner needs', { alias: '{ me __typename: me }' }, /operation alias: /],
    ['several mistakes', { a: '{ x }', b: '{ y }' }, /operation a: .*\n.*operation b: /],
  ])('%s', async (_, content, message) => {
    await expect(start(content)).rejects.toThrow(message);
  });

  test('one id for two texts', async () => {
    const two = ['a', 'b'].flatMap((client) =>
      readManifest(client, `${client}.json`, JSON.stringify({ one: `{ ${client}: me }` })),
    );
    await expect(startTestSupergraph({ documents: { trusted: two, only: false } })).rejects.toThrow(
      /b\.json, operation one: the id one stands for another text elsewhere/,
    );
  });

  test('only trusted documents, and none', async () => {
    await expect(startTestSupergraph({ documents: { trusted: [], only: true } })).rejects.toThrow(
      /nothing could be asked/,
    );
  });
});

describe('a manifest is refused, with its name, that', () => {
  test.each<[string, string, RegExp]>([
    ['is no JSON', '{', /^lms\.json is no JSON: /],
    ['is a list', '[]', /^lms\.json: .*Write \{"sha256:…": "query …"\}/],
    [
      'has another version',
      '{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}',
      /^lms\.json at version: /,
    ],
    [
      'has an operation without a text',
      '{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"1"}]}',
      /^lms\.json at operations\.0\.body: /,
    ],
    ['has a text that is no text', '{"a":1}', /^lms\.json at a: /],
    [
      'has a wrong hash',
      `{"sha256:${hashOf('x')}":"{ me }"}`,
      /^lms\.json, operation sha256:.*: its id .* is no hash of its text, which is [0-9a-f]{64}/,
    ],
    ['has half a hash', '{"sha256:00":"{ me }"}', /is no hash of its text/],
  ])('%s', (_, content, message) => {
    expect(() => readManifest('lms', 'lms.json', content)).toThrow(message);
  });
});
