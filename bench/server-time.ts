/**
 * Measures how long work takes, and how much processor time of the server it uses. Other work on the machine hardly
 * affects the latter.
 */
import { readFileSync } from 'node:fs';
import type { TestDatabase } from '../test/database';

export interface Timing {
  readonly ms: number;
  /** The processor time of the server process where the kernel reports it; NaN elsewhere. */
  readonly cpuMs: number;
}

/** Returns the id of the server process that serves a connection. */
export async function pidOf(query: (text: string) => Promise<{ pid: number }[]>): Promise<number> {
  const [row] = await query('select pg_backend_pid() as pid');
  return (row as { pid: number }).pid;
}

/** @param pid the id of the server process that does the work */
export async function timed(pid: number, work: () => Promise<unknown>): Promise<Timing> {
  const [begun, cpuBegun] = [performance.now(), processorMs(pid)];
  await work();
  return { ms: performance.now() - begun, cpuMs: processorMs(pid) - cpuBegun };
}

/** Returns the processor time so far of this process and of all that serve its connections to a database. */
export async function processorMsWith({ query }: Pick<TestDatabase, 'query'>): Promise<number> {
  const serving = await query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
  );
  const { user, system } = process.cpuUsage();
  return serving.reduce((sum, { pid }) => sum + processorMs(pid), (user + system) / 1000);
}

/** Returns the processor time that was used since the meter was started, in milliseconds. */
export type Meter = () => Promise<number>;

/** Whether the kernel reports the processor time of other processes. */
export const MEASURES_PROCESSES = !Number.isNaN(processorMs(process.pid));

/**
 * Meters the server processes that serve connections to a database, except the one that is asked for them. A process
 * that ends before the meter is read does not count.
 */
export async function meterServer({ query }: Pick<TestDatabase, 'query'>): Promise<Meter> {
  async function used() {
    const serving = await query<{ pid: number }>(
      `select pid from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return new Map(serving.map(({ pid }) => [pid, processorMs(pid)]));
  }
  const before = await used();
  return async () => [...(await used())].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
}

/** Linux reports nanoseconds. */
function processorMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}
