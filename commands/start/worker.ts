/**
 * One of several processes that answer on one port: workers.ts has started it, and sends it its task and the order to
 * end.
 */
import type { Logger } from 'pino';
import { RateLimiterCluster, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Settings } from '../../environment';
import type { CounterOptions } from '../../gateway/limits/rate';
import type { Lifecycle } from './lifecycle';
import { startOneMachine } from './one-machine';
import { startTelemetry } from './telemetry';
import type { FromWorker, ToWorker, WorkerTask } from './workers';

export async function work(settings: Settings, log: Logger, lifecycle: Lifecycle): Promise<void> {
  const task = nextTask();
  sendToPrimary({ kind: 'hello' });
  const telemetry = await startTelemetry(settings, log, lifecycle);
  const counters = (options: CounterOptions) => new SharedCounter(options);
  const url = await startOneMachine(settings, { ...(await task), log, telemetry, counters }, lifecycle);
  sendToPrimary({ kind: 'ready', url });
}

/** Ends this process when the first process says so, or is gone. Ctrl-C is for the first process. */
export function stopOnMessage(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', stop);
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') stop();
  });
}

function nextTask(): Promise<WorkerTask> {
  return new Promise((done) => {
    process.on('message', (message: ToWorker) => {
      if (message.kind === 'task') done(message.task);
    });
  });
}

function sendToPrimary(message: FromWorker): void {
  process.send?.(message);
}

const PATIENCE_MS = 1_000;

/** Counts in the first process, for all workers together; only in this one where the first does not answer in time. */
class SharedCounter extends RateLimiterCluster {
  private readonly own: RateLimiterMemory;

  constructor({ givesBack: _, ...options }: CounterOptions) {
    super({ ...options, timeoutMs: PATIENCE_MS });
    this.own = new RateLimiterMemory(options);
  }

  override consume(key: string, points?: number): Promise<RateLimiterRes> {
    return super.consume(key, points).catch((error) => orOwn(error, () => this.own.consume(key, points)));
  }

  override penalty(key: string, points?: number): Promise<RateLimiterRes> {
    return super.penalty(key, points).catch((error) => orOwn(error, () => this.own.penalty(key, points)));
  }

  override reward(key: string, points?: number): Promise<RateLimiterRes> {
    return super.reward(key, points).catch((error) => orOwn(error, () => this.own.reward(key, points)));
  }
}

function orOwn(error: unknown, count: () => Promise<RateLimiterRes>): Promise<RateLimiterRes> {
  if (error instanceof Error) return count();
  throw error;
}
