import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeProtectedHeader, type FlattenedJWSInput } from 'jose';
import { createTestIssuer, type TestIssuer } from '../test-supergraph/tokens';
import { createIssuerKeys, FRESH_MS, KeysUnavailable, USABLE_MS } from './issuer-keys';

/** Two key pairs of one issuer. The server publishes one, both or none of them. */
let first: TestIssuer;
let second: TestIssuer;
let published: TestIssuer[];
let answer: RequestListener | undefined;
let asked: number;
let server: Server;
let uri: string;
let clock: number;
let find: (issuer: TestIssuer | string) => Promise<'found' | 'unknown' | 'unavailable'>;

beforeAll(async () => {
  first = await createTestIssuer('https://issuer.example', 'first');
  second = await createTestIssuer('https://issuer.example', 'second');
});

beforeEach(async () => {
  published = [first];
  answer = undefined;
  asked = 0;
  clock = 1_000_000;
  await start();
  const keys = createIssuerKeys(uri, { now: () => clock });
  find = async (issuer) => {
    const header = typeof issuer === 'string' ? { alg: 'ES256', kid: issuer } : await headerOf(issuer);
    try {
      await keys(header, {} as FlattenedJWSInput);
      return 'found';
    } catch (error) {
      return error instanceof KeysUnavailable ? 'unavailable' : 'unknown';
    }
  };
});

afterEach(() => stop());

async function start(port = 0): Promise<void> {
  server = createServer((request, response) => {
    asked += 1;
    if (answer) return answer(request, response);
    response.end(JSON.stringify({ keys: published.flatMap(({ configuration }) => keysOf(configuration.jwks)) }));
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
}

async function stop(): Promise<void> {
  await new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
}

function keysOf(jwks: object): object[] {
  return (jwks as { keys: object[] }).keys;
}

async function headerOf(issuer: TestIssuer) {
  return decodeProtectedHeader(await issuer.token('operator', [])) as { alg: string };
}

test('the keys are fetched once, however many tokens come at the same time or one after another', async () => {
  expect(await Promise.all(Array.from({ length: 20 }, () => find(first)))).toEqual(Array(20).fill('found'));
  clock += FRESH_MS - 1;
  expect(await find(first)).toBe('found');
  expect(asked).toBe(1);
});

test('a rotation needs no restart: a new key is found by its first token, and one that is no longer published ends', async () => {
  expect(await find(first)).toBe('found');
  published = [first, second];
  clock += 60_000;
  expect(await find(second)).toBe('found');
  expect(await find(first)).toBe('found');
  expect(asked).toBe(2);
  published = [second];
  clock += FRESH_MS;
  expect(await find(first)).toBe('unknown');
  expect(await find(second)).toBe('found');
});

test('a removed key is refused once the keys are no longer fresh, even if no other token came', async () => {
  expect(await find(first)).toBe('found');
  published = [second];
  clock += FRESH_MS;
  expect(await find(first)).toBe('unknown');
});

test('an unknown key id causes one fetch, and a thousand more cause none until the cooldown is over', async () => {
  expect(await find(first)).toBe('found');
  clock += 60_000;
  expect(await find('made-up')).toBe('unknown');
  expect(asked).toBe(2);
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, at) => find(`made-up-${at}`)));
  expect(new Set(answers)).toEqual(new Set(['unknown']));
  expect(await find(first)).toBe('found');
  expect(asked).toBe(2);
  clock += 10_000;
  await Promise.all(Array.from({ length: 100 }, (_, at) => find(`again-${at}`)));
  expect(asked).toBe(3);
});

test('while the issuer is away, known keys stay usable, and nothing is decided about unknown ones', async () => {
  expect(await find(first)).toBe('found');
  const port = (server.address() as AddressInfo).port;
  await stop();
  clock += 60_000;
  expect(await find(second)).toBe('unavailable');
  expect(await find(first)).toBe('found');
  clock += FRESH_MS;
  expect(await find(first)).toBe('found');
  expect(await find(second)).toBe('unavailable');
  await start(port);
  published = [first, second];
  clock += 3_000;
  expect(await find(second)).toBe('found');
  await stop();
  clock += USABLE_MS;
  expect(await find(first)).toBe('unavailable');
  await start(port);
});

test('an issuer that is away from the start is asked again, but not for every token', async () => {
  answer = (_, response) => response.writeHead(503).end();
  expect(await Promise.all([find(first), find(first), find('made-up')])).toEqual(Array(3).fill('unavailable'));
  expect(await find(first)).toBe('unavailable');
  expect(asked).toBe(1);
  answer = undefined;
  clock += 3_000;
  expect(await find(first)).toBe('found');
  expect(asked).toBe(2);
});

describe('keys are not taken from', () => {
  test.each<[string, RequestListener]>([
    ['where a redirect leads', (_, response) => response.writeHead(302, { location: `${uri}?elsewhere` }).end()],
    ['an answer without end', (_, response) => void endless(response)],
    ['an answer that is no JSON', (_, response) => void response.end('<html>')],
    ['JSON that holds no keys', (_, response) => void response.end('{"keys":"none"}')],
    ['an answer that breaks off', (_, response) => void response.write('{"keys":[', () => response.destroy())],
    ['an error', (_, response) => void response.writeHead(500).end(JSON.stringify(first.configuration.jwks))],
  ])('%s', async (_, badly) => {
    const elsewhere = asked;
    answer = (request, response) => {
      if (request.url?.includes('elsewhere')) return void response.end(JSON.stringify(first.configuration.jwks));
      badly(request, response);
    };
    expect(await find(first)).toBe('unavailable');
    expect(asked).toBe(elsewhere + 1);
    answer = undefined;
    clock += 3_000;
    expect(await find(first)).toBe('found');
  });
});

function endless(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
  };
  response.on('drain', more);
  more();
}
