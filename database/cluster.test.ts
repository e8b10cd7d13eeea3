import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startCluster } from './cluster';
import { ClusterInUseError } from './cluster-lock';
import { postmaster, stopPostmaster } from './postmaster';
import { exists } from './process-mark';

let folder: string;
let directory: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cluster-'));
  directory = path.join(folder, 'postgres');
});

afterAll(async () => {
  const left = postmaster(path.join(directory, 'data'));
  if (left) await stopPostmaster(left.pid);
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a first start makes a cluster, a stop leaves nothing running, and a later start finds its data', async () => {
  const first = await startCluster({ directory, fast: true });
  await ask(first.ownerUrl, 'create table kept as select 7 as number');
  const pid = postmaster(path.join(directory, 'data'))?.pid as number;
  await first.stop();
  expect(exists(pid)).toBe(false);
  expect(existsSync(path.join(directory, 'lock'))).toBe(false);

  const second = await startCluster({ directory, fast: true });
  expect(await ask(second.ownerUrl, 'select number from kept')).toEqual([{ number: 7 }]);
  await second.stop();
});

test('the cluster sorts alike on every machine, listens on the loopback alone and wants the password', async () => {
  const cluster = await startCluster({ directory, fast: true });
  try {
    const [row] = await ask(
      cluster.ownerUrl,
      `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
              datlocprovider as provider, datlocale as locale from pg_database where datname = 'freischalter'`,
    );
    expect(row).toEqual({ addresses: '127.0.0.1', sockets: '', provider: 'b', locale: 'C.UTF-8' });
    const url = new URL(cluster.ownerUrl);
    url.password = 'wrong';
    await expect(ask(url.toString(), 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(path.join(directory, 'owner-password')).mode & 0o077).toBe(0);
  } finally {
    await cluster.stop();
  }
});

test('a second start on the same folder is refused, and names the process that runs it', async () => {
  const cluster = await startCluster({ directory, fast: true });
  try {
    await expect(startCluster({ directory, fast: true })).rejects.toThrow(ClusterInUseError);
    await expect(startCluster({ directory, fast: true })).rejects.toThrow(`pid ${process.pid}`);
    expect(await ask(cluster.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  } finally {
    await cluster.stop();
  }
});

test('a lock whose number went to another program is taken over', async () => {
  writeFileSync(path.join(directory, 'lock'), JSON.stringify({ pid: process.pid, started: 'long ago', shared: true }));
  const cluster = await startCluster({ directory, fast: true });
  await cluster.stop();
});

test('a server file that a machine crash left behind does not keep the cluster from starting', async () => {
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  try {
    const data = path.join(directory, 'data');
    writeFileSync(
      path.join(data, 'postmaster.pid'),
      `${other.pid}\n${data}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`,
    );
    const cluster = await startCluster({ directory, fast: true });
    await cluster.stop();
    expect(exists(other.pid as number)).toBe(true);
  } finally {
    await ended(other);
  }
});

test('what a start killed while making the cluster left half made is made anew', async () => {
  const other = path.join(folder, 'other');
  mkdirSync(path.join(other, 'data.new'), { recursive: true });
  writeFileSync(path.join(other, 'data.new', 'PG_VERSION'), '18\n');
  const cluster = await startCluster({ directory: other, fast: true });
  expect(await ask(cluster.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  await cluster.stop();
});

test('a folder that cannot be made is one line that names it and the remedy', async () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  await expect(startCluster({ directory: '/proc/nowhere/postgres' })).rejects.toThrow(
    '/proc/nowhere/postgres does not exist and cannot be made',
  );
  const problem = await startCluster({ directory: path.join(file, 'postgres') }).catch((error: Error) => error.message);
  expect(problem).toBe(
    `The folder ${path.join(file, 'postgres')} does not exist and cannot be made. Make it, for the user that runs this, or set DATA_DIR to another one.`,
  );
});

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
