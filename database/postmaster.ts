/** The running server process of a cluster, found and stopped by the file that PostgreSQL keeps about it. */
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childrenOf, commandLine, exists } from './process-mark';

interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections. */
  readonly ready: boolean;
}

/** The living server of this data folder, or null; one in another pid namespace is not seen. */
export function postmaster(data: string): Postmaster | null {
  const lines = pidFile(data);
  const pid = Math.abs(Number(lines[0]));
  if (!pid || !exists(pid) || serverOf(pid, data) !== 'ours') return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * After a crash the number in the file may be another program's by now, and PostgreSQL would refuse to start. To be
 * called only by the holder of the folder's lock: elsewhere, the number may mean a living server.
 */
export function removeStalePidFile(data: string): void {
  const pid = Math.abs(Number(pidFile(data)[0]));
  if (pid && exists(pid) && serverOf(pid, data) === 'other program') rmSync(path.join(data, 'postmaster.pid'));
}

function pidFile(data: string): string[] {
  try {
    return readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

const PATIENCE = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
] as const;

/** Ends its connections and then the server; where that takes too long, both at once. @returns false where it still runs */
export async function stopPostmaster(pid: number): Promise<boolean> {
  for (const [signal, limit] of PATIENCE) {
    try {
      process.kill(pid, signal);
    } catch {
      return !exists(pid);
    }
    for (const deadline = Date.now() + limit; Date.now() < deadline; await pause(20)) {
      if (!exists(pid)) return true;
    }
  }
  return false;
}

/**
 * Kills a server with all its processes. They write nothing any more, and leave even their own files. This is for a
 * folder that somebody else has by now.
 */
export function killPostmaster(pid: number): void {
  const send = (to: number, signal: NodeJS.Signals) => {
    try {
      process.kill(to, signal);
    } catch {}
  };
  // It is stopped first, so that it starts no more processes.
  send(pid, 'SIGSTOP');
  for (const process of [...childrenOf(pid), pid]) send(process, 'SIGKILL');
}

/** A server stands in its data folder, whatever the folder was called when it was started. */
function serverOf(pid: number, data: string): 'ours' | 'other program' | 'not known' {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data) ? 'ours' : 'other program';
  } catch {
    const words = commandLine(pid);
    if (words?.includes(` -D ${data} `)) return 'ours';
    return words !== null && !words.includes('postgres') ? 'other program' : 'not known';
  }
}
