/**
 * The embedded PostgreSQL: one cluster in one folder, on the loopback, run by one process of ours at a time.
 *
 * The folder holds `data` (PostgreSQL's own), `owner-password`, `postgres.log` and `lock`. Nothing outside is changed.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type ClusterLock, lockCluster, lockHolder } from './cluster-lock';
import { type PostgresProgram, postgresProgram } from './postgres-program';
import { postmaster, stopPostmaster } from './postmaster';
import { give, type Launch, unprivileged, writable } from './unprivileged';

export interface ClusterOptions {
  /** Made where it does not exist. */
  readonly directory: string;
  /** What takes long is said here, one line each. */
  readonly log?: (line: string) => void;
  /** Whether other commands may use the database while this process runs it. */
  readonly shared?: boolean;
  /** For tests: a power failure may lose everything. */
  readonly fast?: boolean;
  /** Called where the database ends without having been told to. */
  readonly onDeath?: (reason: string) => void;
}

export interface Cluster {
  /** The owner of everything in the database `freischalter`; here also the superuser. */
  readonly ownerUrl: string;
  /** Ends the connections that are left, and the database. Comes back when nothing of it runs any more. */
  stop(): Promise<void>;
}

export class ClusterError extends Error {}

const OWNER = 'freischalter';
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const START_LIMIT_MS = 60_000;

/**
 * Starts the cluster of a folder, making it first where there is none. One that a killed process left running is stopped.
 *
 * @throws ClusterInUseError, NoEmbeddedPostgresError, NotAsRootError or ClusterError, each with one line and the remedy
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = folderOf(options.directory);
  const lock = lockCluster(directory, options.shared ?? false);
  try {
    const data = path.join(directory, 'data');
    await stopOrphan(data, options.log);
    const program = postgresProgram(path.join(directory, 'lib'));
    const launch = unprivileged(program.postgres, path.dirname(directory), program.environment);
    give(directory, launch.owner);
    if (!existsSync(data)) makeCluster(directory, program, launch, options);
    const running = await launchPostgres(directory, program, launch, options);
    try {
      await makeDatabase(directory, running.port);
    } catch (error) {
      await running.stop();
      throw error;
    }
    return cluster(directory, running, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The cluster that another living process runs in this folder and shares, or null. */
export async function runningCluster(folder: string): Promise<{ ownerUrl: string } | null> {
  const directory = existsSync(folder) ? realpathSync(folder) : folder;
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await pause(50)) {
    if (!lockHolder(directory)?.shared) return null;
    const found = postmaster(path.join(directory, 'data'));
    if (found?.ready) return { ownerUrl: ownerUrl(directory, found.port) };
  }
  return null;
}

function cluster(directory: string, running: RunningPostgres, lock: ClusterLock): Cluster {
  let stopping: Promise<void> | undefined;
  return {
    ownerUrl: ownerUrl(directory, running.port),
    stop() {
      stopping ??= running.stop().then(() => lock.release());
      return stopping;
    },
  };
}

/** By its one true name, for a folder may be reached by several. */
function folderOf(directory: string): string {
  try {
    mkdirSync(path.dirname(directory), { recursive: true });
    if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
  } catch {
    throw notWritable(path.resolve(directory));
  }
  if (!writable(directory)) throw notWritable(path.resolve(directory));
  return realpathSync(directory);
}

function notWritable(directory: string): ClusterError {
  return new ClusterError(
    `The folder ${directory} cannot be written to. Make it writable, or set DATA_DIR to another one.`,
  );
}

async function stopOrphan(data: string, log?: (line: string) => void): Promise<void> {
  const orphan = postmaster(data);
  if (!orphan) return;
  log?.('Stopping the database that an earlier run left behind');
  if (!(await stopPostmaster(orphan.pid))) {
    throw new ClusterError(
      `The database that an earlier run left behind does not stop. End the process ${orphan.pid} and try again.`,
    );
  }
}

/** Made beside and then moved, so that what a killed start left half made is never taken for a cluster. */
function makeCluster(directory: string, program: PostgresProgram, launch: Launch, options: ClusterOptions): void {
  options.log?.('Making the embedded database');
  const made = path.join(directory, 'data.new');
  const passwordFile = path.join(directory, 'owner-password');
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { mode: 0o700 });
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const passwordCopy = path.join(directory, 'data.new-password');
  writeFileSync(passwordCopy, readFileSync(passwordFile), { mode: 0o600 });
  for (const file of [made, passwordCopy]) give(file, launch.owner);
  const [command, ...words] = [
    ...launch.prefix,
    program.initdb,
    ...['-D', made, '-U', OWNER, `--pwfile=${passwordCopy}`, '--auth=scram-sha-256', '--encoding=UTF8'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(options.fast ? ['-N'] : [])],
  ] as [string, ...string[]];
  const result = spawnSync(command, words, { ...launch.options, env: program.environment, cwd: '/', encoding: 'utf8' });
  rmSync(passwordCopy, { force: true });
  if (result.status !== 0) {
    const reason = result.error?.message ?? lastLine(result.stderr, /error|fatal|could not/i);
    throw new ClusterError(`The embedded database could not be made: ${reason}. Mend that, or set DATABASE_URL.`);
  }
  renameSync(made, path.join(directory, 'data'));
}

interface RunningPostgres {
  readonly port: number;
  stop(): Promise<void>;
}

async function launchPostgres(
  directory: string,
  program: PostgresProgram,
  launch: Launch,
  options: ClusterOptions,
): Promise<RunningPostgres> {
  const logFile = path.join(directory, 'postgres.log');
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  for (const deadline = Date.now() + START_LIMIT_MS; ; await pause(200)) {
    const port = await freePort();
    const settings = { ...SETTINGS, ...(options.fast ? FAST : {}), port: String(port) };
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [command, ...rest] = [...launch.prefix, program.postgres, '-D', path.join(directory, 'data'), ...words] as [
      string,
      ...string[],
    ];
    const output = openSync(logFile, 'a', 0o600);
    // In a session of its own: Ctrl-C in the terminal is for us, and we stop it when the last request is answered.
    const child = spawn(command, rest, {
      ...launch.options,
      env: program.environment,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const reason = await untilReady(child, path.join(directory, 'data'), logFile, deadline);
    if (reason === null) return { port, stop: watch(child, logFile, options.onDeath) };
    // A port that somebody took in between, and the last backends of a killed cluster, go by.
    const passing = /could not bind|could not create any TCP|still in use|lock file .* already exists/.test(reason);
    if (!passing || Date.now() > deadline) {
      throw new ClusterError(`The embedded database does not start: ${reason}. Its log is ${logFile}.`);
    }
  }
}

/** Null when it takes connections, or why it ended. */
async function untilReady(
  child: ChildProcess,
  data: string,
  logFile: string,
  deadline: number,
): Promise<string | null> {
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', () => {
    failure ??= lastLine(readFileSync(logFile, 'utf8'), /FATAL|error/);
  });
  while (Date.now() < deadline) {
    if (failure !== undefined) return failure;
    const found = postmaster(data);
    if (found?.ready && found.pid === child.pid) return null;
    await pause(20);
  }
  child.kill('SIGQUIT');
  return 'it took too long';
}

/** Lets our process end though the database runs, and returns what stops the database. */
function watch(child: ChildProcess, logFile: string, onDeath?: (reason: string) => void): () => Promise<void> {
  let told = false;
  child.unref();
  child.once('exit', () => {
    if (!told) onDeath?.(`The embedded database has ended by itself. Its log is ${logFile}.`);
  });
  return async () => {
    told = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.ref();
    if (!(await stopPostmaster(child.pid as number)))
      throw new ClusterError(`The embedded database does not stop. End the process ${child.pid}.`);
    await gone;
  };
}

async function makeDatabase(directory: string, port: number): Promise<void> {
  const client = new Client({ connectionString: ownerUrl(directory, port, 'postgres'), ssl: false });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [OWNER]);
    if (rowCount === 0) await client.query(`create database ${OWNER}`);
  } finally {
    await client.end();
  }
}

function ownerUrl(directory: string, port: number, database = OWNER): string {
  const password = readFileSync(path.join(directory, 'owner-password'), 'utf8').trim();
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

function lastLine(text: string, telling: RegExp): string {
  const lines = text.trim().split('\n');
  return (lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? '')
    .replace(/^.*(FATAL|ERROR|error): +/, '')
    .trim();
}
