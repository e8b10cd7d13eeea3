/** Tells a process from a later one that got the same number. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessMark {
  readonly pid: number;
  /** When it started, in whatever way the system tells; empty where it does not tell. */
  readonly started: string;
}

export function markOf(pid: number): ProcessMark {
  return { pid, started: startOf(pid) };
}

/** True where that very process is alive. */
export function isAlive(mark: ProcessMark): boolean {
  return exists(mark.pid) && (mark.started === '' || startOf(mark.pid) === mark.started);
}

/** A zombie counts as gone: nothing of it runs any more. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return stat(pid)?.[0] !== 'Z';
}

/** The command line of a process, words separated by blanks; null where there is no such process. */
export function commandLine(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ps(pid, 'args');
  }
}

function startOf(pid: number): string {
  return stat(pid)?.[19] ?? ps(pid, 'lstart') ?? '';
}

/** The fields of /proc/pid/stat from the third one (state) on: the second one, the name, may hold blanks. */
function stat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ps(pid: number, field: string): string | null {
  if (process.platform === 'linux') return null;
  const { status, stdout } = spawnSync('/bin/ps', ['-ww', '-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
