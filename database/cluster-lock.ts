/** One process at a time may run the embedded database of a folder. The lock outlives a crash and is then taken over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, markOf, type ProcessMark } from './process-mark';

export interface ClusterLock {
  release(): void;
}

interface Holder extends ProcessMark {
  /** Whether other commands may use the database meanwhile. */
  readonly shared: boolean;
}

export class ClusterInUseError extends Error {
  constructor(
    readonly pid: number,
    directory: string,
  ) {
    super(
      `Already running with pid ${pid} on the data in ${path.dirname(directory)}. Stop it, or use another DATA_DIR (and PORT).`,
    );
  }
}

/** @throws ClusterInUseError where a living process holds the lock */
export function lockCluster(directory: string, shared: boolean): ClusterLock {
  const lock = lockFile(directory);
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ ...markOf(process.pid), shared } satisfies Holder));
  try {
    while (!linked(mine, lock)) removeDead(lock, directory);
  } finally {
    rmSync(mine, { force: true });
  }
  return { release: () => rmSync(lock, { force: true }) };
}

/** The living process that holds the lock, if any. */
export function lockHolder(directory: string): Holder | null {
  const holder = read(lockFile(directory));
  return holder && isAlive(holder) ? holder : null;
}

function lockFile(directory: string): string {
  return path.join(directory, 'lock');
}

function removeDead(lock: string, directory: string): void {
  const holder = lockHolder(directory);
  if (holder) throw new ClusterInUseError(holder.pid, directory);
  // Two processes may both have seen the dead one: what was moved away is looked at again, and a living one put back.
  const moved = `${lock}.${process.pid}.dead`;
  try {
    renameSync(lock, moved);
  } catch {
    return;
  }
  const taken = read(moved);
  if (taken && isAlive(taken)) linked(moved, lock);
  rmSync(moved, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
