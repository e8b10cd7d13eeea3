/**
 * A lock that the kernel keeps: it holds in every pid namespace, and ends with the last process that has it, however
 * that ended. Node has no call for it; `flock` of util-linux locks a file that we have open, and the lock stays with it.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface KernelLock {
  /** Handed to a child, it keeps the lock as long as that one, or one of its children, runs. */
  readonly fd: number;
  release(): void;
}

/** What flock(1) answers where another has the lock. */
const REFUSED = 1;

/** @returns null where another has it. Where the system or the file system has no such locks, the lock has no effect. */
export function kernelLock(file: string): KernelLock | null {
  const fd = openSync(file, 'a+', 0o600);
  const { status } = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
  if (status !== REFUSED) return { fd, release: () => closeSync(fd) };
  closeSync(fd);
  return null;
}
