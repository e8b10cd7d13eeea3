import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postmaster, stopPostmaster } from '../database/postmaster';
import { exists } from '../database/process-mark';
import { type RunningCommand, runCommand } from '../test/command';

let folder: string;
const started: RunningCommand[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'start-'));
});

afterAll(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL');
    await ended;
  }
  const left = postmaster(path.join(folder, 'postgres', 'data'));
  if (left) await stopPostmaster(left.pid);
  rmSync(folder, { recursive: true, force: true });
});

function start(settings: Record<string, string> = {}): RunningCommand {
  const running = runCommand(['start'], { DATA_DIR: folder, PORT: '0', DEMO_DATA: 'false', ...settings });
  started.push(running);
  return running;
}

async function answering(running: RunningCommand): Promise<string> {
  await running.said('Ctrl-C stops it.');
  return /http:\/\/127\.0\.0\.1:\d+/.exec(running.output())?.[0] as string;
}

function server(): number | undefined {
  return postmaster(path.join(folder, 'postgres', 'data'))?.pid;
}

test('npm start answers, refuses a second start on its data, recovers from a kill, and leaves nothing running when stopped', async () => {
  const first = start();
  const url = await answering(first);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  expect((await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })).status).toBe(200);
  const { token, query, variables } = JSON.parse(await (await fetch(`${url}/explorer/start.json`)).text());
  const asked = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  // Without the demo data there is no such school: the token is accepted, and gives access to nothing.
  expect(await asked.json()).toMatchObject({ data: { school: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.errors()).toBe(
    `Already running with pid ${first.child.pid} on the data in ${folder}. Stop it, or use another DATA_DIR (and PORT).\n`,
  );

  const beside = runCommand(['migrate'], { DATA_DIR: folder });
  expect(await beside.ended).toBe(0);
  expect(beside.output()).toBe('The database is up to date.\n');

  const orphan = server() as number;
  first.child.kill('SIGKILL');
  await first.ended;
  expect(exists(orphan)).toBe(true);

  // Only errors are logged, because a very busy machine causes warnings about a slow database.
  const third = start({ LOG_LEVEL: 'error' });
  await answering(third);
  expect(exists(orphan)).toBe(false);
  const pid = server() as number;
  third.child.kill('SIGTERM');
  expect(await third.ended).toBe(0);
  expect(third.errors()).toBe('');
  expect(exists(pid)).toBe(false);
  expect(existsSync(path.join(folder, 'postgres', 'lock'))).toBe(false);
});

test('a start that is stopped before it is done leaves nothing running', async () => {
  const running = start();
  await running.said('Starting …');
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
  expect(server()).toBeUndefined();
});

test('a port that is in use is reported in one line with the remedy, before anything else begins', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  try {
    const running = start({ PORT: String(port) });
    expect(await running.ended).toBe(1);
    expect(running.errors()).toBe(
      `Port ${port} is taken on 127.0.0.1. Stop what listens there, or set PORT to another one.\n`,
    );
    expect(running.output()).toBe('');
  } finally {
    other.close();
  }
});

test('a database that does not answer is reported in one line that names it without its password', async () => {
  const running = start({ DATABASE_URL: 'postgres://owner:geheim@127.0.0.1:1/licences' });
  expect(await running.ended).toBe(1);
  expect(running.errors()).toBe(
    'The database postgres://owner@127.0.0.1:1/licences cannot be used: connect ECONNREFUSED 127.0.0.1:1. Nothing answers there. Start that PostgreSQL, or correct host and port.\n',
  );
});

test('a full disk is reported in one line with the reason', async () => {
  const small = mkdtempSync(path.join(tmpdir(), 'start-small-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status !== 0) {
    return console.warn('Not tested: full disks, for no tmpfs can be mounted here.');
  }
  try {
    const running = start({ DATA_DIR: small });
    expect(await running.ended).toBe(1);
    expect(running.errors()).toMatch(
      /^.*No space left on device\. The disk of \S+ is full: free some space on it, or set DATABASE_URL\.\n$/,
    );
  } finally {
    spawnSync('umount', ['-l', small]);
    rmSync(small, { recursive: true, force: true });
  }
});
