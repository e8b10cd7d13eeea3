import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postmaster, stopPostmaster } from '../database/postmaster';
import { exists } from '../database/process-mark';
import { type RunningCommand, runCommand } from '../test/command';
import { until } from '../test/until';

let folder: string;
const started: RunningCommand[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'workers-'));
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

const SETTINGS = () => ({ DATA_DIR: folder, PORT: '0', DEMO_DATA: 'false', WORKERS: '2' });

async function start(): Promise<{ running: RunningCommand; url: string }> {
  const running = runCommand(['start'], SETTINGS());
  started.push(running);
  await running.said('Ctrl-C stops it.');
  return { running, url: /http:\/\/127\.0\.0\.1:\d+/.exec(running.output())?.[0] as string };
}

function workersOf({ child }: RunningCommand): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/).map(Number));
  return processes.flatMap(([pid = 0, parent]) => (parent === child.pid && pid !== server() ? [pid] : []));
}
const server = () => postmaster(path.join(folder, 'postgres', 'data'))?.pid;
const ready = async (url: string) => (await fetch(`${url}/health/ready`)).status;

test('several processes answer on one port, a process that dies is replaced, and all end with the first process', async () => {
  const { running, url } = await start();
  const [one, other] = workersOf(running) as [number, number];
  expect(workersOf(running)).toHaveLength(2);
  expect(await ready(url)).toBe(200);

  process.kill(one, 'SIGKILL');
  await until('another takes its place', () => workersOf(running).length === 2 && !workersOf(running).includes(one));
  expect(workersOf(running)).toContain(other);
  expect(await ready(url)).toBe(200);

  const all = [...workersOf(running), server() as number];
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
  expect(all.filter(exists)).toEqual([]);
  expect(running.output()).toContain('Stopping …');
});

test('no worker is left where the first process was killed', async () => {
  const { running } = await start();
  const workers = workersOf(running);
  expect(workers).toHaveLength(2);
  running.child.kill('SIGKILL');
  await running.ended;
  await until('the workers are gone', () => !workers.some(exists));
});

test('Ctrl-C that reaches all of them stops them in order', async () => {
  const { running } = await start();
  const all = [...workersOf(running), server() as number];
  for (const pid of workersOf(running)) process.kill(pid, 'SIGINT');
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
  expect(running.errors()).not.toContain('a worker died');
  expect(all.filter(exists)).toEqual([]);
});

test('a worker that cannot start ends the whole start, and says why', async () => {
  const running = runCommand(['start'], { ...SETTINGS(), TRUSTED_DOCUMENTS: path.join(folder, 'nowhere') });
  started.push(running);
  expect(await running.ended).toBe(1);
  expect(running.errors()).toMatch(/nowhere[\s\S]*A worker ended before it was ready\./);
  expect(server()).toBeUndefined();
});
