/** What a route of the table declares is enforced: methods, bodies, headers, who may call. */
import { request } from 'node:http';
import pino from 'pino';
import type { Caller } from '../../caller/caller';
import { until } from '../../test/until';
import { rateLimited, unauthenticated } from '../errors/errors';
import { Admission, DEFAULT_ADMISSION } from './admission';
import { type HttpServer, startHttpServer } from './http-server';
import { renderError } from './rendered-error';
import type { CallerRequest, Route, RouteRequest } from './route';

const CALLER: Caller = { kind: 'lms', subject: 'a', scopes: [], bound: [] };
const JSON_TYPE = { 'content-type': 'application/json' };
const TOKEN = { authorization: 'Bearer good' };
const admission = new Admission({ ...DEFAULT_ADMISSION, atOnce: 1, waiting: 0 });
const logged: string[] = [];
let asked: (RouteRequest & Partial<CallerRequest>)[] = [];
let finish: (() => void) | undefined;
/** Holds the lookup of a caller until the test goes on. */
let waiting: Promise<void> | undefined;
/** How many lookups have begun and ended. */
const lookUps = { begun: 0, ended: 0 };
let server: HttpServer;

const noting = (body: string) => (one: RouteRequest) => {
  asked.push(one);
  return { status: 200, body };
};
const ROUTES: readonly Route[] = [
  { path: '/open', methods: ['GET'], callers: 'anybody', answer: noting('{"open":true}') },
  {
    path: '/framed/:id',
    methods: ['GET'],
    callers: 'anybody',
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': 'frame-ancestors https://lms.example',
    },
    answer: noting('<p>'),
  },
  {
    path: '/things',
    methods: ['POST', 'PUT'],
    callers: 'token',
    body: { types: ['application/json'], limit: 100 },
    answer: noting('{}'),
  },
  {
    path: '/slow',
    methods: ['GET'],
    callers: 'token',
    answer: (one) =>
      new Promise((done) => {
        asked.push(one);
        finish = () => done({ status: 200, body: '{}' });
      }),
  },
  {
    path: '/failing/:how',
    methods: ['GET'],
    callers: 'anybody',
    answer({ parameters: { how } }) {
      if (how === 'refusing') throw rateLimited('Later.', 7);
      throw new Error('relation "secret" does not exist');
    },
  },
];

beforeAll(async () => {
  server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    admission,
    async authenticate({ authorization }) {
      lookUps.begun += 1;
      await waiting;
      lookUps.ended += 1;
      if (authorization === undefined) return null;
      if (authorization !== 'Bearer good') throw unauthenticated('The token is not good.');
      return CALLER;
    },
    refused: (error) => renderError(error),
    answer: async () => ({ status: 200, body: { data: null } }),
    routes: ROUTES,
  });
});
beforeEach(() => {
  asked = [];
});
afterAll(() => server.stop());

async function ask(path: string, method = 'GET', headers: Record<string, string> = {}, body?: string | ReadableStream) {
  const init = { method, headers, body, duplex: 'half' } as RequestInit;
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

test.each<[string, string, number, string | null]>([
  ['GET', '/open', 200, null],
  ['HEAD', '/open', 200, null],
  ['POST', '/open', 405, 'GET, HEAD'],
  ['OPTIONS', '/open', 405, 'GET, HEAD'],
  ['PROPFIND', '/open', 405, 'GET, HEAD'],
  ['PURGE', '/things', 405, 'POST, PUT'],
  ['GET', '/open?a=1', 200, null],
  ['GET', '/open/', 404, null],
  ['GET', '/Open', 404, null],
  ['GET', '/nothing', 404, null],
  ['GET', '/%zz', 404, null],
  ['GET', '/things', 405, 'POST, PUT'],
  ['POST', '/framed/17', 405, 'GET, HEAD'],
  ['GET', '/graphql', 405, 'POST'],
  ['DELETE', '/graphql', 405, 'POST'],
])('%s %s is %i', async (method, path, status, allow) => {
  const answer = await ask(path, method);
  expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow]);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('has its own headers in place of the usual ones, and keeps all others', async () => {
  const { headers, text } = await ask('/framed/17?a=b');
  expect(headers.get('content-security-policy')).toBe('frame-ancestors https://lms.example');
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(text).toBe('<p>');
  expect(asked[0]).toMatchObject({ parameters: { id: '17' }, query: { a: 'b' } });
  expect(asked[0]).not.toHaveProperty('caller');
});

test.each<[string, number, Record<string, string>, string]>([
  ['without a token', 401, JSON_TYPE, '{}'],
  ['with a bad token', 401, { ...JSON_TYPE, authorization: 'Bearer bad' }, '{}'],
  ['as a form', 415, { ...TOKEN, 'content-type': 'application/x-www-form-urlencoded' }, 'a=b'],
  ['without a type', 415, TOKEN, '{}'],
  ['that is too large', 413, { ...TOKEN, ...JSON_TYPE }, `"${'x'.repeat(99)}"`],
  ['that is no JSON', 400, { ...TOKEN, ...JSON_TYPE }, '{'],
  ['that is nested too deep', 400, { ...TOKEN, ...JSON_TYPE }, `${'['.repeat(40)}${']'.repeat(40)}`],
])('a body %s is refused with %i, and no service is asked', async (_, status, headers, body) => {
  expect((await ask('/things', 'POST', headers, body)).status).toBe(status);
  expect(asked).toEqual([]);
  expect(admission.sizes).toMatchObject({ bodyBytes: 0 });
});

test('a body must have a stated length', async () => {
  const body = new Blob(['{}']).stream();
  expect((await ask('/things', 'POST', { ...TOKEN, ...JSON_TYPE }, body)).status).toBe(411);
});

test('a body is read by its type, for an authenticated caller', async () => {
  expect((await ask('/things', 'PUT', { ...TOKEN, ...JSON_TYPE }, '{"a":[1]}')).status).toBe(200);
  expect(asked[0]).toMatchObject({ body: { a: [1] }, caller: CALLER });
});

test('a call with a token waits and is turned away like an operation, and gives its place and memory back', async () => {
  const slow = ask('/slow', 'GET', TOKEN);
  await until('it is in work', () => asked.length === 1);
  expect(admission.sizes).toMatchObject({ atOnce: 1 });
  expect((await ask('/slow', 'GET', TOKEN)).status).toBe(503);
  expect((await ask('/open')).status).toBe(200);
  finish?.();
  expect((await slow).status).toBe(200);
  await until('the place is free', () => admission.sizes.atOnce === 0 && admission.sizes.bodyBytes === 0);
});

test('the handler is told when its client leaves', async () => {
  const leaving = new AbortController();
  const left = fetch(`${server.url}/slow`, { headers: TOKEN, signal: leaving.signal }).catch(() => 'left');
  await until('it is in work', () => asked.length === 1);
  leaving.abort();
  expect(await left).toBe('left');
  await until('the work is told', () => asked[0]?.signal?.aborted === true);
  await until('the place is free', () => admission.sizes.atOnce === 0);
  finish?.();
});

test('a client that leaves during its authentication keeps no room for a body', async () => {
  const before = { ...lookUps };
  let found = () => {};
  waiting = new Promise((done) => {
    found = done;
  });
  try {
    const headers = { ...TOKEN, ...JSON_TYPE };
    // Without an agent, which would open another connection in its place.
    const leaving = request(`${server.url}/things`, { method: 'POST', headers, agent: false }).on(
      'error',
      () => undefined,
    );
    leaving.end('{}');
    await until('it is looked up', () => lookUps.begun > before.begun);
    const { connections } = server;
    leaving.destroy();
    await until('the server knows that it left', () => server.connections < connections);
  } finally {
    waiting = undefined;
    found();
  }
  await until('it was looked up', () => lookUps.ended > before.ended);
  // Its outcome is settled before another request is answered.
  expect((await ask('/open')).status).toBe(200);
  expect([asked.map(({ request }) => request.url), admission.sizes.bodyBytes]).toEqual([['/open'], 0]);
});

test('errors are reported like those of an operation: clients see what they may see, everything else is logged', async () => {
  const refused = await ask('/failing/refusing');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
  const failed = await ask('/failing/badly');
  expect(failed.status).toBe(500);
  expect(failed.text).not.toContain('secret');
  expect(logged.join()).toContain('relation \\"secret\\" does not exist');
});
