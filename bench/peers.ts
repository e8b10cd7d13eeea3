/** Installs the gateways of the comparison that the product itself does not need, when they are first used. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../environment';

const FOLDER = path.join(PROJECT_ROOT, 'bench', 'peers');
export const HIVE = path.join(FOLDER, 'hive.mjs');

/** @returns the reason why they cannot run, or null */
export function installPeers(say: (line: string) => void): string | null {
  if (isInstalled()) return null;
  say('installing the gateways to compare with: npm ci in bench/peers (some 500 MB, once)');
  const npm = process.env.npm_execpath;
  const [program, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const words = [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(program as string, words, { cwd: FOLDER, stdio: ['ignore', 2, 2] });
  if (status === 0) return null;
  return `npm ci in bench/peers failed${error ? `: ${error.message}` : ', see above'}`;
}

/** Checks the file that npm writes when an installation is complete. */
function isInstalled(): boolean {
  const direct = Object.keys(JSON.parse(readFileSync(path.join(FOLDER, 'package.json'), 'utf8')).dependencies);
  const versions = (file: string) => {
    const { packages } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));
    return JSON.stringify(direct.map((name) => packages[`node_modules/${name}`]?.version));
  };
  try {
    return versions('package-lock.json') === versions('node_modules/.package-lock.json');
  } catch {
    return false;
  }
}
