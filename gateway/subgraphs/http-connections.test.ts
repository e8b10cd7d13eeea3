import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Cancellation } from '../../request/cancellation';
import { HttpConnections } from './http-connections';

const GET = 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n';
const MOST = 1_000_000;
const waits = new Cancellation();

let service: Server | HttpServer;
let connections: HttpConnections;
let opened: Socket[];

async function listening(server: Server | HttpServer): Promise<void> {
  opened = [];
  service = server.on('connection', (socket: Socket) => opened.push(socket));
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address() as AddressInfo;
  connections = new HttpConnections({ host: '127.0.0.1', port, isSecure: false }, MOST);
}

afterEach(async () => {
  await connections.close();
  for (const socket of opened) socket.destroy();
  await new Promise((closed) => service.close(closed));
});

describe('a service', () => {
  beforeEach(() =>
    listening(
      createHttpServer((request, response) => {
        request.resume();
        response.end('x'.repeat(200_000));
      }),
    ),
  );

  const ask = () => connections.exchange(GET, waits);

  test('is asked over one connection again and again, and over several for simultaneous questions', async () => {
    for (let time = 0; time < 3; time += 1) expect((await ask()).text).toHaveLength(200_000);
    expect(opened).toHaveLength(1);
    await Promise.all([ask(), ask(), ask()]);
    expect(opened).toHaveLength(3);
    await Promise.all([ask(), ask(), ask()]);
    expect(opened).toHaveLength(3);
  });

  test('that has closed a connection is asked over another one', async () => {
    await ask();
    const [first] = opened as [Socket];
    first.destroy();
    while (connections.size > 0) await new Promise(setImmediate);
    expect((await ask()).status).toBe(200);
    expect(opened).toHaveLength(2);
  });

  test('is waited for when the connections are closed, and is not asked afterwards', async () => {
    const answered = ask();
    await connections.close();
    expect((await answered).status).toBe(200);
    await expect(ask()).rejects.toThrow('closed');
  });
});

describe('a service that breaks the protocol', () => {
  let says: (socket: Socket) => void;

  beforeEach(() => listening(createServer((socket) => socket.on('data', () => says(socket)).on('error', () => {}))));

  const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

  test('has its connection cut when it sends an answer without a question', async () => {
    says = (socket) => socket.write(OK);
    await connections.exchange(GET, waits);
    const [first] = opened as [Socket];
    const closed = once(first, 'close');
    first.write(OK.replace('ok', 'no'));
    await closed;
    expect((await connections.exchange(GET, waits)).text).toBe('ok');
    expect(opened).toHaveLength(2);
  });

  test.each([
    ['says two answers', (socket: Socket) => socket.write(`${OK}${OK}`), 'more than'],
    ['cuts its answer', (socket: Socket) => socket.end(OK.slice(0, -1)), 'cut'],
    ['says nothing', (socket: Socket) => socket.end(), 'cut'],
    ['resets the connection', (socket: Socket) => socket.resetAndDestroy(), 'ECONNRESET'],
  ])('counts as not having answered where it %s', async (_, does, why) => {
    says = does;
    await expect(connections.exchange(GET, waits)).rejects.toThrow(why);
    says = (socket) => socket.write(OK);
    expect((await connections.exchange(GET, waits)).text).toBe('ok');
  });

  test('is asked over another connection while it has not read the request that it answered', async () => {
    says = (socket) => socket.pause().write(OK);
    const large = GET + '\0'.repeat(50_000_000);
    expect((await connections.exchange(large, waits)).text).toBe('ok');
    expect((await connections.exchange(GET, waits)).text).toBe('ok');
    expect(opened).toHaveLength(2);
  });

  test('is not waited for once the client has left, and its late answer reaches nobody', async () => {
    const asked = new Promise<void>((heard) => {
      says = () => heard();
    });
    const leaving = new Cancellation();
    const exchange = connections.exchange(GET, leaving);
    await asked;
    leaving.abort('left');
    await expect(exchange).rejects.toBe('left');
    opened[0]?.write(OK.replace('ok', 'no'));
    says = (socket) => socket.write(OK);
    expect((await connections.exchange(GET, waits)).text).toBe('ok');
    await expect(connections.exchange(GET, leaving)).rejects.toBe('left');
  });
});

test('where nobody listens there is no answer', async () => {
  await listening(createServer());
  const { port } = service.address() as AddressInfo;
  await new Promise((closed) => service.close(closed));
  await expect(connections.exchange(GET, waits)).rejects.toThrow('ECONNREFUSED');
  await expect(
    new HttpConnections({ host: '127.0.0.1', port, isSecure: true }, MOST).exchange(GET, waits),
  ).rejects.toThrow('ECONNREFUSED');
  service = createServer().listen(0);
});
