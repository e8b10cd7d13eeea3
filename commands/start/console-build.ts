/** Builds the console while the gateway already answers. A failure of the build stops nothing else. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../../environment';
import type { Lifecycle } from './lifecycle';

const PROGRAM = path.join(PROJECT_ROOT, 'commands', 'bootstrap', 'console.mjs');

/**
 * @param url at which the gateway answers
 * @param say called with each step; not called where the console is built already
 */
export function buildConsole(url: string, lifecycle: Lifecycle, say: (line: string) => void): void {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((done) => {
    child.once('error', (error) => {
      say(`Console: ${error.message}`);
      done();
    });
    child.once('close', (code) => {
      if (code === 0 && worked) say(`Console: ready at ${url}/`);
      done();
    });
  });
  let worked = false;
  createInterface(child.stdout).on('line', (line) => {
    worked = true;
    say(`Console: ${line}`);
  });
  lifecycle.keep(async () => {
    child.kill('SIGTERM');
    await ended;
  });
}
