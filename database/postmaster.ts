/** The running server process of a cluster, found and stopped by the file that PostgreSQL keeps about it. */
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine, exists } from './process-mark';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections. */
  readonly ready: boolean;
}

/**
 * The living server of this data folder, or null. After a machine crash the number in the file may be another program's
 * by now; PostgreSQL would then refuse to start, so such a file is removed.
 */
export function postmaster(data: string): Postmaster | null {
  const file = path.join(data, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Math.abs(Number(lines[0]));
  if (!pid) return null;
  if (!exists(pid)) return null;
  const whose = serverOf(pid, data);
  if (whose === 'other program') rmSync(file, { force: true });
  return whose === 'ours' ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : null;
}

const PATIENCE = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
] as const;

/** Ends its connections and then the server; where that takes too long, at once. False where it still runs. */
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
