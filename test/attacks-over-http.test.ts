/** Attacks over HTTP on the whole system, as at an installation: forged callers, smuggled requests, bombs, odd names. */
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { createRequestSigner, ENVELOPE_HEADER, SIGNATURE_HEADER } from '../request/signing/signed-request';
import { createTestDatabase, type TestDatabase } from './database';
import { graphqlRequest, sendRaw, statusesOf } from './raw-request';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, SIGNING_KEYS, type System, startSystem, tokenOf } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let lms: string;
let operator: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: { 'Schule A': { belongsTo: [{ to: 'Stadt A' }] }, 'Schule B': { belongsTo: [{ to: 'Stadt B' }] } },
    titles: { Vulkane: {} },
    packages: {},
    licences: {},
    entitlements: {},
  });
  system = await startSystem(database, { production: true });
  lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule A')}`);
  operator = await tokenOf('operator');
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const ME = '{ me { kind schoolCount } }';
const LMS = { data: { me: { kind: 'LMS', schoolCount: 1 } } };
const OPERATOR: Caller = { kind: 'operator', subject: 'nobody', scopes: SCOPES_OF_KIND.operator, bound: [] };

async function post(
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer & { status: number; text: string }> {
  const response = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${lms}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { ...(JSON.parse(text) as Answer), status: response.status, text };
}

describe('a forged caller', () => {
  const envelope = { caller: OPERATOR, instant: Date.now(), requestId: 'forged' };
  test.each<[string, Record<string, string>]>([
    [
      'in the headers of the subgraph request',
      { [ENVELOPE_HEADER]: Buffer.from(JSON.stringify(envelope)).toString('base64url'), [SIGNATURE_HEADER]: 'x' },
    ],
    [
      'in the headers of the subgraph request, rightly signed',
      createRequestSigner(SIGNING_KEYS)('schools', { envelope }, JSON.stringify({ query: ME })),
    ],
    [
      'in headers that proxies set',
      {
        'x-user': 'operator',
        'x-forwarded-user': 'operator',
        'x-remote-user': 'root',
        'x-caller': JSON.stringify(OPERATOR),
      },
    ],
    [
      'in headers of federation',
      { 'apollo-federation-include-trace': 'ftv1', 'x-apollo-operation-name': 'GatewayLines' },
    ],
    ['in a cookie', { cookie: `authorization=Bearer ${'x'.repeat(20)}; caller=operator` }],
  ])('%s is not authenticated', async (_, headers) => {
    expect(await post({ query: ME }, headers)).toMatchObject(LMS);
  });

  test.each<[string, object]>([
    [
      'extensions',
      {
        extensions: { caller: OPERATOR, contextValue: { caller: OPERATOR }, http: { headers: { authorization: 'x' } } },
      },
    ],
    [
      'members of the body',
      { caller: OPERATOR, context: { caller: OPERATOR }, contextValue: { caller: OPERATOR }, http: {} },
    ],
    ['variables', { variables: { caller: OPERATOR, app_kind: 'operator', 'app.kind': 'operator' } }],
  ])('in %s is not authenticated', async (_, more) => {
    expect(await post({ query: ME, ...more })).toMatchObject(LMS);
  });

  test('without a token, whatever the headers say, is UNAUTHENTICATED', async () => {
    const headers = {
      authorization: '',
      ...createRequestSigner(SIGNING_KEYS)('schools', { envelope }, JSON.stringify({ query: ME })),
    };
    const answer = await post({ query: ME }, headers);
    expect([answer.status, answer.data, codesOf(answer)]).toEqual([401, undefined, ['UNAUTHENTICATED']]);
  });
});

describe('header smuggling', () => {
  const body = JSON.stringify({ query: ME });
  const bearer = (token: string) => `Authorization: Bearer ${token}`;
  const smuggled = () => graphqlRequest(body, [bearer(operator)]);

  test('two authorization headers never count as the stronger one', async () => {
    for (const [first, second] of [
      [lms, operator],
      [operator, lms],
    ] as const) {
      const answer = await sendRaw(system.url, graphqlRequest(body, [bearer(first), bearer(second)]));
      expect(statusesOf(answer)).toEqual([400]);
      expect(answer).not.toContain('schoolCount');
    }
  });

  test.each<[string, () => string]>([
    ['a length and chunks', () => graphqlRequest(`0\r\n\r\n${smuggled()}`, ['Transfer-Encoding: chunked'], 5)],
    [
      'chunks and a length',
      () => graphqlRequest(`0\r\n\r\n${smuggled()}`, ['Transfer-Encoding: chunked', 'Content-Length: 5'], Number.NaN),
    ],
    ['two lengths', () => graphqlRequest(`{}${smuggled()}`, ['Content-Length: 2000'], 2)],
    [
      'an encoding that is no chunked',
      () => graphqlRequest(smuggled(), ['Transfer-Encoding: chunked, identity'], Number.NaN),
    ],
    [
      'an encoding with a tab before it',
      () => graphqlRequest(`0\r\n\r\n${smuggled()}`, ['Transfer-Encoding:\x0bchunked'], 5),
    ],
    ['a blank before the colon', () => graphqlRequest(body, ['Transfer-Encoding : chunked'])],
    ['a folded header', () => graphqlRequest(body, ['X-Folded: a', ` ${bearer(operator)}`])],
    ['a bare line feed', () => graphqlRequest(body, [`X-Bare: a\n${bearer(operator)}`])],
    ['a zero byte', () => graphqlRequest(body, [`X-Zero: a\x00b`])],
    ['a chunk of a negative size', () => graphqlRequest('-1\r\n\r\n', ['Transfer-Encoding: chunked'], Number.NaN)],
  ])('%s: one refusal, and no hidden request is answered', async (_, request) => {
    const answer = await sendRaw(system.url, request());
    expect(statusesOf(answer).every((status) => status === 400)).toBe(true);
    expect(statusesOf(answer).length).toBeLessThanOrEqual(1);
    expect(answer).not.toContain('schoolCount');
  });

  test('a header that is named in “connection” still counts', async () => {
    const answer = await sendRaw(
      system.url,
      graphqlRequest(body, [bearer(lms), 'Connection: authorization, content-length']),
    );
    expect(answer).toContain('"kind":"LMS"');
  });

  test('an upgrade is not accepted', async () => {
    const answer = await sendRaw(
      system.url,
      graphqlRequest(body, [bearer(lms), 'Upgrade: h2c', 'Connection: upgrade, close']),
    );
    expect(statusesOf(answer)).not.toContain(101);
  });

  test('headers of proxies change nothing', async () => {
    const headers = {
      'x-forwarded-for': '127.0.0.1',
      forwarded: 'for=127.0.0.1;proto=https',
      'x-forwarded-host': 'schools',
      'x-original-url': '/health/live',
      'x-http-method-override': 'GET',
    };
    expect(await post({ query: ME }, headers)).toMatchObject(LMS);
  });
});

describe('oversized', () => {
  test.each<[string, () => string]>([
    ['headers', () => graphqlRequest('{}', [`X-Large: ${'a'.repeat(40_000)}`])],
    ['token', () => graphqlRequest('{}', [`Authorization: Bearer ${'a'.repeat(40_000)}`])],
    [
      'number of headers',
      () =>
        graphqlRequest(
          '{}',
          Array.from({ length: 1_500 }, (_, at) => `X-${at}: a`),
        ),
    ],
    ['path', () => graphqlRequest('{}', []).replace('/graphql', `/graphql?${'a'.repeat(40_000)}`)],
  ])('%s: refused before anything is read', async (_, request) => {
    expect(statusesOf(await sendRaw(system.url, request()))).toEqual([431]);
  });
});
