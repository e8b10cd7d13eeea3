/**
 * The embedded PostgreSQL: one cluster in one folder, on the loopback, run by one process of ours at a time.
 *
 * The folder holds `data` (PostgreSQL's own), `owner-password`, `postgres.log`, `lock` (who runs it, by a lease) and
 * `server.lock` (locked by the kernel, as long as we or any process of PostgreSQL runs on it). Nothing outside is changed.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ClusterError } from './cluster-error';
import { checkFiles } from './cluster-files';
import { ClusterInUseError, lockCluster, lockHolder } from './cluster-lock';
import { diskFull, makeFolder } from './data-folder';
import { type KernelLock, kernelLock } from './kernel-lock';
import { launchPostgres, type RunningPostgres } from './launch-postgres';
import { makeCluster, OWNER } from './make-cluster';
import { postgresProgram } from './postgres-program';
import { postmaster, removeStalePidFile, stopPostmaster } from './postmaster';
import { give, unprivileged } from './unprivileged';

interface ClusterOptions {
  /** It is made where it does not exist. */
  readonly directory: string;
  /** Gets a line for each step that takes long. */
  readonly log?: (line: string) => void;
  /** Whether other commands may use the database while this process runs it. */
  readonly shared?: boolean;
  /** Where it listens. Without it, any free port is taken. */
  readonly port?: number;
  /** For tests: a power failure may lose everything. */
  readonly fast?: boolean;
  /** Called where the database ends without having been stopped. */
  readonly onDeath?: (reason: string) => void;
}

export interface Cluster {
  /** The owner of everything in the database `freischalter`; here also the superuser. */
  readonly ownerUrl: string;
  /** Ends the connections that are left, and the database. Comes back when nothing of it runs any more. */
  stop(): Promise<void>;
}

/** How long another process may take to start it. */
const START_LIMIT_MS = 60_000;
/** How long the last processes of a server that was stopped or killed may take to end. */
const LAST_BACKEND_MS = 5_000;

/**
 * Starts the cluster of a folder, making it first where there is none. One that a killed process left running is stopped.
 *
 * @throws ClusterInUseError, FolderError, NoEmbeddedPostgresError, NotAsRootError or ClusterError, each with one line and the remedy
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = folderOf(options.directory);
  try {
    return await start(directory, options);
  } catch (error) {
    throw diskFull(error, directory) ?? error;
  }
}

async function start(directory: string, options: ClusterOptions): Promise<Cluster> {
  const data = path.join(directory, 'data');
  const serverLock = path.join(directory, 'server.lock');
  let running: RunningPostgres | undefined;
  let lost: string | undefined;
  const lock = await lockCluster(directory, {
    shared: options.shared ?? false,
    log: options.log,
    mayTake() {
      const free = kernelLock(serverLock);
      free?.release();
      return free !== null || postmaster(data) !== null;
    },
    onLost(reason) {
      lost = reason;
      running?.kill();
      options.onDeath?.(reason);
    },
  });
  let held: KernelLock | undefined;
  try {
    held = await lockServer(directory, serverLock, options.log);
    removeStalePidFile(data);
    const program = postgresProgram(path.join(directory, 'lib'));
    const launch = unprivileged(program.postgres, path.dirname(directory), program.environment);
    give(directory, launch.owner);
    if (existsSync(data)) checkFiles(directory);
    else {
      options.log?.('Making the embedded database');
      await makeCluster(directory, program, launch, options);
    }
    if (lost !== undefined) throw new ClusterError(lost);
    running = await launchPostgres(directory, program, launch, held.fd, options);
    if (lost !== undefined) throw new ClusterError(lost);
    await prepareDatabase(directory, running.port);
    return cluster(directory, running, [held, lock]);
  } catch (error) {
    if (lost === undefined) await running?.stop();
    else running?.kill();
    held?.release();
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

function cluster(directory: string, running: RunningPostgres, locks: { release(): void }[]): Cluster {
  let stopping: Promise<void> | undefined;
  return {
    ownerUrl: ownerUrl(directory, running.port),
    stop() {
      stopping ??= running.stop().then(() => {
        for (const lock of locks) lock.release();
      });
      return stopping;
    },
  };
}

/** Folders are known by their real path: one folder may be reached by several. */
function folderOf(directory: string): string {
  makeFolder(directory, 0o700);
  return realpathSync(directory);
}

/**
 * The lock that PostgreSQL itself keeps: where it cannot be had although the lease is ours, a server of an earlier run
 * still runs. One of this pid namespace is stopped.
 */
async function lockServer(directory: string, file: string, log?: (line: string) => void): Promise<KernelLock> {
  const orphan = postmaster(path.join(directory, 'data'));
  if (orphan) log?.('Stopping the database that an earlier run left behind');
  if (orphan && !(await stopPostmaster(orphan.pid))) {
    throw new ClusterError(
      `The database that an earlier run left behind does not stop. End the process ${orphan.pid} and try again.`,
    );
  }
  for (const deadline = performance.now() + LAST_BACKEND_MS; ; await pause(100)) {
    const held = kernelLock(file);
    if (held) return held;
    if (performance.now() > deadline) throw new ClusterInUseError(directory, null);
  }
}

/** @throws ClusterError where damage to its files would not be noticed */
async function prepareDatabase(directory: string, port: number): Promise<void> {
  const client = new Client({ connectionString: ownerUrl(directory, port, 'postgres'), ssl: false });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select current_setting('data_checksums') = 'on' as checked,
              exists (select from pg_database where datname = $1) as made`,
      [OWNER],
    );
    if (!rows[0].checked) {
      throw new ClusterError(
        `The database in ${directory} has no data checksums, so damage to its files would stay unseen. Stop everything that uses it, and run PostgreSQL's own: pg_checksums --enable -D ${path.join(directory, 'data')}`,
      );
    }
    if (!rows[0].made) await client.query(`create database ${OWNER}`);
  } finally {
    await client.end();
  }
}

function ownerUrl(directory: string, port: number, database = OWNER): string {
  const password = readFileSync(path.join(directory, 'owner-password'), 'utf8').trim();
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}
