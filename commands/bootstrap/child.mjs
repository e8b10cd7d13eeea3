/** Runs npm and the compiler. Told to stop, we end them before ourselves: nothing of theirs goes on in our folders. */
import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm passes on the Ctrl-C that the terminal has sent to all: a second signal within this time is the first one. */
const SAME_SIGNAL_MS = 1_000;

export class Stopped extends Error {
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

/**
 * Its output goes to standard error.
 *
 * @param {readonly string[]} words the program and its arguments
 * @param {{ quiet?: boolean }} options whether that is so only where it fails
 * @returns {Promise<boolean>} whether it did its work
 * @throws Stopped where we were told to stop meanwhile, when the program has ended. Told a second time, we kill it.
 */
export function run(root, [program, ...words], { quiet = false } = {}) {
  return new Promise((done, failed) => {
    let asked;
    let kept = '';
    let child;
    const tell = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {}
    };
    const stop = (signal) => {
      if (!asked) {
        console.error('Stopping … (a second Ctrl-C does not wait)');
        asked = { signal, at: Date.now() };
        tell(signal);
      } else if (Date.now() - asked.at > SAME_SIGNAL_MS) tell('SIGKILL');
    };
    const end = (succeeded) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      if (!asked && !succeeded && kept !== '') console.error(kept.trimEnd());
      if (!asked) return done(succeeded);
      tell('SIGKILL');
      failed(new Stopped(asked.signal));
    };
    // Before it runs: a signal that comes as soon as it does must not end us alone.
    for (const signal of SIGNALS) process.on(signal, stop);
    // In a group of its own, so that a Ctrl-C reaches it once and through us, and whatever it has started along with it.
    const output = quiet ? 'pipe' : 2;
    child = spawn(program, words, { cwd: root, stdio: ['ignore', output, output], detached: true });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (kept += piece));
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}
