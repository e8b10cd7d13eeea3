import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Cancellation } from '../../request/cancellation';
import { LONGEST_BODY, LONGEST_LINE, MessageReader, messageOf, PROTOCOL } from '../../request/multiplexing/messages';
import { createRequestSigner } from '../../request/signing/signed-request';
import { until } from '../../test/until';
import { createHttpTransport } from './http-transport';
import { MultiplexedConnection } from './multiplexed-connection';
import { TimeUpError } from './time-limit';
import { type Transport, TransportError } from './transport';

const SWITCHES = `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${PROTOCOL}\r\n\r\n`;
const MOST = 200_000;
const waits = new Cancellation();

interface Heard {
  readonly number: number;
  readonly words: string;
  readonly body: string;
}

/** A service that switches to the protocol, and sends what the test tells it to. */
interface Service {
  readonly server: Server | HttpServer;
  readonly port: number;
  readonly heard: Heard[];
  /** The connections that were switched, the latest last. */
  readonly sockets: Socket[];
  say(...texts: string[]): void;
}

let stops: (() => unknown)[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  // The service stops first, because a connection waits for the questions on its way.
  for (const stop of stops) await stop();
  stops = [];
});

async function listening(server: Server | HttpServer): Promise<Service> {
  const heard: Heard[] = [];
  const sockets: Socket[] = [];
  const all = new Set<Socket>();
  server.on('connection', (socket: Socket) => all.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    for (const socket of all) socket.destroy();
    server.close();
  });
  const service = {
    server,
    port: (server.address() as AddressInfo).port,
    heard,
    sockets,
    say: (...texts: string[]) => void sockets.at(-1)?.write(texts.join('')),
  };
  return service;
}

function listen({ heard, sockets }: Pick<Service, 'heard' | 'sockets'>, socket: Socket): void {
  sockets.push(socket);
  const reader = new MessageReader((number, words, bytes, from, to) => {
    heard.push({ number, words, body: bytes.toString('utf8', from, to) });
  });
  socket.on('data', (piece) => reader.read(piece)).on('error', () => undefined);
}

/** @param consent what it says to the request to switch */
async function switching(consent = SWITCHES): Promise<Service> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      listen(service, socket);
      socket.write(consent);
    });
  });
  const service: Service = await listening(server);
  return service;
}

/** Called when the connection has ended. */
interface Connected {
  readonly connection: MultiplexedConnection;
  readonly over: boolean[];
}

function connectTo({ port }: Pick<Service, 'port'>): Connected {
  const over: boolean[] = [];
  const address = { host: '127.0.0.1', port, isSecure: false, authority: 'service', path: '/' };
  const connection = new MultiplexedConnection(address, MOST, (wasOpen) => over.push(wasOpen));
  stops.push(() => connection.close());
  return { connection, over };
}

async function opened(service: Service): Promise<Connected> {
  const connected = connectTo(service);
  await until('it is open', () => connected.connection.takes('', ''));
  return connected;
}

test('answers are matched to their questions, in whatever order and pieces they come', async () => {
  const service = await switching();
  const { connection } = await opened(service);
  const answers = ['{"n":1}', '{"n":2}', '{"n":3}'].map((body, at) => connection.ask(`e s${at}`, body, waits));
  await until('all are asked', () => service.heard.length === 3);
  expect(service.heard[1]).toEqual({ number: 2, words: 'e s1', body: '{"n":2}' });
  service.say(
    messageOf(3, '200', 'drei'),
    messageOf(1, '+', 'ei'),
    messageOf(2, '503', 'zwei'),
    messageOf(1, '200', 'ns'),
  );
  expect(await Promise.all(answers)).toEqual([
    { status: 200, text: 'eins' },
    { status: 503, text: 'zwei' },
    { status: 200, text: 'drei' },
  ]);
});

test('a piece may end within a character', async () => {
  const service = await switching();
  const { connection } = await opened(service);
  const answer = connection.ask('e s', '{}', waits);
  await until('it is asked', () => service.heard.length === 1);
  const [socket] = service.sockets;
  const bytes = Buffer.from('Grüße');
  socket?.write('1 3 +\n');
  socket?.write(bytes.subarray(0, 3));
  socket?.write(`1 ${bytes.length - 3} 200\n`);
  socket?.write(bytes.subarray(3));
  expect(await answer).toEqual({ status: 200, text: 'Grüße' });
});

test('a question is given up at once, also at the service, and a late answer is dropped', async () => {
  const service = await switching();
  const { connection } = await opened(service);
  const leaving = new Cancellation();
  const left = connection.ask('e s', '{}', leaving);
  const other = connection.ask('e s', '{}', waits);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  await until('it is told', () => service.heard.length === 3);
  expect(service.heard[2]).toEqual({ number: 1, words: 'left', body: '' });
  service.say(messageOf(1, '+', 'late'), messageOf(1, '200', 'later'), messageOf(2, '200', '{}'));
  expect(await other).toEqual({ status: 200, text: '{}' });
  await expect(connection.ask('e s', '{}', leaving)).rejects.toThrow('left');
});

test('an answer that is too long is not read to its end, but the others are', async () => {
  const service = await switching();
  const { connection } = await opened(service);
  const answers = [connection.ask('e s', '{}', waits), connection.ask('e s', '{}', waits)];
  await until('both are asked', () => service.heard.length === 2);
  const piece = messageOf(1, '+', 'x'.repeat(LONGEST_BODY));
  service.say(piece, piece, piece, piece, messageOf(2, '200', '{}'));
  await expect(answers[0]).rejects.toThrow(`more than ${MOST} bytes`);
  expect(await answers[1]).toEqual({ status: 200, text: '{}' });
  await until('the service is told', () => service.heard.at(-1)?.words === 'left');
});

test.each([
  ['an answer that nobody asked for', messageOf(3, '200', '{}')],
  ['an answer without a number', messageOf(0, '200', '{}')],
  ['an answer without a status', messageOf(1, 'fine', '{}')],
  ['a status that ends nothing', messageOf(1, '101', '')],
  ['no message', 'HTTP/1.1 200 OK\r\n\r\n'],
  ['a body that is too long', `1 ${LONGEST_BODY + 1} 200\n`],
])('%s cuts the connection, and its waiting questions fail', async (_, said) => {
  const service = await switching();
  const { connection, over } = await opened(service);
  const answers = [connection.ask('e s', '{}', waits), connection.ask('e s', '{}', waits)];
  await until('both are asked', () => service.heard.length === 2);
  service.say(said);
  for (const { status } of await Promise.allSettled(answers)) expect(status).toBe('rejected');
  expect(connection.takes('', '')).toBe(false);
  await until('it is over', () => over.length === 1);
  expect(over).toEqual([true]);
});

test.each([
  ['answers', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['speaks something else', 'SSH-2.0\r\n'],
  ['never ends its head', `HTTP/1.1 101 x\r\n${'x'.repeat(LONGEST_LINE)}`],
])('one that %s does not switch', async (_, consent) => {
  const { over } = connectTo(await switching(consent));
  await until('it is over', () => over.length === 1);
  expect(over).toEqual([false]);
});

describe('where a question was not answered in time', () => {
  async function timedOut(afterMs: number, isHeard: boolean): Promise<Connected & { service: Service }> {
    const service = await switching();
    const connected = await opened(service);
    const limit = new Cancellation();
    const answers = [connected.connection.ask('e s', '{}', limit), connected.connection.ask('e s', '{}', waits)];
    for (const answer of answers) answer.catch(() => undefined);
    await until('both are asked', () => service.heard.length === 2);
    if (isHeard) service.say(messageOf(2, '200', '{}'));
    if (isHeard) await answers[1];
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + afterMs);
    limit.abort(new TimeUpError('not done'));
    return { ...connected, service };
  }

  test('and nothing came for long, the connection is given up: the other end is gone', async () => {
    const { over } = await timedOut(5_000, false);
    await until('it is over', () => over.length === 1);
  });

  test.each([
    ['but something else came meanwhile', 5_000, true],
    ['after a moment', 100, false],
  ])('%s, the connection stays', async (_, ms, isHeard) => {
    const { connection, service } = await timedOut(ms, isHeard);
    await until('the service is told', () => service.heard.at(-1)?.words === 'left');
    expect(connection.takes('', '')).toBe(true);
  });
});

test('a service that closes is not asked any more, and its last answers are read', async () => {
  const service = await switching();
  const { connection, over } = await opened(service);
  const answer = connection.ask('e s', '{}', waits);
  await until('it is asked', () => service.heard.length === 1);
  service.say(messageOf(0, 'closing', ''));
  await until('it takes no more', () => !connection.takes('', ''));
  service.say(messageOf(1, '200', '{}'));
  expect(await answer).toEqual({ status: 200, text: '{}' });
  await until('it is closed', () => over.length === 1);
});

describe('the transport', () => {
  interface Offering extends Service {
    /** The questions over HTTP that wait. */
    readonly http: ServerResponse[];
  }

  /** A service that offers to switch with each answer over HTTP. */
  async function offering(): Promise<Offering> {
    const http: ServerResponse[] = [];
    const server = createHttpServer((request, response) => {
      request.resume().on('end', () => {
        http.push(response);
        response.writeHead(200, { connection: 'upgrade', upgrade: PROTOCOL }).end('{"data":{"over":"HTTP"}}');
      });
    });
    server.on('upgrade', (_request, socket) => {
      listen(service, socket as Socket);
      socket.write(SWITCHES);
    });
    const service: Offering = { ...(await listening(server)), http };
    return service;
  }

  function transportTo({ port }: Service): Transport {
    const sign = createRequestSigner(['key']);
    const transport = createHttpTransport({ subgraph: 'schools', address: `http://127.0.0.1:${port}/`, sign });
    stops.push(() => transport.stop());
    return transport;
  }

  const caller = { kind: 'lms', subject: 'lms', scopes: [], bound: [] } as const;
  const envelope = { caller, instant: 0, requestId: 'r' };
  const ask = (transport: Transport, query = '{ me }', of: object = envelope) =>
    transport.ask({ query }, { envelope: of as typeof envelope }, waits);
  const answerAll = (service: Service) => {
    for (const { number, words } of service.heard.splice(0)) {
      if (words !== 'left') service.say(messageOf(number, '200', '{"data":{"over":"many"}}'));
    }
  };
  async function overMany(transport: Transport, service: Service): Promise<void> {
    await ask(transport);
    await until('it has switched', () => service.sockets.length > 0);
    await until('questions go there', async () => {
      const asked = ask(transport).catch(() => undefined);
      await new Promise((done) => setTimeout(done, 20));
      const went = service.heard.length > 0;
      answerAll(service);
      await asked;
      return went;
    });
  }

  test('asks over HTTP until the service has switched, and then over one connection', async () => {
    const service = await offering();
    const transport = transportTo(service);
    expect(await ask(transport)).toEqual({ data: { over: 'HTTP' } });
    await overMany(transport, service);
    const before = service.http.length;
    const answers = [ask(transport), ask(transport), ask(transport)];
    await until('all are asked', () => service.heard.length === 3);
    expect(service.heard.map(({ body }) => body)).toEqual(Array(3).fill('{"query":"{ me }"}'));
    answerAll(service);
    expect(await Promise.all(answers)).toEqual(Array(3).fill({ data: { over: 'many' } }));
    expect(service.sockets).toHaveLength(1);
    expect(service.http).toHaveLength(before);
  });

  test('sends a long question over a connection of its own, so that no other waits behind it or is cut off with it', async () => {
    const service = await offering();
    const transport = transportTo(service);
    await overMany(transport, service);
    expect(await ask(transport, `{ me } # ${'ü'.repeat(LONGEST_BODY / 2)}`)).toEqual({ data: { over: 'HTTP' } });
    // Node takes headers of 16 KB.
    const many = Array.from({ length: 900 }, (_, at) => `SCHOOL:NW:${at}`);
    await expect(ask(transport, '{ me }', { ...envelope, refused: many })).rejects.toThrow('status 431');
    expect(service.heard).toEqual([]);
    expect(service.sockets.map(({ destroyed }) => destroyed)).toEqual([false]);
  });

  test('says that the service is away where the connection is cut, goes on over HTTP, and switches again', async () => {
    const service = await offering();
    const transport = transportTo(service);
    await overMany(transport, service);
    const cut = ask(transport);
    await until('it is asked', () => service.heard.length === 1);
    service.heard.length = 0;
    service.sockets[0]?.destroy();
    await expect(cut).rejects.toMatchObject(new TransportError('away', 'no answer came'));
    expect(await ask(transport)).toEqual({ data: { over: 'HTTP' } });
    await until('it has switched again', () => service.sockets.length === 2);
  });

  test('is not hindered by a service that offers a protocol and does not speak it, and does not keep trying', async () => {
    const service = await offering();
    let tries = 0;
    service.server.removeAllListeners('upgrade').on('upgrade', (_request, socket) => {
      tries += 1;
      socket.destroy();
    });
    const transport = transportTo(service);
    for (let time = 0; time < 5; time += 1) {
      expect(await ask(transport)).toEqual({ data: { over: 'HTTP' } });
      await until('it was tried', () => tries > 0);
      await new Promise((done) => setTimeout(done, 10));
    }
    expect(tries).toBe(1);
  });

  test('waits for the questions on their way when it stops', async () => {
    const service = await offering();
    const transport = transportTo(service);
    await overMany(transport, service);
    const last = ask(transport);
    await until('it is asked', () => service.heard.length === 1);
    const stopped = transport.stop();
    answerAll(service);
    expect(await last).toEqual({ data: { over: 'many' } });
    await stopped;
  });
});
