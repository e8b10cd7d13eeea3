/** Whether what is installed is what package-lock.json asks for, and how it gets so. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * npm writes down what it installed when it is done. All that the lock file asks for must be in there as it is asked
 * for, except what is optional, which is for some platforms only.
 */
export function isInstalled(root) {
  const wanted = packagesIn(path.join(root, 'package-lock.json'));
  const present = packagesIn(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([place, { version, resolved, integrity, optional, devOptional, peer, link }]) => {
      if (place === '' || link) return true;
      const found = present[place];
      if (!found) return Boolean(optional || devOptional || peer);
      return (
        found.version === version &&
        found.integrity === integrity &&
        (integrity !== undefined || found.resolved === resolved)
      );
    },
  );
}

export function install(root, npm) {
  // The development packages too, whatever NODE_ENV says: the compiler is one of them.
  const words = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const [program, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  return spawnSync(program, [...before, ...words], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
