/** Whose the folder is, with real processes in real pid namespaces. Where none can be made, that is said. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type ClusterHolder, holdCluster, noNamespaces } from '../test/hold-cluster';
import { until } from '../test/until';
import { startCluster } from './cluster';
import { ClusterInUseError } from './cluster-lock';
import { postmaster, stopPostmaster } from './postmaster';
import { exists } from './process-mark';

jest.setTimeout(60_000);

let folder: string;
let directory: string;
let lock: string;
const holders: ClusterHolder[] = [];
/** What takes the time of a lease goes on beside the other tests, each in a folder of its own. */
const copies: string[] = [];
let succession: ReturnType<typeof succeedKilledContainer>;
let takeover: ReturnType<typeof takeOverAbandoned>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'cluster-lock-'));
  directory = path.join(folder, 'postgres');
  lock = path.join(directory, 'lock');
  const made = await startCluster({ directory });
  await made.stop();
  succession = succeedKilledContainer(copyOfFolder());
  takeover = takeOverAbandoned(copyOfFolder());
  for (const one of [succession, takeover]) one.catch(() => undefined);
});

afterAll(async () => {
  await Promise.allSettled([succession, takeover]);
  for (const one of [folder, ...copies]) rmSync(one, { recursive: true, force: true });
});

function copyOfFolder(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'cluster-lock-'));
  copies.push(copy);
  // cpSync of Node 22 and 24 opens folders to others.
  execFileSync('cp', ['-a', `${folder}/.`, copy]);
  return copy;
}

afterEach(async () => {
  for (const { child, ended } of holders.splice(0)) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await ended;
  }
  const left = postmaster(path.join(directory, 'data'));
  if (left) await stopPostmaster(left.pid);
  rmSync(lock, { force: true });
});

function hold(...options: Parameters<typeof holdCluster> extends [string, ...infer Rest] ? Rest : never) {
  const holder = holdCluster(directory, ...options);
  holders.push(holder);
  return holder;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const elsewhere = (changes: object = {}) =>
  JSON.stringify({
    pid: 7,
    started: '1',
    where: 'another kernel',
    host: 'other',
    owner: 'x',
    shared: true,
    ...changes,
  });

/** Null where no pid namespaces can be made. */
async function succeedKilledContainer(of: string) {
  if (missing) return null;
  const first = holdCluster(path.join(of, 'postgres'), { apart: true });
  await ask(await first.ownerUrl, 'create table committed as select 7 as number');
  first.child.kill('SIGKILL');
  await first.ended;
  const second = holdCluster(path.join(of, 'postgres'), { apart: true });
  try {
    return { rows: await ask(await second.ownerUrl, 'select number from committed'), said: second.errors() };
  } finally {
    second.child.kill('SIGKILL');
    await second.ended;
  }
}

async function takeOverAbandoned(of: string) {
  const abandoned = path.join(of, 'postgres', 'lock');
  writeFileSync(abandoned, elsewhere());
  utimesSync(abandoned, new Date('2099-01-01'), new Date('2099-01-01'));
  const said: string[] = [];
  const cluster = await startCluster({ directory: path.join(of, 'postgres'), log: (line) => said.push(line) });
  await cluster.stop();
  return { said, of, abandoned };
}

const missing = noNamespaces();
if (missing) console.warn(`Not tested: ${missing}`);

(missing ? describe.skip : describe)('across pid namespaces', () => {
  test.each([
    ['apart', 'here', true, false],
    ['here', 'apart', false, true],
    ['apart', 'apart from it', true, true],
  ])('a start %s keeps one %s off the same folder, in one line', async (_, __, one, other) => {
    const first = hold({ apart: one });
    const url = await first.ownerUrl;
    await ask(url, 'create table if not exists kept (number int)');
    const second = hold({ apart: other });
    expect(await second.ended).toBe(1);
    expect(second.errors()).toMatch(
      /^The data in \S+ is in use by another container or machine \(pid \d+ on \S+\)\. Stop it there, or use another DATA_DIR \(and PORT\)\.\n$/,
    );
    expect(await ask(url, 'insert into kept values (2) returning number')).toEqual([{ number: 2 }]);
  });

  test('a frozen holder keeps its folder, and goes on with it', async () => {
    const first = hold({ apart: true });
    const url = await first.ownerUrl;
    const [node] = readFileSync(`/proc/${first.child.pid}/task/${first.child.pid}/children`, 'utf8').trim().split(' ');
    process.kill(Number(node), 'SIGSTOP');
    const second = hold();
    expect(await second.ended).toBe(1);
    process.kill(Number(node), 'SIGCONT');
    expect(await ask(url, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  test('a killed container is succeeded after the time of the lease, and nothing it committed is lost', async () => {
    const { rows, said } = (await succession) as NonNullable<Awaited<typeof succession>>;
    expect(rows).toEqual([{ number: 7 }]);
    expect(said).toContain('Waiting 10 s, for another container or machine may be at work on ');
  });

  test('a lock that somebody removed by hand lets nobody onto a folder in use', async () => {
    const first = hold({ apart: true });
    const url = await first.ownerUrl;
    rmSync(lock);
    await expect(startCluster({ directory })).rejects.toThrow(ClusterInUseError);
    expect(await ask(url, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });
});

test('what a killed process left running is stopped by the next start at once, and nothing it committed is lost', async () => {
  const first = hold();
  await ask(await first.ownerUrl, 'create table if not exists committed as select 7 as number');
  const orphan = postmaster(path.join(directory, 'data'))?.pid as number;
  first.child.kill('SIGKILL');
  await first.ended;
  expect(exists(orphan)).toBe(true);
  const second = hold();
  expect(await ask(await second.ownerUrl, 'select number from committed')).toEqual([{ number: 7 }]);
  expect(exists(orphan)).toBe(false);
  expect(second.errors()).toBe('Stopping the database that an earlier run left behind\n');
});

test.each([true, false])('of two starts at once one has the folder (kernel locks: %s)', async (kernelLocks) => {
  const environment = kernelLocks ? undefined : { PATH: '/nowhere' };
  const starts = Array.from({ length: 3 }, () => hold({ environment }));
  const outcomes = await Promise.all(starts.map(({ ownerUrl }) => ownerUrl.catch((error: Error) => error.message)));
  expect(outcomes.filter((outcome) => outcome.startsWith('postgres:'))).toHaveLength(1);
  expect(outcomes.filter((outcome) => /^Already running with pid \d+ on the data in /.test(outcome))).toHaveLength(2);
});

test('a holder on another machine that renews its lease keeps the folder', async () => {
  writeFileSync(lock, elsewhere());
  const beating = setInterval(() => utimesSync(lock, new Date(), new Date()), 1_000);
  try {
    await expect(startCluster({ directory })).rejects.toThrow(
      `The data in ${folder} is in use by another container or machine (pid 7 on other).`,
    );
  } finally {
    clearInterval(beating);
  }
  expect(JSON.parse(readFileSync(lock, 'utf8')).owner).toBe('x');
});

test('one that does not renew it loses it, whatever its clock says', async () => {
  const { said, of, abandoned } = await takeover;
  expect(said).toEqual([`Waiting 10 s, for another container or machine may be at work on ${of}`]);
  expect(existsSync(abandoned)).toBe(false);
});

test('a holder whose lease was taken over stops at once, says so, and leaves the files of the other alone', async () => {
  const died: string[] = [];
  const cluster = await startCluster({ directory, onDeath: (reason) => died.push(reason) });
  const data = path.join(directory, 'data');
  const server = postmaster(data)?.pid as number;
  writeFileSync(lock, elsewhere());
  await until('the database is ended', () => !exists(server));
  expect(died).toEqual([
    `Another start has taken over the data in ${folder} (pid 7 on other): this one was frozen, or did not reach the folder, for 10 s.`,
  ]);
  expect(existsSync(path.join(data, 'postmaster.pid'))).toBe(true);
  await cluster.stop();
  expect(JSON.parse(readFileSync(lock, 'utf8')).owner).toBe('x');
});
