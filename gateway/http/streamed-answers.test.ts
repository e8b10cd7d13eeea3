/**
 * Answers that are made while they are sent: no faster than they are read, complete or visibly cut, within the limits
 * of their route.
 */
import { connect, type Socket } from 'node:net';
import pino from 'pino';
import type { Caller } from '../../caller/caller';
import { until } from '../../test/until';
import { rateLimited } from '../errors/errors';
import { Admission } from './admission';
import { type HttpServer, startHttpServer } from './http-server';
import { renderError } from './rendered-error';
import type { Route } from './route';

const CALLER: Caller = { kind: 'reporting', subject: 'a', scopes: [], bound: [] };
const PIECE = 'x'.repeat(64 * 1024);
const admission = new Admission();
const logged: string[] = [];
const shed: string[] = [];
let server: HttpServer;
/** What became of the answers of each test. */
let made = 0;
let ended = 0;
let inWork = 0;

async function* pieces(count: number, failsAfter = Infinity): AsyncGenerator<string> {
  try {
    for (let piece = 0; piece < count; piece += 1) {
      if (piece >= failsAfter) throw new Error('the database is gone');
      made += 1;
      yield PIECE;
    }
  } finally {
    ended += 1;
  }
}

/** As for an export whose budget stays exhausted. */
async function* refusedOnItsWay(): AsyncGenerator<string> {
  yield* pieces(2);
  throw rateLimited('No more of it.', 1);
}

/** Present while the second piece is waited for. */
const secondPiece: { give?: (() => void) | undefined } = {};
async function* inTwoSteps(): AsyncGenerator<string> {
  yield PIECE;
  await new Promise<void>((given) => {
    secondPiece.give = given;
  });
  yield* pieces(1_000);
}

const OTHERS = { '/refused': refusedOnItsWay, '/two-steps': inTwoSteps };

const ROUTES: readonly Route[] = [
  ...Object.entries(OTHERS).map(
    ([path, make]): Route => ({
      path,
      methods: ['GET'],
      callers: 'token',
      ownLimit: { replacesBudgets: true, enter: () => () => undefined },
      answer: () => ({ status: 200, headers: { 'content-type': 'text/plain' }, pieces: make() }),
    }),
  ),
  {
    path: '/stream/:count/:failsAfter',
    methods: ['GET'],
    callers: 'token',
    ownLimit: {
      replacesBudgets: true,
      enter() {
        if (inWork > 0) throw rateLimited('One at once.', 1);
        inWork += 1;
        return () => {
          inWork -= 1;
        };
      },
    },
    answer: ({ parameters: { count, failsAfter } }) => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      pieces: pieces(Number(count), Number(failsAfter)),
    }),
  },
];

beforeAll(async () => {
  server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    admission,
    authenticate: async () => CALLER,
    count: () => {
      throw rateLimited('Nobody may.', 9);
    },
    refused: (error) => renderError(error),
    answer: async () => ({ status: 200, body: { data: null } }),
    unreadAnswers: { limitBytes: 1024 * 1024, patienceMs: 300 },
    routes: ROUTES,
    shed: (why) => shed.push(why),
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  made = ended = 0;
  logged.length = shed.length = 0;
});
afterEach(() =>
  until('all is given back', () => inWork === 0 && server.unread.bytes === 0 && admission.sizes.atOnce === 0),
);

const ask = (path: string, method = 'GET') => fetch(`${server.url}${path}`, { method });

test('comes completely, however long it is', async () => {
  const response = await ask('/stream/100/999');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain']);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await response.text()).length).toBe(100 * PIECE.length);
  expect([made, ended]).toEqual([100, 1]);
});

test('has no end where it fails on the way, so that no client takes a part for the whole', async () => {
  const response = await ask('/stream/100/40');
  await expect(response.text()).rejects.toThrow();
  await until('it is logged', () => logged.join().includes('the database is gone'));
});

test('has no end where it is refused on the way: nothing follows its pieces, and no other request suffers', async () => {
  const response = await ask('/refused');
  await expect(response.text()).rejects.toThrow();
  expect((await ask('/stream/1/9')).status).toBe(200);
  expect(logged).toEqual([]);
});

test('ends where its reader has left by the time the next piece comes', async () => {
  const socket = slowReader('/two-steps');
  await until('it waits for its second piece', () => secondPiece.give !== undefined);
  const connected = server.connections;
  socket.destroy();
  await until('the server knows', () => server.connections < connected);
  secondPiece.give?.();
  await until('its making ends', () => ended === 1);
  expect(shed).toEqual([]);
});

test('that fails before anything is sent is an error', async () => {
  const response = await ask('/stream/100/0');
  expect([response.status, await response.json()]).toMatchObject([
    500,
    { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
  ]);
  expect(ended).toBe(1);
});

test('is not made for a HEAD request', async () => {
  const response = await ask('/stream/100/999', 'HEAD');
  expect([response.status, await response.text(), made]).toEqual([200, '', 0]);
});

test('is made no faster than it is read, and a client that does not read is cut off', async () => {
  const socket = slowReader('/stream/1000000/9999999');
  await until('it is cut', () => shed.includes('slow reader'));
  expect(made).toBeLessThan(1_000);
  await until('its making ends', () => ended === 1);
  socket.destroy();
});

test('stops being made when its client leaves', async () => {
  const socket = slowReader('/stream/1000000/9999999');
  await until('it has begun', () => made > 0);
  socket.destroy();
  await until('its making ends', () => ended === 1);
  expect(logged).toEqual([]);
});

test('counts for the limit of its route until it is sent; the rate limit does not apply there', async () => {
  const socket = slowReader('/stream/1000000/9999999');
  await until('it has begun', () => made > 0);
  const refused = await ask('/stream/1/9');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  socket.destroy();
  await until('its making ends', () => ended === 1 && inWork === 0);
  expect((await ask('/stream/1/9')).status).toBe(200);
});

function slowReader(path: string): Socket {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
  return socket;
}
