/**
 * Attacks from within the network: requests directly to a subgraph, by somebody without the key who may have observed
 * requests.
 */
import { randomUUID } from 'node:crypto';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { SERVICES } from '../database/roles';
import { MultiplexedConnection } from '../gateway/subgraphs/multiplexed-connection';
import { Cancellation } from '../request/cancellation';
import {
  createRequestSigner,
  ENVELOPE_HEADER,
  type Envelope,
  SIGNATURE_HEADER,
} from '../request/signing/signed-request';
import { createTestDatabase, type TestDatabase } from './database';
import { graphqlRequest, sendRaw, statusesOf } from './raw-request';
import { seedWorld } from './seed-world';
import { signatureOf } from './signature-proof/signature';
import { type Answer, codesOf, SIGNING_KEYS, type System, startSystem, tokenOf } from './system';
import { until } from './until';

let database: TestDatabase;
let system: System;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: {},
    packages: {},
    licences: {},
    entitlements: {},
  });
  system = await startSystem(database);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const LMS: Caller = { kind: 'lms', subject: 'lms', scopes: SCOPES_OF_KIND.lms, bound: ['SCHOOL:NW:100003'] };
const BODY = JSON.stringify({ query: '{ me { kind } }' });
const envelope = (caller = LMS): Envelope => ({ caller, instant: Date.now(), requestId: randomUUID() });
const signed = (keys: readonly string[], subgraph: string, body = BODY, of = envelope()): Record<string, string> =>
  createRequestSigner(keys)(subgraph, { envelope: of }, body);
const signedRequest = (body = BODY, of = envelope()) => signed(SIGNING_KEYS, 'schools', body, of);

const envelopeOf = (headers: Record<string, string>) => headers[ENVELOPE_HEADER] as string;

async function post(headers: Record<string, string>, body = BODY, url = system.subgraphs.schools) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, codes: codesOf((await response.json()) as Answer) };
}
const REFUSED = { status: 401, codes: ['UNAUTHENTICATED'] };

/** On a new connection for many questions. */
async function askAmongMany(headers: Record<string, string>, body = BODY, url = system.subgraphs.schools) {
  const { hostname, host, port } = new URL(url);
  const address = { host: hostname, port: Number(port), isSecure: false, authority: host, path: '/' };
  const connection = new MultiplexedConnection(address, 1_000_000, () => undefined);
  await until('it is open', () => connection.takes('', ''));
  const words = `${headers[ENVELOPE_HEADER]} ${headers[SIGNATURE_HEADER]}`;
  const { status, text } = await connection.ask(words, body, new Cancellation());
  await connection.close();
  return { status, codes: codesOf(JSON.parse(text)) };
}

test('requests that the gateway signed are answered, so the attacks below fail for no other reason', async () => {
  expect(await post(signedRequest())).toEqual({ status: 200, codes: [] });
});

test.each(SERVICES)('%s answers no request without a signature, whatever else it carries', async (service) => {
  const url = system.subgraphs[service];
  const unsigned = Buffer.from(JSON.stringify(envelope())).toString('base64url');
  const body = JSON.stringify({ query: '{ _service { sdl } }' });
  expect(await post({}, body, url)).toEqual(REFUSED);
  expect(await post({ authorization: `Bearer ${await tokenOf('operator')}` }, body, url)).toEqual(REFUSED);
  expect(await post({ [ENVELOPE_HEADER]: unsigned }, body, url)).toEqual(REFUSED);
  expect(await post({ [ENVELOPE_HEADER]: unsigned, [SIGNATURE_HEADER]: '' }, body, url)).toEqual(REFUSED);
  for (const path of ['/graphql', '/?query={me{kind}}', '/health/live', '/../', '//'])
    expect(await post({}, body, url + path)).toEqual(REFUSED);
  const read = await fetch(`${url}/?query=%7Bme%7Bkind%7D%7D`);
  expect(read.status).toBe(401);
});

test('a request that was replayed is refused', async () => {
  const headers = signedRequest();
  expect(await post(headers)).toEqual({ status: 200, codes: [] });
  expect(await post(headers)).toEqual(REFUSED);
});

test('of many replays at the same time, at most one is answered', async () => {
  const headers = signedRequest();
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await post(headers)).status));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
});

test('an envelope that was altered is refused', async () => {
  const headers = signedRequest();
  const seen = JSON.parse(Buffer.from(headers[ENVELOPE_HEADER] as string, 'base64url').toString());
  const altered: [string, object][] = [
    ['another kind', { ...seen, caller: { ...seen.caller, kind: 'operator' } }],
    ['more bounds', { ...seen, caller: { ...seen.caller, bound: ['STATE:NW'] } }],
    ['more scopes', { ...seen, caller: { ...seen.caller, scopes: SCOPES_OF_KIND.operator } }],
    ['another instant', { ...seen, instant: 0 }],
    ['another nonce', { ...seen, nonce: randomUUID() }],
  ];
  for (const [, other] of altered) {
    const encoded = Buffer.from(JSON.stringify(other)).toString('base64url');
    expect(await post({ ...headers, [ENVELOPE_HEADER]: encoded })).toEqual(REFUSED);
  }
  expect(await post({ ...headers, [ENVELOPE_HEADER]: `${headers[ENVELOPE_HEADER]}=` })).toEqual(REFUSED);
});

test('a body that was altered is refused, by a byte, by a blank, by an end', async () => {
  for (const body of [BODY.replace('kind', 'subject'), `${BODY} `, BODY.slice(0, -1), '', BODY.replace(/ /g, '')])
    expect(await post(signedRequest(), body)).toEqual(REFUSED);
});

test.each<[string, () => Record<string, string>]>([
  ['with an empty key', () => signed([''], 'schools')],
  ['with another key', () => signed(['a guess'], 'schools')],
  ['with the key of a name that contains ours', () => signed([`${SIGNING_KEYS[0]} `], 'schools')],
  ['for another subgraph', () => signed(SIGNING_KEYS, 'usage')],
  ['for a subgraph whose name takes in what follows it', () => signed(SIGNING_KEYS, 'schools2:1.')],
])('a request that was signed %s is refused', async (_, headers) => {
  expect(await post(headers())).toEqual(REFUSED);
});

describe('on a multiplexed connection', () => {
  test('what the gateway signed is answered once', async () => {
    const headers = signedRequest();
    expect(await askAmongMany(headers)).toEqual({ status: 200, codes: [] });
    expect(await askAmongMany(headers)).toEqual(REFUSED);
  });

  test('what was answered over HTTP is refused, and the other way round', async () => {
    const [one, other] = [signedRequest(), signedRequest()];
    expect(await post(one)).toEqual({ status: 200, codes: [] });
    expect(await askAmongMany(one)).toEqual(REFUSED);
    expect(await askAmongMany(other)).toEqual({ status: 200, codes: [] });
    expect(await post(other)).toEqual(REFUSED);
  });

  test.each<[string, () => Record<string, string>, string]>([
    ['without a signature', () => ({ [ENVELOPE_HEADER]: 'e', [SIGNATURE_HEADER]: 's' }), BODY],
    ['with another key', () => signed(['a guess'], 'schools'), BODY],
    ['signed for another subgraph', () => signed(SIGNING_KEYS, 'usage'), BODY],
    [
      'with the envelope of another',
      () => ({ ...signedRequest(), [ENVELOPE_HEADER]: envelopeOf(signedRequest()) }),
      BODY,
    ],
    ['with another body', signedRequest, BODY.replace('kind', 'subject')],
    ['with a body that ends early', signedRequest, BODY.slice(0, -1)],
  ])('a question %s is refused', async (_, headers, body) => {
    expect(await askAmongMany(headers(), body)).toEqual(REFUSED);
  });
});

test('an envelope and a signature that are sent twice are refused', async () => {
  const headers = signedRequest();
  const lines = [
    ...Object.entries(headers),
    ...Object.entries(signedRequest(BODY, envelope({ ...LMS, kind: 'operator' }))),
  ];
  const answer = await sendRaw(
    system.subgraphs.schools,
    graphqlRequest(
      BODY,
      lines.map(([name, value]) => `${name}: ${value}`),
    ),
  );
  expect(statusesOf(answer)).toEqual([401]);
});

describe('what the gateway signed but cannot be read is refused with the reason', () => {
  const REASON = { status: 400, codes: ['BAD_USER_INPUT'] };
  test.each([
    ['', 'The body is not valid JSON.'],
    ['{', 'The body is not valid JSON.'],
    ['\0', 'The body is not valid JSON.'],
    ['query { me { kind } }', 'The body is not valid JSON.'],
    ['null', 'The body is not a JSON object.'],
    ['7', 'The body is not a JSON object.'],
    ['"{ me { kind } }"', 'The body is not a JSON object.'],
    [`[${BODY}]`, 'The body is not a JSON object.'],
    ['{}', 'The body’s “query” is not a text.'],
    ['{"query":null}', 'The body’s “query” is not a text.'],
    ['{"query":["{ me { kind } }"]}', 'The body’s “query” is not a text.'],
    ['{"query":"{ me { kind } }","variables":[]}', 'The body’s “variables” is not an object.'],
    ['{"query":"{ me { kind } }","variables":"{}"}', 'The body’s “variables” is not an object.'],
    ['{"query":"{ me { kind } }","operationName":7}', 'The body’s “operationName” is not a text.'],
  ])('the body %s', async (body, message) => {
    const answer = await fetch(system.subgraphs.schools, { method: 'POST', headers: signedRequest(body), body });
    const { errors } = (await answer.json()) as Answer;
    expect([answer.status, errors]).toEqual([400, [{ message, extensions: { code: 'BAD_USER_INPUT' } }]]);
  });

  test.each<[string, (seen: Record<string, unknown>) => unknown]>([
    ['no JSON', () => '{'],
    ['a list', (seen) => [seen]],
    ['null', () => null],
    ['no caller', ({ caller: _, ...seen }) => seen],
    ['null for a caller', (seen) => ({ ...seen, caller: null })],
    ['a caller of no kind', (seen) => ({ ...seen, caller: { ...LMS, kind: 'root' } })],
    ['a caller without a subject', (seen) => ({ ...seen, caller: { ...LMS, subject: undefined } })],
    ['a caller whose subject holds a NUL', (seen) => ({ ...seen, caller: { ...LMS, subject: 'lms\0' } })],
    ['a caller whose bounds are no list', (seen) => ({ ...seen, caller: { ...LMS, bound: 'SCHOOL:NW:100003' } })],
    ['a caller whose scopes are no texts', (seen) => ({ ...seen, caller: { ...LMS, scopes: [7] } })],
    ['no instant', ({ instant: _, ...seen }) => seen],
    ['an instant as text', (seen) => ({ ...seen, instant: '2026-08-01' })],
    ['refused organisations that are no list', (seen) => ({ ...seen, refused: 'SCHOOL:NW:100003' })],
    ['no nonce', ({ nonce: _, ...seen }) => seen],
  ])('an envelope that is, or has, %s', async (_, alter) => {
    const whole = { ...envelope(), nonce: randomUUID() };
    const altered = alter(whole);
    const encoded = Buffer.from(altered === '{' ? '{' : JSON.stringify(altered)).toString('base64url');
    const signature = signatureOf(SIGNING_KEYS[0] as string, {
      envelope: encoded,
      signedText: `1.${Date.now()}..`,
      body: BODY,
    });
    expect(await post({ [ENVELOPE_HEADER]: encoded, [SIGNATURE_HEADER]: signature })).toEqual(REASON);
  });
});

test('a subgraph reveals neither its schema nor what went wrong', async () => {
  for (const query of [
    '{ __schema { types { name } } }',
    '{ mee { kind } }',
    '{ me { kind }',
    '{ school(number: "\\u0000") { name } }',
  ]) {
    const body = JSON.stringify({ query });
    const response = await fetch(system.subgraphs.schools, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedRequest(body) },
      body,
    });
    const text = await response.text();
    expect(text).not.toMatch(/stacktrace|node_modules|\\n +at |SELECT|select /);
    expect((JSON.parse(text) as Answer).errors?.length).toBeGreaterThan(0);
  }
});
