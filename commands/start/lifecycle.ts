/**
 * The life of a process that runs until it is stopped: what was opened is closed in reverse order, whatever ended the
 * process, and it ends when the last of it is closed.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { setHeapGrowth } from './heap';

export interface Lifecycle {
  /**
   * Registers how to close something that was just opened.
   *
   * @throws StopAsked where the process was stopped meanwhile; what was opened is closed all the same
   */
  keep(close: () => Promise<void>, patience?: 'patient'): void;
  /** Runs this work at a SIGHUP, instead of ending, where a SIGHUP means that: {@link LifecycleOptions.isService}. */
  onHangup?(work: () => void): void;
  /** Ends everything because of something that this process cannot correct. */
  fail(line: string): void;
}

interface LifecycleOptions {
  /** Turns what `begin` threw into the one line that is printed. */
  readonly line: (error: unknown) => string;
  readonly say: (line: string) => void;
  /** Whether this process ends when the process that started it ends. */
  readonly withParent?: boolean;
  /** Whether a SIGHUP asks to read files again, as for any service; a process in a terminal ends at it. */
  readonly isService?: boolean;
  /** Another way to end it; then SIGTERM is the only signal that does. */
  readonly stopBy?: (stop: () => void) => void;
}

class StopAsked extends Error {}

/** How long the current work may take to finish, in milliseconds. */
const PATIENCE_MS = 20_000;
/**
 * npm passes on the Ctrl-C that the terminal has sent to all processes: a second signal within this time is the same
 * one.
 */
const SAME_SIGNAL_MS = 1_000;

export function runUntilStopped(begin: (lifecycle: Lifecycle) => Promise<void>, options: LifecycleOptions): void {
  setHeapGrowth();
  const closers: { close: () => Promise<void>; patient: boolean }[] = [];
  const hangups: (() => void)[] = [];
  let ending: Promise<void> | undefined;
  let askedAt = 0;
  let hurry: () => void = () => undefined;
  const hurried = new Promise<void>((done) => {
    hurry = done;
  });

  async function closeAll(): Promise<void> {
    for (let last = closers.pop(); last; last = closers.pop()) {
      const closed = last.close().catch((error) => console.error(options.line(error)));
      await (last.patient ? closed : Promise.race([closed, hurried, pause(PATIENCE_MS)]));
    }
  }

  function end(code: number): void {
    ending ??= closeAll()
      .then(() => begun)
      .then(closeAll)
      .then(() => process.exit(code));
  }

  function stop(): void {
    const now = Date.now();
    if (askedAt === 0) {
      askedAt = now;
      options.say('Stopping …');
      end(0);
    } else if (now - askedAt > SAME_SIGNAL_MS) hurry();
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (signal !== 'SIGHUP' || !options.isService) stop();
    else for (const work of hangups) work();
  }

  function fail(line: string): void {
    if (!ending) console.error(line);
    end(1);
  }

  // The reader of our output may end before us; that must not keep us from closing what is open.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const signals = options.stopBy ? (['SIGTERM'] as const) : (['SIGINT', 'SIGTERM', 'SIGHUP'] as const);
  for (const signal of signals) process.on(signal, () => onSignal(signal));
  options.stopBy?.(stop);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      if (!ending) console.error(error);
      fail('This is a fault in Freischalter. Start it again, and report the lines above.');
    });
  }
  if (options.withParent) stopWithParent(stop);

  const begun = begin({
    keep(close, patience) {
      closers.push({ close, patient: patience === 'patient' });
      if (ending) throw new StopAsked();
    },
    onHangup: (work) => void hangups.push(work),
    fail,
  }).catch(async (error) => {
    // Ctrl-C also reaches the processes that are being started: wait for the signal first, so that their ends do not
    // count as failures.
    await pause(50);
    if (!ending) fail(options.line(error));
  });
}

function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 300);
  watch.unref();
}
