/** Heads and bodies of requests that HTTP libraries would not send, on raw sockets. */
import { connect } from 'node:net';
import pino from 'pino';
import { Admission } from './admission';
import { type HttpServer, startHttpServer } from './http-server';
import { renderError } from './rendered-error';

let server: HttpServer;
/** The bodies that came through. */
const read: string[] = [];
beforeAll(async () => {
  server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    log: pino({ level: 'silent' }),
    admission: new Admission(),
    authenticate: async () => null,
    refused: (error) => renderError(error),
    async answer(text) {
      read.push(text);
      return { status: 200, body: { data: {} } };
    },
    routes: ['/health/live', '/health/ready'].map((path) => ({
      path,
      methods: ['GET'],
      callers: 'anybody',
      answer: () => ({ status: 200, body: '{}' }),
    })),
  });
});
afterAll(() => server.stop());

/** Returns all that the server sends on a connection until it closes it. */
function say(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((said) => {
    let answer = '';
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => said(answer));
  });
}

const HEAD = 'host: gateway\r\nconnection: close\r\n';
const JSON_TYPE = 'content-type: application/json\r\n';
const request = (headers: string, body: string | Uint8Array = '{}', target = 'POST /graphql') => [
  `${target} HTTP/1.1\r\n${HEAD}${headers}content-length: ${body.length}\r\n\r\n`,
  body,
];
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]);

describe('a target', () => {
  test.each<[string, number]>([
    ['POST /graphql', 200],
    ['POST /graphql?from=lms', 200],
    ['POST http://gateway/graphql', 200],
    ['POST http://gateway:4000/graphql?from=lms', 200],
    ['POST HTTPS://another.example/graphql', 200],
    ['POST http://[::1]:4000/graphql', 200],
    ['GET http://gateway/health/live', 200],
    ['GET http://gateway:4000/health/ready', 200],
    ['GET http://gateway/graphql', 405],
    ['POST http://gateway', 404],
    ['POST http://gateway/', 404],
    ['POST http://gateway/other', 404],
    ['POST http://gateway/a/../graphql', 404],
    ['POST http://gateway/%67raphql', 404],
    ['POST http:///graphql', 404],
    ['POST http://somebody@gateway/graphql', 404],
    ['POST ftp://gateway/graphql', 404],
    ['POST //gateway/graphql', 404],
    ['OPTIONS *', 404],
  ])('%s: %i', async (target, status) => {
    expect(statusOf(await say(...request(JSON_TYPE, '{}', target)))).toBe(status);
  });
});

describe('a type of the body', () => {
  test.each<[string, number]>([
    ['application/json', 200],
    ['Application/JSON', 200],
    ['application/json; charset=utf-8', 200],
    ['application/json;charset=UTF-8', 200],
    ['application/json; charset="utf-8"', 200],
    ['application/json; charset=utf8', 200],
    ['application/json; profile=any', 200],
    ['application/json; charset=iso-8859-1', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json; charset = utf-16', 415],
    ['application/json; charset=', 415],
    ['application/json; charset=utf-8; charset=latin1', 415],
    ['application/json; charset=utf-8, text/plain', 415],
    ['application/json, text/plain', 415],
    [`application/json${';'.repeat(200)}`, 415],
    ['application/jsonp', 415],
    ['text/json', 415],
    ['', 415],
  ])('%s: %i', async (type, status) => {
    const before = read.length;
    expect(statusOf(await say(...request(`content-type: ${type}\r\n`)))).toBe(status);
    expect(read).toHaveLength(status === 200 ? before + 1 : before);
  });
});

describe('the bytes of a body', () => {
  const text = (bytes: readonly number[]) => Buffer.from([0x7b, 0x22, ...bytes, 0x22, 0x3a, 0x31, 0x7d]);
  test.each<[string, readonly number[]]>([
    ['Latin-1', [0xfc]],
    ['a letter that is cut off', [0xc3]],
    ['the middle of a letter', [0x9f]],
    ['a slash that is longer than it need be', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0xbc]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['UTF-16', [0xff, 0xfe, 0x41, 0x00]],
  ])('that are not UTF-8 are refused: %s', async (_, bytes) => {
    const before = read.length;
    const answer = await say(...request(JSON_TYPE, text(bytes)));
    expect(statusOf(answer)).toBe(400);
    expect(answer).toContain('"Body is not valid UTF-8. Send JSON in UTF-8."');
    expect(read).toHaveLength(before);
  });

  test('that are UTF-8 are read unchanged, wherever the packets were cut', async () => {
    const body = Buffer.from('{"Straße 🎬 \ufffd":1}');
    for (let cut = 1; cut < body.length; cut += 1) {
      const [head] = request(JSON_TYPE, body) as [string];
      expect(statusOf(await say(head, body.subarray(0, cut), body.subarray(cut)))).toBe(200);
      expect(read.at(-1)).toBe(body.toString());
    }
  });
});

describe('a transfer-encoding', () => {
  test.each<[string, number]>([
    ['chunked', 200],
    ['Chunked', 200],
    ['gzip, chunked', 501],
    ['deflate,chunked', 501],
    ['chunked, chunked', 400],
    ['gzip\r\ntransfer-encoding: chunked', 501],
    ['gzip', 400],
    ['chunked, gzip', 400],
    ['identity', 400],
    ['xchunked', 400],
  ])('%s: %i', async (coding, status) => {
    for (const target of ['POST /graphql', 'GET /health/live']) {
      const before = read.length;
      // The refused client sends no `connection: close`; the server must close the connection by itself.
      const close = status === 200 ? 'connection: close\r\n' : '';
      const answer = await say(
        `${target} HTTP/1.1\r\nhost: gateway\r\n${close}${JSON_TYPE}transfer-encoding: ${coding}\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
      );
      expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual([`HTTP/1.1 ${status}`]);
      expect(read).toHaveLength(status === 200 && target.startsWith('POST') ? before + 1 : before);
    }
  });
});

describe('what is accepted', () => {
  test.each<[string, number, RegExp]>([
    ['*/*', 200, /^content-type: application\/json; charset=utf-8/im],
    ['application/graphql-response+json', 200, /^content-type: application\/graphql-response\+json; charset=utf-8/im],
    ['application/graphql-response+json;q=0, */*', 200, /^content-type: application\/json;/im],
    [
      'application/json;q=0.5\r\naccept: application/graphql-response+json',
      200,
      /^content-type: application\/graphql-response\+json;/im,
    ],
    ['text/html', 406, /^content-type: application\/json;.*"code":"BAD_REQUEST"/ims],
    ['application/graphql-response+json;q=0', 406, /Accept application\/graphql-response\+json or application\/json/],
    ['*/*;q=0', 406, /BAD_REQUEST/],
  ])('%s: %i', async (accept, status, said) => {
    const before = read.length;
    const answer = await say(...request(`${JSON_TYPE}accept: ${accept}\r\n`));
    expect(statusOf(answer)).toBe(status);
    expect(answer).toMatch(said);
    expect(read).toHaveLength(status === 200 ? before + 1 : before);
  });

  test('the health checks ignore the accept header', async () => {
    expect(statusOf(await say(...request('accept: text/html\r\n', '', 'GET /health/live')))).toBe(200);
  });
});
