/**
 * One process at a time may run the embedded database of a folder, wherever it runs: in the same pid namespace, in
 * another container, on another machine that has the folder too.
 *
 * `lock` is a lease. It names its holder, who touches it every second ({@link BEAT_MS}). It is taken over
 * - at once, where the holder is a process of this pid namespace, and dead;
 * - else after {@link LEASE_MS} in which it was seen not to change, by the clock of the one who watches: clocks of two
 *   machines are never compared.
 *
 * A holder who finds that the lease is another's, or could not be renewed for so long, stops at once: `onLost`. Before a
 * lease is taken that no dead process of here has left, the kernel is asked too (`mayTake`): it knows a frozen holder from
 * a dead one, and a removed lock from none.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, isOfHere, markOf, type ProcessMark } from './process-mark';

const BEAT_MS = 1_000;
/** Ten beats: a holder whose thread was blocked, or whose network file system was slow, for seconds, is still there. */
const LEASE_MS = 10_000;
const LOOK_EVERY_MS = 200;
/** On a busy machine the processes of a killed server take a second. */
const DYING_MS = 5_000;

interface ClusterLock {
  release(): void;
}

interface LockOptions {
  /** Whether other commands may use the database meanwhile. */
  readonly shared: boolean;
  /** Whether nothing of this kernel still runs on the folder. */
  readonly mayTake: () => boolean;
  readonly onLost: (reason: string) => void;
  readonly log?: (line: string) => void;
}

interface Holder extends ProcessMark {
  readonly owner: string;
  readonly host: string;
  readonly shared: boolean;
}

export class ClusterInUseError extends Error {
  /** @param holder null where it is not known */
  constructor(directory: string, holder: Holder | null) {
    const data = path.dirname(directory);
    const elsewhere = holder ? ` (pid ${holder.pid} on ${holder.host})` : '';
    super(
      holder && isOfHere(holder)
        ? `Already running with pid ${holder.pid} on the data in ${data}. Stop it, or use another DATA_DIR (and PORT).`
        : `The data in ${data} is in use by another container or machine${elsewhere}. Stop it there, or use another DATA_DIR (and PORT).`,
    );
  }
}

/** @throws ClusterInUseError where another holds the lock */
export async function lockCluster(directory: string, options: LockOptions): Promise<ClusterLock> {
  const lock = lockFile(directory);
  const owner = randomUUID();
  const mine = `${lock}.${owner}`;
  const holder: Holder = { ...markOf(process.pid), owner, host: hostname(), shared: options.shared };
  writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  try {
    do await removeAbandoned(directory, owner, options);
    while (!linked(mine, lock));
  } finally {
    rmSync(mine, { force: true });
  }
  const beating = beat(lock, owner, options.onLost);
  return {
    release() {
      clearInterval(beating);
      if (read(lock)?.owner === owner) rmSync(lock, { force: true });
    },
  };
}

/** The living process of this pid namespace that holds the lock, if any. */
export function lockHolder(directory: string): Holder | null {
  const holder = read(lockFile(directory));
  return holder && isOfHere(holder) && isAlive(holder) ? holder : null;
}

function lockFile(directory: string): string {
  return path.join(directory, 'lock');
}

function beat(lock: string, owner: string, onLost: (reason: string) => void): NodeJS.Timeout {
  let renewedAt = performance.now();
  const beating = setInterval(() => {
    const holder = read(lock);
    try {
      if (holder?.owner === owner) {
        const now = new Date();
        utimesSync(lock, now, now);
        renewedAt = performance.now();
        return;
      }
    } catch {}
    const another = holder && holder.owner !== owner;
    if (!another && performance.now() - renewedAt < LEASE_MS) return;
    clearInterval(beating);
    onLost(
      another
        ? `Another start has taken over the data in ${path.dirname(path.dirname(lock))} (pid ${holder.pid} on ${holder.host}): this one was frozen, or did not reach the folder, for ${LEASE_MS / 1_000} s.`
        : `The lock ${lock} could not be renewed for ${LEASE_MS / 1_000} s, so another start may have taken over its data.`,
    );
  }, BEAT_MS);
  return beating.unref();
}

/** @throws ClusterInUseError */
async function removeAbandoned(directory: string, by: string, options: LockOptions): Promise<void> {
  const lock = lockFile(directory);
  const seen = snapshotOf(lock);
  if (!seen) {
    if (await becomesFree(options)) return;
    throw new ClusterInUseError(directory, read(lock));
  }
  await untilAbandoned(directory, seen, options);
  // Another may have taken it meanwhile: what was moved away is looked at again, and put back if it is not the same.
  const moved = `${lock}.${by}.abandoned`;
  try {
    renameSync(lock, moved);
  } catch {
    return;
  }
  if (snapshotOf(moved)?.text !== seen.text) linked(moved, lock);
  rmSync(moved, { force: true });
}

/** Whether nothing runs on the folder any more: the processes of a server that was killed need a moment to end. */
async function becomesFree({ mayTake }: LockOptions): Promise<boolean> {
  for (const end = performance.now() + DYING_MS; !mayTake(); await pause(LOOK_EVERY_MS)) {
    if (performance.now() > end) return false;
  }
  return true;
}

async function untilAbandoned(directory: string, seen: LockSnapshot, { mayTake, log }: LockOptions): Promise<void> {
  const { holder } = seen;
  if (holder && isOfHere(holder)) {
    if (isAlive(holder)) throw new ClusterInUseError(directory, holder);
    return;
  }
  if (!mayTake()) throw new ClusterInUseError(directory, holder);
  log?.(`Waiting ${LEASE_MS / 1_000} s, for another container or machine may be at work on ${path.dirname(directory)}`);
  for (const end = performance.now() + LEASE_MS; performance.now() < end; await pause(LOOK_EVERY_MS)) {
    const now = snapshotOf(lockFile(directory));
    if (!now) return;
    if (now.text !== seen.text || now.touched !== seen.touched) {
      throw new ClusterInUseError(directory, now.holder);
    }
  }
}

interface LockSnapshot {
  readonly text: string;
  readonly touched: number;
  readonly holder: Holder | null;
}

function snapshotOf(file: string): LockSnapshot | null {
  try {
    const text = readFileSync(file, 'utf8');
    return { text, touched: statSync(file).mtimeMs, holder: parse(text) };
  } catch {
    return null;
  }
}

function read(file: string): Holder | null {
  return snapshotOf(file)?.holder ?? null;
}

function parse(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
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
