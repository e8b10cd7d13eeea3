import { connect } from 'node:net';
import pino from 'pino';
import { SIGNING_KEYS, startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { Admission } from './admission';
import { startHttpServer } from './http-server';
import { renderError } from './rendered-error';

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph();
});
afterAll(() => house.stop());

const TYPENAME = JSON.stringify({ query: '{__typename}' });

test('a liveness probe needs no token', async () => {
  expect(await house.post('{"query":"{__typename}"}')).toMatchObject({ status: 200, data: { __typename: 'Query' } });
  expect((await fetch(`${house.gateway.url}/health/live`)).status).toBe(200);
});

test('readiness names each subgraph and whether it is away', async () => {
  const ready = await fetch(`${house.gateway.url}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { status: 'ready', subgraphs: { schools: 'ready', licences: 'ready', usage: 'ready' } },
  ]);
  const lonely = await startTestSupergraph({ signingKeys: [...SIGNING_KEYS, 'another'] });
  lonely.subgraphs.usage.misbehaviour = 'answers 500';
  const unready = await fetch(`${lonely.gateway.url}/health/ready`);
  expect([unready.status, await unready.json()]).toEqual([
    503,
    { status: 'unavailable', subgraphs: { schools: 'ready', licences: 'ready', usage: 'unavailable' } },
  ]);
  expect((await fetch(`${lonely.gateway.url}/health/live`)).status).toBe(200);
  await lonely.stop();
});

test('a service that answers but cannot use its database is not ready', async () => {
  const lonely = await startTestSupergraph({ signingKeys: [...SIGNING_KEYS, 'another'] });
  lonely.subgraphs.schools.misbehaviour = 'has no database';
  const unready = await fetch(`${lonely.gateway.url}/health/ready`);
  expect(await unready.json()).toMatchObject({ subgraphs: { schools: 'unavailable', usage: 'ready' } });
  await lonely.stop();
});

test('every answer has headers that forbid a browser to interpret or embed it', async () => {
  const { headers } = await house.post(TYPENAME);
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'application/json; charset=utf-8',
    'strict-transport-security': 'max-age=31536000',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  });
  expect(headers.get('server')).toBeNull();
  expect(headers.get('access-control-allow-origin')).toBeNull();
  expect(headers.get('x-powered-by')).toBeNull();
});

test('a client that accepts the newer media type gets it', async () => {
  const { headers } = await house.post(TYPENAME, { accept: 'application/graphql-response+json' });
  expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
});

test('an answer that JSON cannot hold is 500 at once', async () => {
  for (const body of [{ data: { price: 5n } }, { data: JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) }]) {
    const server = await startHttpServer({
      port: 0,
      host: '127.0.0.1',
      log: pino({ level: 'silent' }),
      admission: new Admission(),
      authenticate: async () => null,
      refused: (error) => renderError(error),
      answer: async () => ({ status: 200, body }),
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: TYPENAME });
    expect({ status: answer.status, ...((await answer.json()) as object) }).toMatchObject({
      status: 500,
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    await server.stop();
  }
});

test('fifty first requests of one operation at once all answer', async () => {
  const query = '{ school(number: "100000") { id name usage licensedTitles { id } } }';
  const answers = await Promise.all(Array.from({ length: 50 }, () => house.send(['lms', 'SCHOOL:NW:100000'], query)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers[0]?.errors).toEqual([]);
});

test('stopping answers the requests that have come in, and accepts no more', async () => {
  const leaving = await startTestSupergraph();
  leaving.subgraphs.usage.misbehaviour = 'hangs';
  const pending = leaving.send(['lms', 'SCHOOL:NW:100000'], '{ school(number: "100000") { name } }');
  const slow = new Promise<void>((sent) => {
    const timer = setInterval(() => {
      if (leaving.subgraphs.schools.requests.length === 0) return;
      clearInterval(timer);
      sent();
    }, 1);
  });
  await slow;
  const stopped = leaving.gateway.stop();
  expect((await pending).data).toEqual({ school: { name: 'Schule NW:100000' } });
  await stopped;
  const { port } = new URL(leaving.gateway.url);
  await expect(
    new Promise((connected, refused) => connect(Number(port), '127.0.0.1', () => connected(null)).on('error', refused)),
  ).rejects.toThrow(/ECONNREFUSED/);
  await Promise.all(Object.values(leaving.subgraphs).map((subgraph) => subgraph.stop()));
});

test('a port that is taken is an error with its code, and leaves nothing open', async () => {
  const { port } = new URL(house.gateway.url);
  await expect(startTestSupergraph({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
