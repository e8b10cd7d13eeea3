/**
 * Several processes that answer on one port, each with a gateway and the services. The first process starts them,
 * takes no requests itself, and owns everything that exists once: the database, the counters of requests, the metrics
 * of all.
 *
 * A worker that dies is replaced, later each time. When the first process ends, in whatever way, the others end too:
 * it tells them where it still can, and otherwise they notice that the channel to it is closed.
 */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import type { Service } from '../../database/roles';
import { Problem } from '../problem';
import type { BoundDemoRole } from './demo-roles';
import type { Lifecycle } from './lifecycle';

/** What a worker is given: no more than it needs, so not the owner's password. */
export interface WorkerTask {
  readonly databaseUrls: Readonly<Record<Service, string>>;
  readonly poolSize: number;
  /** The demo roles that it offers at the console. */
  readonly demoRoles: readonly BoundDemoRole[] | null;
}

/** The messages between them. */
export type FromWorker = { readonly kind: 'hello' } | { readonly kind: 'ready'; readonly url: string };
export type ToWorker = { readonly kind: 'task'; readonly task: WorkerTask } | { readonly kind: 'stop' };

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that lived this long did not die because of its start. */
const SETTLED_MS = 60_000;
/** Work that is not finished by then is cut off. This is a little less than the lifecycle waits. */
const PATIENCE_MS = 18_000;

/**
 * @returns the address at which they answer, when all do
 * @throws Problem where one ends before it is ready
 */
export async function startWorkers(
  count: number,
  task: WorkerTask,
  log: Logger,
  lifecycle: Lifecycle,
): Promise<string> {
  new RateLimiterClusterMaster();
  const running = new Set<Worker>();
  let stopping = false;
  sameProgram();

  function fork(): Worker {
    const worker = cluster.fork();
    running.add(worker);
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'hello') send(worker, { kind: 'task', task });
    });
    worker.on('exit', () => running.delete(worker));
    worker.on('error', (err) => log.warn({ err }, 'a worker cannot be reached'));
    return worker;
  }

  /** Keeps one worker in its place forever. @returns the address of the first one that started */
  async function keepWorker(): Promise<string> {
    const first = fork();
    const url = await readiness(first);
    void replaceForever(first);
    return url;
  }

  async function replaceForever(worker: Worker): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS, present = worker; ; ) {
      const since = Date.now();
      if (!present.isDead()) await once(present, 'exit');
      if (stopping) return;
      if (Date.now() - since > SETTLED_MS) pauseMs = FIRST_PAUSE_MS;
      log.error({ pid: present.process.pid, again: pauseMs }, 'a worker died; another one takes its place');
      await pause(pauseMs);
      if (stopping) return;
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      present = fork();
    }
  }

  process.on('exit', () => {
    for (const { process: left } of running) left.kill('SIGKILL');
  });
  lifecycle.keep(async () => {
    stopping = true;
    const ended = [...running].map((worker) => once(worker, 'exit'));
    for (const worker of running) send(worker, { kind: 'stop' });
    await Promise.race([Promise.all(ended), pause(PATIENCE_MS)]);
    for (const { process: left } of running) left.kill('SIGKILL');
  });
  const [url] = await Promise.all(Array.from({ length: count }, keepWorker));
  return url as string;
}

function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}

/** Uses the same command as this process, even where that was loaded by another file. */
function sameProgram(): void {
  const [, command = '', ...words] = process.argv;
  const exec = require.main?.filename ?? command;
  cluster.setupPrimary({ exec, args: exec === command ? words : [command, ...words] });
}

async function readiness(worker: Worker): Promise<string> {
  const ended = new AbortController();
  const gone = once(worker, 'exit', { signal: ended.signal }).then(() => {
    throw new Problem('A worker ended before it was ready. See its messages, or set WORKERS to 1.');
  });
  const ready = new Promise<string>((done) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') done(message.url);
    });
  });
  try {
    return await Promise.race([ready, gone]);
  } finally {
    ended.abort();
    gone.catch(() => undefined);
  }
}
