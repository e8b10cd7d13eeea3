/**
 * Runs npm and the compiler. When this process is stopped, it ends them first, so that none of them goes on in our
 * folders.
 */
import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/**
 * npm passes on the Ctrl-C that the terminal has sent to all processes: a second signal within this time is the same
 * one.
 */
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
 * @param {{ quiet?: boolean }} options whether the output is shown only where it fails
 * @returns {Promise<boolean>} whether it succeeded
 * @throws Stopped after the program has ended, where this process was stopped meanwhile. A second signal kills the
 * program.
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
    // Before it runs: a signal that comes at once must not end only this process.
    for (const signal of SIGNALS) process.on(signal, stop);
    // In a process group of its own, so that a Ctrl-C reaches it once and through us, together with its own children.
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
