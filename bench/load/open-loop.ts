/**
 * Open loop: requests are sent at fixed times, whether earlier ones are answered or not, and each is timed from when it
 * should have been sent. So a pause counts for all requests that would have been sent meanwhile (no coordinated
 * omission).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { quantile } from '../statistics';
import { bodyOf, headersOf, type Operation } from './closed-loop';

export interface Latency {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** The number of requests that were sent, fewer where it gave up. */
  readonly requests: number;
  /** Whether too many requests were waiting, so that it cannot keep up with this rate. */
  readonly gaveUp: boolean;
}

const MAX_WAITING = 2_000;

/** @throws Error where a request was not answered with 200 */
export async function sendAtRate(
  url: string,
  operations: readonly Operation[],
  perSecond: number,
  seconds: number,
): Promise<Latency> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 256 });
  const times: number[] = [];
  const underway = new Set<Promise<void>>();
  const total = Math.floor(perSecond * seconds);
  const began = performance.now();
  let sent = 0;
  let failure: Error | undefined;

  async function send(operation: Operation, due: number): Promise<void> {
    const headers = headersOf(operation);
    const { statusCode, body } = await pool.request({
      path: pathname,
      method: 'POST',
      headers,
      body: bodyOf(operation),
    });
    await body.text();
    if (statusCode !== 200) throw new Error(`${url}: status ${statusCode}`);
    times.push(performance.now() - due);
  }

  while (sent < total && underway.size < MAX_WAITING && !failure) {
    const due = began + (sent * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const one: Promise<void> = send(operations[sent % operations.length] as Operation, due)
      .catch((error) => {
        failure ??= error;
      })
      .finally(() => underway.delete(one));
    underway.add(one);
    sent += 1;
  }
  await Promise.all(underway);
  await pool.close();
  if (failure) throw failure;
  return {
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    p99Ms: quantile(times, 0.99),
    requests: times.length,
    gaveUp: sent < total,
  };
}
