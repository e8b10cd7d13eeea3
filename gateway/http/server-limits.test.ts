import { type AddressInfo, connect } from 'node:net';
import pino from 'pino';
import { Admission } from './admission';
import { type HttpServer, startHttpServer } from './http-server';
import { renderError } from './rendered-error';
import { createBoundedServer, type ServerTimeouts } from './server-limits';

const SERVER_TIMEOUTS: ServerTimeouts = { headers: 40, request: 80, silence: 60_000, idle: 40, check: 10 };
const LONG: ServerTimeouts = { headers: 60_000, request: 60_000, silence: 60_000, idle: 60_000, check: 10 };
const log = pino({ level: 'silent' });
const servers: HttpServer[] = [];
/** The headers of the requests that came through. */
const seen: NodeJS.Dict<string | string[]>[] = [];

async function server(patience: ServerTimeouts, answer = { data: {} }): Promise<HttpServer> {
  const opened = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    log,
    patience,
    admission: new Admission(),
    authenticate: async () => null,
    refused: (error) => renderError(error),
    async answer(_, __, headers) {
      seen.push(headers);
      return { status: 200, body: answer };
    },
  });
  servers.push(opened);
  return opened;
}
afterAll(() => Promise.all(servers.map((opened) => opened.stop())));

/** Returns all that the server sends on a connection until it closes it. */
function say({ url }: HttpServer, ...parts: readonly string[]): Promise<string> {
  return new Promise((said) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => said(answer));
  });
}

const POST = 'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n';
const request = (headers: string, body = '{}') =>
  `${POST}connection: close\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`;

test('a client that sends headers too slowly is disconnected', async () => {
  expect(await say(await server({ ...LONG, headers: 40 }), POST)).toMatch(/^HTTP\/1\.1 408 .*connection: close/is);
});

test('a client that sends a body too slowly is disconnected, and no service is asked', async () => {
  const before = seen.length;
  const answer = await say(await server(SERVER_TIMEOUTS), `${POST}content-length: 100\r\n\r\n`, '{');
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(seen).toHaveLength(before);
});

test('a client that sends nothing, before a request or after one, is disconnected', async () => {
  expect(await say(await server({ ...LONG, headers: 40 }))).toMatch(/^HTTP\/1\.1 408 /);
  const opened = await server({ ...LONG, idle: 40 });
  expect(await say(opened, `${POST}content-length: 2\r\n\r\n{}`)).toMatch(/^HTTP\/1\.1 200 /);
});

test('a client that does not read its answer is disconnected', async () => {
  const server = createBoundedServer({ ...LONG, silence: 200 });
  server.on('request', (_, response) => response.end(Buffer.alloc(64 * 1024 * 1024)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const letGo = new Promise((done) => server.on('connection', (socket) => socket.on('close', done)));
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1', () => reader.write(request('')));
  reader.on('error', () => undefined);
  reader.pause();
  await letGo;
  reader.destroy();
  await new Promise((closed) => server.close(closed));
});

test('headers that are too large are refused', async () => {
  const opened = await server(LONG);
  expect(await say(opened, request(`authorization: Bearer ${'x'.repeat(16 * 1024)}\r\n`))).toMatch(/^HTTP\/1\.1 431 /);
  expect(await say(opened, `GET /${'x'.repeat(20 * 1024)} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('too many headers are refused, and none is silently dropped', async () => {
  const opened = await server(LONG);
  const headers = (count: number) => Array.from({ length: count }, (_, at) => `x-${at}: 1\r\n`).join('');
  const sent = 4;
  expect(await say(opened, request(headers(100 - sent)))).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen.at(-1)).toMatchObject({ 'x-95': '1' });
  const before = seen.length;
  expect(await say(opened, request(headers(101 - sent)))).toMatch(
    /^HTTP\/1\.1 431 .*too many headers \(maximum 100\)/is,
  );
  // Newer releases of Node refuse these themselves, without naming the limit.
  for (const count of [102 - sent, 1_000])
    expect(await say(opened, request(headers(count)))).toMatch(/^HTTP\/1\.1 431 /);
  expect(seen).toHaveLength(before);
});

test('two headers of one name are joined, and none is silently dropped', async () => {
  await say(
    await server(LONG),
    request('x-name: a\r\ngraphql-client-name: a\r\ngraphql-client-name: b\r\nx-name: b\r\n'),
  );
  expect(seen.at(-1)).toMatchObject({ 'graphql-client-name': 'a, b', 'x-name': 'a, b' });
});

describe('what a proxy might read differently is refused', () => {
  test.each<[string, string, RegExp]>([
    ['two lengths', `${POST}content-length: 2\r\ncontent-length: 3\r\n\r\n{} `, /^HTTP\/1\.1 400 /],
    [
      'a length, and chunks',
      `${POST}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    ['a length that is no number', `${POST}content-length: +2\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
    ['a blank before the colon', `${POST}content-length : 2\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
    ['a folded header', `${POST}x-a: 1\r\n content-length: 2\r\n\r\n`, /^HTTP\/1\.1 400 /],
    ['no host', 'POST /graphql HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}', /^HTTP\/1\.1 400 /],
    ['another protocol', 'EHLO gateway\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['two media types', request('content-type: text/plain\r\n'), /^HTTP\/1\.1 415 /],
    [
      'two tokens',
      request('authorization: Bearer a\r\nauthorization: Bearer b\r\n'),
      /^HTTP\/1\.1 400 .*several authorization headers/is,
    ],
  ])('%s', async (_, text, status) => {
    const before = seen.length;
    expect(await say(await server({ ...LONG, headers: 250, request: 300 }), text)).toMatch(status);
    expect(seen).toHaveLength(before);
  });
});
