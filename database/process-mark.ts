/** Tells a process from a later one that got the same number. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessMark {
  readonly pid: number;
  /** When it started, in whatever way the system tells it. It is empty where the system does not. */
  readonly started: string;
  /** The running kernel, and the pid namespace in it. The number means something only there. */
  readonly where: string;
}

export function markOf(pid: number): ProcessMark {
  return { pid, started: startOf(pid), where: HERE };
}

/** Whether it can be seen from here whether that process is alive. Older versions wrote down no place. */
export function isOfHere({ where = HERE }: Partial<ProcessMark>): boolean {
  return where === HERE;
}

/** Whether that very process is alive. It must be one of this place. */
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

/** The processes that a process has started, and that are still its own. */
export function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return [];
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return all.filter((one) => Number(stat(one)?.[1]) === pid);
}

const HERE = placeOfThis();

function placeOfThis(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
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
