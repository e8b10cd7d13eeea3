import { once } from 'node:events';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gracefulStop } from './graceful-stop';

async function opened(
  answer: (response: ServerResponse) => void,
): Promise<{ server: Server; stop(): Promise<void>; port: number }> {
  const server = createServer((_, response) => answer(response));
  const stop = gracefulStop(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, stop, port: (server.address() as AddressInfo).port };
}

test('a connection on which nothing was sent is closed at once, and what has come in is answered', async () => {
  const responses: ServerResponse[] = [];
  const { server, stop, port } = await opened((response) => responses.push(response));
  const silent = connect(port, '127.0.0.1');
  await once(server, 'connection');
  const asking = request({ port, host: '127.0.0.1', agent: false }).end();
  await once(server, 'request');
  const stopped = stop();
  await once(silent.resume(), 'close');
  const answered = once(asking, 'response');
  responses[0]?.end('done');
  expect((await answered)[0]).toMatchObject({ statusCode: 200 });
  await stopped;
});

test('a request that was sent with its connection, just before, is answered', async () => {
  const { server, stop, port } = await opened((response) => response.end('done'));
  const asking = request({ port, host: '127.0.0.1', agent: false }).end();
  const answered = once(asking, 'response');
  await once(server, 'connection');
  await stop();
  expect((await answered)[0]).toMatchObject({ statusCode: 200 });
});

test('a connection that is idle after its first request is closed', async () => {
  const { server, stop, port } = await opened((response) => response.end('done'));
  const idle = connect(port, '127.0.0.1');
  idle.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await once(idle, 'data');
  await stop();
  expect(server.listening).toBe(false);
});

test('a connection that is closed is forgotten', async () => {
  const { server, stop, port } = await opened((response) => response.end('done'));
  const left = connect(port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  left.destroy();
  await once(socket.resume(), 'close');
  const destroy = jest.spyOn(socket, 'destroy');
  const silent = connect(port, '127.0.0.1');
  await once(server, 'connection');
  await Promise.all([stop(), once(silent.resume(), 'close')]);
  expect(destroy).not.toHaveBeenCalled();
});
