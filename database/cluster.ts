/**
 * The embedded PostgreSQL: one cluster in one folder, on the loopback, run by one process of ours at a time.
 *
 * The folder holds `data` (PostgreSQL's own), `owner-password`, `postgres.log` and `lock`. Nothing outside is changed.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ClusterError } from './cluster-error';
import { type ClusterLock, lockCluster, lockHolder } from './cluster-lock';
import { makeFolder } from './data-folder';
import { launchPostgres, type RunningPostgres } from './launch-postgres';
import { makeCluster, OWNER } from './make-cluster';
import { postgresProgram } from './postgres-program';
import { postmaster, stopPostmaster } from './postmaster';
import { give, unprivileged } from './unprivileged';

export interface ClusterOptions {
  /** Made where it does not exist. */
  readonly directory: string;
  /** What takes long is said here, one line each. */
  readonly log?: (line: string) => void;
  /** Whether other commands may use the database while this process runs it. */
  readonly shared?: boolean;
  /** Where it listens; any free one where it is left out. */
  readonly port?: number;
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

/** How long another process may take to start it. */
const START_LIMIT_MS = 60_000;

/**
 * Starts the cluster of a folder, making it first where there is none. One that a killed process left running is stopped.
 *
 * @throws ClusterInUseError, FolderError, NoEmbeddedPostgresError, NotAsRootError or ClusterError, each with one line and the remedy
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
    if (!existsSync(data)) {
      options.log?.('Making the embedded database');
      makeCluster(directory, program, launch, options);
    }
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
  makeFolder(directory, 0o700);
  return realpathSync(directory);
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
