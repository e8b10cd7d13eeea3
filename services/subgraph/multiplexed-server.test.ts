import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import pino from 'pino';
import type { CancellationToken } from '../../request/cancellation';
import { LONGEST_BODY, MessageReader, messageOf, PROTOCOL } from '../../request/multiplexing/messages';
import { SIGNATURE_HEADER, UnsignedRequestError } from '../../request/signing/signed-request';
import { until } from '../../test/until';
import { MultiplexedServer } from './multiplexed-server';
import { createSubgraphServer, type SubgraphServer } from './server';
import type { SubgraphAnswer } from './subgraph';

interface Asked {
  readonly body: string;
  readonly signature: string | undefined;
  readonly leaving: CancellationToken;
  answer(answer: SubgraphAnswer): void;
  fail(error: Error): void;
}

let asked: Asked[];
let service: SubgraphServer;
let port: number;
let sockets: Socket[];

beforeEach(async () => {
  asked = [];
  sockets = [];
  service = createSubgraphServer(
    {
      ready: async () => undefined,
      answer: (headers, body, leaving) =>
        new Promise((answer, fail) => {
          asked.push({ body: body.toString(), signature: headers.get(SIGNATURE_HEADER), leaving, answer, fail });
        }),
    },
    pino({ level: 'silent' }),
  );
  await new Promise<void>((done) => service.server.listen(0, '127.0.0.1', done));
  port = (service.server.address() as AddressInfo).port;
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await service.stop();
});

const upgradeTo = (protocol: string) =>
  `GET / HTTP/1.1\r\nhost: service\r\nconnection: upgrade\r\nupgrade: ${protocol}\r\n\r\n`;
const question = (number: number, body = `{"n":${number}}`) => messageOf(number, `envelope signature${number}`, body);

interface Client {
  readonly socket: Socket;
  /** In the order in which they came; pieces of an answer each by itself. */
  readonly heard: (readonly [number: number, words: string, body: string])[];
  readonly isClosed: boolean;
}

/** @param first what is sent with the request to switch */
async function switched(first = ''): Promise<Client> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let isClosed = false;
  socket.on('error', () => undefined).on('close', () => (isClosed = true));
  const heard: Client['heard'] = [];
  const reader = new MessageReader((number, words, bytes, from, to) => {
    heard.push([number, words, bytes.toString('utf8', from, to)]);
  });
  let head = '';
  socket.on('data', (piece) => {
    if (head.includes('\r\n\r\n')) return reader.read(piece);
    head += piece.toString('latin1');
    const end = head.indexOf('\r\n\r\n');
    if (end >= 0) reader.read(Buffer.from(head.slice(end + 4), 'latin1'));
  });
  socket.write(upgradeTo(PROTOCOL) + first);
  await until('the service has switched', () => head.includes('\r\n\r\n'));
  expect(head.startsWith(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${PROTOCOL}\r\n`)).toBe(
    true,
  );
  return {
    socket,
    heard,
    get isClosed() {
      return isClosed;
    },
  };
}

test('is offered with each answer over HTTP', async () => {
  const answer = fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { [SIGNATURE_HEADER]: 's' },
    body: '{}',
  });
  await until('it is asked', () => asked.length === 1);
  asked[0]?.answer({ data: {} });
  expect((await answer).headers.get('upgrade')).toBe(PROTOCOL);
});

test.each(['websocket', 'h2c', `${PROTOCOL}, h2c`])('%s is not switched to, and the service goes on', async (other) => {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.write(upgradeTo(other));
  const [piece] = await once(socket, 'data');
  expect(String(piece)).toMatch(/^HTTP\/1\.1 400 /);
  await once(socket, 'close');
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
});

test('questions are answered as soon as each can be, whichever was first', async () => {
  const { socket, heard } = await switched(question(1));
  socket.write(question(2) + question(3, '{"name":"Grüße"}'));
  await until('all are asked', () => asked.length === 3);
  expect(asked.map(({ body, signature }) => [body, signature])).toEqual([
    ['{"n":1}', 'signature1'],
    ['{"n":2}', 'signature2'],
    ['{"name":"Grüße"}', 'signature3'],
  ]);
  asked[2]?.answer({ data: { name: 'Tschüß' } });
  await until('one is answered', () => heard.length === 1);
  asked[0]?.answer({ data: {} });
  asked[1]?.fail(new Error('secret'));
  await until('all are answered', () => heard.length === 3);
  expect(heard[0]).toEqual([3, '200', '{"data":{"name":"Tschüß"}}']);
  expect(heard[1]).toEqual([1, '200', '{"data":{}}']);
  expect(heard[2]?.slice(0, 2)).toEqual([2, '500']);
  expect(heard[2]?.[2]).not.toContain('secret');
});

test('a long answer comes in pieces, none of which cuts a character, and others come between them', async () => {
  const { socket, heard } = await switched(question(1) + question(2));
  await until('both are asked', () => asked.length === 2);
  socket.pause();
  const name = 'x'.repeat(5) + '🎬'.repeat(400_000);
  asked[0]?.answer({ data: { name } });
  await new Promise((done) => setImmediate(done));
  asked[1]?.answer({ data: {} });
  socket.resume();
  await until('both are answered', () => heard.filter(([, words]) => words === '200').length === 2);
  expect(heard.findIndex(([number]) => number === 2)).toBeLessThan(heard.length - 1);
  const pieces = heard.filter(([number]) => number === 1).map(([, , body]) => body);
  expect(pieces.every((piece) => Buffer.byteLength(piece) <= LONGEST_BODY)).toBe(true);
  expect(JSON.parse(pieces.join(''))).toEqual({ data: { name } });
});

test('who waits no more is not worked for, whether it says so or hangs up', async () => {
  const { socket, heard } = await switched(question(1) + question(2));
  await until('both are asked', () => asked.length === 2);
  socket.write(messageOf(1, 'left', '') + messageOf(7, 'left', '') + question(3));
  await until('it is heard', () => asked[0]?.leaving.aborted === true);
  expect(asked[1]?.leaving.aborted).toBe(false);
  asked[0]?.answer({ data: { name: 'late' } });
  asked[1]?.answer({ data: {} });
  await until('the other one is answered', () => heard.length > 0);
  expect(heard).toEqual([[2, '200', '{"data":{}}']]);
  await until('the third is asked', () => asked.length === 3);
  socket.destroy();
  await until('it is noticed', () => asked[2]?.leaving.aborted === true);
});

test('of a long answer that nobody waits for any more, the rest is not sent', async () => {
  const { socket, heard } = await switched(question(1));
  await until('it is asked', () => asked.length === 1);
  socket.pause();
  asked[0]?.answer({ data: { name: 'x'.repeat(30_000_000) } });
  await new Promise((done) => setTimeout(done, 50));
  socket.write(messageOf(1, 'left', '') + question(2));
  await until('the next one is asked', () => asked.length === 2);
  socket.resume();
  asked[1]?.answer({ data: {} });
  await until('that is answered', () => heard.some(([number]) => number === 2));
  expect(heard.some(([number, words]) => number === 1 && words === '200')).toBe(false);
});

describe('a connection is cut', () => {
  test.each<[string, string]>([
    ['that sends no message', 'GET / HTTP/1.1\r\n\r\n'],
    ['with a question that has no signature', messageOf(1, 'envelope', '{}').replace('envelope', '')],
    ['with more words than belong there', messageOf(1, 'envelope signature more', '{}')],
    ['that uses a number twice', question(1) + question(1)],
    ['with a question that is too long', question(1, 'x'.repeat(LONGEST_BODY + 1))],
    ['with more questions than any gateway has', Array.from({ length: 1_100 }, (_, at) => question(at)).join('')],
  ])('%s, and what it asked is not worked on', async (_, sent) => {
    const client = await switched();
    client.socket.write(sent);
    await until('it is cut', () => client.isClosed);
    await until('nothing is worked on', () => asked.every(({ leaving }) => leaving.aborted));
  });

  test('whose question is not the gateway’s, after it was told so', async () => {
    const client = await switched(question(1));
    await until('it is asked', () => asked.length === 1);
    asked[0]?.fail(new UnsignedRequestError('no'));
    await until('it is cut', () => client.isClosed);
    expect(client.heard).toEqual([[1, '401', expect.stringContaining('UNAUTHENTICATED')]]);
  });

  test('but not where it was the gateway’s before: others wait on it', async () => {
    const client = await switched(question(1) + question(2) + question(3));
    await until('all are asked', () => asked.length === 3);
    asked[0]?.answer({ data: {} });
    asked[1]?.fail(new UnsignedRequestError('too old'));
    await until('it is told', () => client.heard.length === 2);
    asked[2]?.answer({ data: {} });
    await until('the third is answered', () => client.heard.length === 3);
  });
});

describe('a message that does not end', () => {
  const MESSAGE_MS = 2_000;

  async function patient(): Promise<Socket> {
    const multiplexed = new MultiplexedServer(MESSAGE_MS);
    const server = createServer((socket) => {
      multiplexed.upgrade(PROTOCOL, socket, Buffer.alloc(0), async () => ({ status: 200, text: '{}' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.once('close', () => server.close());
    return socket.resume();
  }

  test('is not waited for', async () => {
    const socket = await patient();
    socket.write(question(1) + question(2).slice(0, -1));
    await once(socket, 'close');
  });

  test('is one message: others may come without a pause', async () => {
    const socket = await patient();
    const text = Array.from({ length: 40 }, (_, at) => question(at)).join('');
    const piece = Math.ceil(text.length / 40);
    for (let at = 0; at < text.length; at += piece) {
      socket.write(text.slice(at, at + piece - 1));
      await new Promise((done) => setTimeout(done, MESSAGE_MS / 25));
      socket.write(text.slice(at + piece - 1, at + piece));
    }
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });
});

test('a service that is told to stop says so, answers what has come in, and closes', async () => {
  const { socket, heard } = await switched(question(1));
  await until('it is asked', () => asked.length === 1);
  const stopped = service.stop();
  await until('it says so', () => heard.length === 1);
  expect(heard[0]?.slice(0, 2)).toEqual([0, 'closing']);
  socket.write(question(2));
  await until('what was on its way is asked', () => asked.length === 2);
  for (const { answer } of asked) answer({ data: {} });
  await stopped;
  await until('both are answered', () => heard.length === 3);
});
