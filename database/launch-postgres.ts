/** Starts the server process of an embedded cluster, and watches over it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError, lastLine, remedyFor } from './cluster-error';
import type { PostgresProgram } from './postgres-program';
import { killPostmaster, postmaster, stopPostmaster } from './postmaster';
import type { Launch } from './unprivileged';

interface LaunchOptions {
  readonly port?: number;
  readonly fast?: boolean;
  readonly onDeath?: (reason: string) => void;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  /** What one connection may write to disk for sorts and hashes; beyond it the statement fails. */
  temp_file_limit: '1GB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '256MB' };
const START_LIMIT_MS = 60_000;

export interface RunningPostgres {
  readonly port: number;
  stop(): Promise<void>;
  /** Ends it at once; nothing more is written to its folder. */
  kill(): void;
}

/** @param lock a file descriptor that each of its processes keeps open */
export async function launchPostgres(
  directory: string,
  program: PostgresProgram,
  launch: Launch,
  lock: number,
  options: LaunchOptions,
): Promise<RunningPostgres> {
  const logFile = path.join(directory, 'postgres.log');
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  for (const deadline = Date.now() + START_LIMIT_MS; ; await pause(200)) {
    const port = options.port ?? (await freePort());
    const settings = { ...SETTINGS, ...(options.fast ? FAST : {}), port: String(port) };
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [command, ...rest] = [...launch.prefix, program.postgres, '-D', path.join(directory, 'data'), ...words] as [
      string,
      ...string[],
    ];
    const output = openSync(logFile, 'a', 0o600);
    // It gets a session of its own: Ctrl-C in the terminal is for us, and we stop it when the last request is answered.
    const child = spawn(command, rest, {
      ...launch.options,
      env: program.environment,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output, lock],
    });
    closeSync(output);
    const reason = await untilReady(child, path.join(directory, 'data'), logFile, deadline);
    if (reason === null) return { port, ...watch(child, logFile, options.onDeath) };
    // Somebody may have taken the port in between, or the last backends of a killed cluster may still run: both pass.
    const passing = /could not bind|could not create any TCP|still in use|lock file .* already exists/.test(reason);
    if (!passing || Date.now() > deadline) {
      throw new ClusterError(`The embedded database does not start: ${reason}. ${remedyFor(reason, logFile)}`);
    }
  }
}

/** @returns null when it takes connections, or why it ended */
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
    failure ??= reasonIn(logFile);
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

function reasonIn(logFile: string): string {
  return lastLine(readFileSync(logFile, 'utf8'), /FATAL|PANIC|error/);
}

/** Lets our process end though the database runs, and returns what ends the database. */
function watch(
  child: ChildProcess,
  logFile: string,
  onDeath?: (reason: string) => void,
): Pick<RunningPostgres, 'stop' | 'kill'> {
  let isReported = false;
  child.unref();
  child.once('exit', () => {
    if (isReported) return;
    const reason = reasonIn(logFile);
    onDeath?.(`The embedded database has ended by itself: ${reason}. ${remedyFor(reason, logFile)}`);
  });
  return {
    async stop() {
      isReported = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once('exit', done));
      child.ref();
      if (!(await stopPostmaster(child.pid as number)))
        throw new ClusterError(`The embedded database does not stop. End the process ${child.pid}.`);
      await gone;
    },
    kill() {
      isReported = true;
      killPostmaster(child.pid as number);
    },
  };
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
