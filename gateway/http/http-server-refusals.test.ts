/** What the server refuses, and with what status. */
import { request as httpRequest } from 'node:http';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph();
});
afterAll(() => house.stop());

const TYPENAME = JSON.stringify({ query: '{__typename}' });
const graphql = (init: RequestInit) => fetch(`${house.gateway.url}/graphql`, init);

describe('what is refused before it is executed', () => {
  const REFUSED_IN_PART = '{ school(number: "100000") { name refused } }';
  const refusedAs = async (accept: string, body: object) => {
    const authorization = `Bearer ${await house.issuer.token('lms', ['SCHOOL:NW:100000'])}`;
    const { status, text } = await house.post(JSON.stringify(body), { accept, authorization });
    return { status, isWithoutData: !('data' in JSON.parse(text)), code: JSON.parse(text).errors[0].extensions.code };
  };
  const cases: [string, number, number, object][] = [
    ['BAD_USER_INPUT', 400, 400, { query: 'query ($n: String!) { school(number: $n) { id } }' }],
    ['GRAPHQL_PARSE_FAILED', 400, 400, { query: '{' }],
    ['GRAPHQL_VALIDATION_FAILED', 400, 400, { query: '{ nowhere }' }],
    ['BAD_REQUEST', 400, 400, { query: '{ __typename }', operationName: 'nothing' }],
    ['PERSISTED_QUERY_NOT_FOUND', 404, 200, { documentId: 'nothing' }],
    ['FORBIDDEN', 403, 200, { query: 'mutation { revokeEntitlements(input: { entitlementIds: ["11"] }) }' }],
  ];

  test.each(cases)(
    '%s without data is not 200 but %i in GraphQL’s own media type',
    async (code, status, plain, body) => {
      const own = await refusedAs('application/graphql-response+json', body);
      expect(own).toEqual({ status, isWithoutData: true, code });
      const inJson = await refusedAs('application/json', body);
      expect(inJson).toEqual({ status: plain, isWithoutData: plain !== 200, code });
    },
  );

  test('where wall 1 cannot reach a service the status is 503', async () => {
    house.subgraphs.schools.misbehaviour = 'answers 500';
    const query = '{ entitlement(id: "12") }';
    const refused = await refusedAs('application/graphql-response+json', { query });
    house.subgraphs.schools.misbehaviour = null;
    expect(refused).toEqual({ status: 503, isWithoutData: true, code: 'SUBGRAPH_UNAVAILABLE' });
  });

  test('what was executed is 200, with its data and its errors', async () => {
    const answer = await refusedAs('application/graphql-response+json', { query: REFUSED_IN_PART });
    expect(answer).toEqual({ status: 200, isWithoutData: false, code: 'FORBIDDEN' });
  });
});

test.each(['subscription { school }', 'query a { __typename } subscription b { __typename }'])(
  'subscriptions are refused with the reason that there are none: %s',
  async (query) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const authorization = `Bearer ${await house.issuer.token('operator', [])}`;
      const body = JSON.stringify({ query, operationName: query.includes(' b ') ? 'b' : undefined });
      expect(await house.post(body, { accept, authorization })).toMatchObject({
        status: 400,
        codes: ['GRAPHQL_VALIDATION_FAILED'],
        errors: [
          { message: 'There are no subscriptions here. Send a query, and send it again to see what has changed.' },
        ],
      });
    }
  },
);

describe('the server refuses', () => {
  test.each<[string, number, RequestInit]>([
    ['a query by GET', 405, { method: 'GET' }],
    ['JSON that says nothing of what it is (CSRF)', 415, { method: 'POST', body: new TextEncoder().encode(TYPENAME) }],
    [
      'JSON beside another type (CSRF)',
      415,
      { method: 'POST', body: TYPENAME, headers: { 'content-type': 'text/plain; application/json' } },
    ],
    ['a preflight of a foreign page', 405, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }],
    [
      'a form',
      415,
      { method: 'POST', body: 'query={me}', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'JSON that says it is text (CSRF)',
      415,
      { method: 'POST', body: TYPENAME, headers: { 'content-type': 'text/plain' } },
    ],
    [
      'JSON in a form (CSRF)',
      415,
      { method: 'POST', body: TYPENAME, headers: { 'content-type': 'multipart/form-data; boundary=application/json' } },
    ],
    [
      'packed JSON',
      415,
      { method: 'POST', body: TYPENAME, headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
    ],
    ['no JSON', 400, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
    [
      'a batch',
      400,
      { method: 'POST', body: `[${TYPENAME},${TYPENAME}]`, headers: { 'content-type': 'application/json' } },
    ],
    ['null', 400, { method: 'POST', body: 'null', headers: { 'content-type': 'application/json' } }],
    ['no query', 400, { method: 'POST', body: '{"variables":{}}', headers: { 'content-type': 'application/json' } }],
    [
      'variables as text',
      400,
      { method: 'POST', body: '{"query":"{me}","variables":"{}"}', headers: { 'content-type': 'application/json' } },
    ],
    ['a syntax error', 400, { method: 'POST', body: '{"query":"{"}', headers: { 'content-type': 'application/json' } }],
    [
      'a field, even an unknown one, without a token',
      401,
      { method: 'POST', body: '{"query":"{ nothing }"}', headers: { 'content-type': 'application/json' } },
    ],
    [
      'introspection in production',
      400,
      {
        method: 'POST',
        body: '{"query":"{ __schema { queryType { name } } }"}',
        headers: { 'content-type': 'application/json' },
      },
    ],
    [
      'a body of more than 8 KB without a token',
      413,
      {
        method: 'POST',
        body: JSON.stringify({ query: `{__typename}${' '.repeat(8 * 1024)}` }),
        headers: { 'content-type': 'application/json' },
      },
    ],
  ])('%s with %i', async (_, status, init) => {
    const answer = await graphql(init);
    const text = await answer.text();
    expect(answer.status).toBe(status);
    const [error] = JSON.parse(text).errors;
    expect(error.extensions.code).toEqual(expect.any(String));
    expect(error.extensions.requestId).toEqual(expect.any(String));
    expect(text).not.toMatch(/stacktrace|node_modules|Did you mean/);
  });

  test('a body without a stated length, as soon as it is too large', async () => {
    const status = await new Promise((answered, failed) => {
      const { port } = new URL(house.gateway.url);
      const request = httpRequest({
        port,
        host: '127.0.0.1',
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      request.on('response', (response) => answered(response.resume().statusCode));
      request.on('error', failed);
      for (let index = 0; index < 20; index += 1) request.write(' '.repeat(64 * 1024));
      request.end();
    });
    expect(status).toBe(413);
  });

  test('a body of more than 1 MB with a token, and more than a hundred variables', async () => {
    const authorization = `Bearer ${await house.issuer.token('reporting', ['STATE:NW'])}`;
    const large = JSON.stringify({ query: `{__typename}${' '.repeat(1024 * 1024)}` });
    expect(await house.post(large, { authorization })).toMatchObject({ status: 413, codes: ['BAD_REQUEST'] });
    const variables = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`v${at}`, at]));
    const many = await house.post(JSON.stringify({ query: '{__typename}', variables }), { authorization });
    expect(many).toMatchObject({ status: 400, codes: ['OPERATION_TOO_COSTLY'] });
    expect(many.errors[0]?.message).toBe('Too many variables: 101 (maximum 100). Send similar values as one list.');
  });

  test('a bad token before it looks at the body', async () => {
    const answer = await house.post('{', { authorization: 'Bearer nothing' });
    expect(answer).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each([
    ['__schema', '{ __schema { types { name } } }'],
    ['__type', '{ __type(name: "School") { fields { name } } }'],
    ['aliases', '{ a: __type(name: "School") { name } }'],
    ['a fragment', 'query { ...f } fragment f on Query { __schema { types { name } } }'],
    ['a fragment within', '{ ... { ... on Query { b: __schema { directives { name } } } } }'],
    ['@include', '{ __typename ... @include(if: true) { __schema { queryType { name } } } }'],
    ['a second operation', 'query a { __typename } query b { __schema { types { name } } }'],
  ])('introspection in production by %s', async (_, query) => {
    const { status, codes, text } = await house.send(['operator'], query);
    expect({ status, codes }).toEqual({ status: 400, codes: expect.arrayContaining(['GRAPHQL_VALIDATION_FAILED']) });
    expect(text).not.toMatch(/SchoolAuthority|Did you mean/);
  });

  test('in production fields that do not exist, without a suggestion of those that do', async () => {
    const { codes, text } = await house.send(['operator'], '{ schol(number: "1") { name } }');
    expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(text).not.toMatch(/Did you mean|\bschool\b/);
  });

  test('other paths', async () => {
    for (const path of ['/', '/graphql/', '/health', '/health/live/..%2f', '/metrics']) {
      expect((await fetch(house.gateway.url + path, { method: 'POST' })).status).toBe(404);
    }
  });
});

test('an expired token is 401, with the reason that it has expired', async () => {
  const token = await house.issuer.token('operator', [], { exp: Math.floor(Date.now() / 1000) - 60 });
  const answer = await house.post('{"query":"{ me }"}', { authorization: `Bearer ${token}` });
  expect(answer).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
  expect(answer.text).toMatch(/expired/);
});
