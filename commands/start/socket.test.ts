import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem } from '../problem';
import { listenOnSocket } from './socket';

let folder: string;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freischalter-socket-'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))));
  await rm(folder, { recursive: true });
});

const server = () => {
  const made = createServer();
  servers.push(made);
  return made;
};

test('a socket, and the folder that is made for it, can be used by this user only', async () => {
  const socket = path.join(folder, 'run', 'schools.sock');
  await listenOnSocket(server(), socket);
  expect((await stat(socket)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(socket))).mode & 0o777).toBe(0o700);
});

test('a socket that another server answers is refused', async () => {
  const socket = path.join(folder, 'schools.sock');
  await listenOnSocket(server(), socket);
  await expect(listenOnSocket(createServer(), socket)).rejects.toThrow(Problem);
});

test('the socket of a service that was killed is replaced', async () => {
  const socket = path.join(folder, 'schools.sock');
  const script = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  expect((await stat(socket)).isSocket()).toBe(true);
  await listenOnSocket(server(), socket);
});

test('a file that is not a socket is not removed', async () => {
  const file = path.join(folder, 'letter.txt');
  await writeFile(file, 'dear');
  await expect(listenOnSocket(createServer(), file)).rejects.toThrow(/SUBGRAPH_SOCKET/);
  expect((await stat(file)).size).toBe(4);
});
