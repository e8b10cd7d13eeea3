/** Whether what is installed is what package-lock.json asks for, and how it gets so. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';

/**
 * npm writes down what it installed when it is done. All that the lock file asks for must be in there as it is asked
 * for, except what is optional, which is for some platforms only. It must be in its place too: an install that was ended
 * may have taken it away again.
 */
export function isInstalled(root) {
  const wanted = packagesIn(path.join(root, 'package-lock.json'));
  const present = packagesIn(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([place, { version, resolved, integrity, optional, devOptional, peer, link }]) => {
      if (place === '' || link) return true;
      const found = present[place];
      const dispensable = Boolean(optional || devOptional || peer);
      if (!found) return dispensable;
      return (
        (dispensable || existsSync(path.join(root, place, 'package.json'))) &&
        found.version === version &&
        found.integrity === integrity &&
        (integrity !== undefined || found.resolved === resolved)
      );
    },
  );
}

/** @throws Stopped */
export function install(root, npm) {
  // The development packages too, whatever NODE_ENV says: the compiler is one of them.
  const words = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const [program, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  return run(root, [program, ...before, ...words]);
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
