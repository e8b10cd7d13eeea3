import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import pino from 'pino';
import type { Caller } from '../../caller/caller';
import { Admission } from './admission';
import { Compression, encodingOf, SMALLEST_COMPRESSED } from './compression';
import { type HttpServer, startHttpServer } from './http-server';
import { renderError } from './rendered-error';

const LARGE = {
  data: { titles: Array.from({ length: 2_000 }, (_, n) => ({ name: `Größe ${n % 50}`, level: 'STATE' })) },
};
const SMALL = { data: { me: null } };

const CALLER: Caller = { kind: 'operator', subject: 'a', scopes: [], bound: [] };

let server: HttpServer;
let body: object = LARGE;

beforeAll(async () => {
  server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    log: pino({ level: 'silent' }),
    admission: new Admission(),
    // Requests without a token would wait for one of a few places.
    authenticate: async () => CALLER,
    refused: (error) => renderError(error),
    answer: async () => ({ status: 200, body }),
  });
});
afterAll(() => server.stop());

/** As raw bytes: `fetch` unpacks by itself. */
function ask(acceptEncoding?: string): Promise<{ headers: Record<string, unknown>; bytes: Buffer }> {
  return new Promise((done, failed) => {
    const headers = {
      'content-type': 'application/json',
      ...(acceptEncoding && { 'accept-encoding': acceptEncoding }),
    };
    const sent = request(`${server.url}/graphql`, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => done({ headers: response.headers, bytes: Buffer.concat(chunks) }));
    });
    sent.on('error', failed).end('{"query":"{ me }"}');
  });
}

test.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['gzip', 'gzip, deflate', gunzipSync],
])('a large answer is sent as %s to clients that accept “%s”', async (encoding, accepted, unpack) => {
  body = LARGE;
  const { headers, bytes } = await ask(accepted);
  expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
  expect(headers['content-length']).toBe(String(bytes.length));
  expect(bytes.length).toBeLessThan(JSON.stringify(LARGE).length / 10);
  expect(JSON.parse(unpack(bytes).toString())).toEqual(LARGE);
});

test('it is sent uncompressed to clients that accept nothing else, and “vary” says that this depends on accept-encoding', async () => {
  body = LARGE;
  for (const accepted of [undefined, 'identity', 'deflate, zstd', 'br;q=0, gzip;q=0']) {
    const { headers, bytes } = await ask(accepted);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('accept-encoding');
    expect(JSON.parse(bytes.toString())).toEqual(LARGE);
  }
});

test('a small answer is never compressed', async () => {
  body = SMALL;
  const { headers, bytes } = await ask('gzip, br');
  expect(headers['content-encoding']).toBeUndefined();
  expect(JSON.parse(bytes.toString())).toEqual(SMALL);
  expect(bytes.length).toBeLessThan(SMALLEST_COMPRESSED);
});

test('many at once are all answered, and those beyond two are sent uncompressed', async () => {
  body = LARGE;
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('br')));
  for (const { headers, bytes } of answers) {
    const text = headers['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : bytes;
    expect(JSON.parse(text.toString())).toEqual(LARGE);
  }
});

test.each(['br', 'gzip'] as const)('short answers are compressed as %s at once, however many there are', (encoding) => {
  const compression = new Compression();
  const unpack = encoding === 'br' ? brotliDecompressSync : gunzipSync;
  const text = 'ä'.repeat(16 * 1024);
  for (let time = 0; time < 5; time += 1) {
    const packed = compression.compress(text, encoding);
    expect(unpack(packed as Buffer).toString()).toBe(text);
  }
  expect(compression.compress(`${text}ä`, encoding)).toHaveProperty('then');
});

test('at most two are compressed at once, and the others do not wait', async () => {
  const compression = new Compression();
  const text = 'x'.repeat(100_000);
  const first = [compression.compress(text, 'br'), compression.compress(text, 'gzip')];
  expect(compression.compress(text, 'br')).toBeNull();
  for (const packed of await Promise.all(first)) expect(packed?.length).toBeLessThan(1_000);
  expect(await compression.compress(text, 'gzip')).not.toBeNull();
});

test.each<[string | undefined, string | null]>([
  [undefined, null],
  ['', null],
  ['gzip', 'gzip'],
  ['GZIP ; Q=0.5', 'gzip'],
  ['gzip;q=0.8, br;q=0.2', 'gzip'],
  ['gzip;q=1.0, br', 'br'],
  ['*', 'br'],
  ['*;q=0', null],
  ['br;q=0, *', 'gzip'],
  ['identity, br;q=0.5', null],
  ['identity;q=0, gzip;q=0.1', 'gzip'],
  ['br;q=many', null],
  ['brotli, gzip2', null],
])('accept-encoding “%s” selects %s', (accepted, encoding) => {
  expect(encodingOf(accepted)).toBe(encoding);
});
