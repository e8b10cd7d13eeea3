/** Whether what is installed is what package-lock.json asks for, and how it gets so. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';

/**
 * npm writes down what it installed when it is done. All that the lock file asks for must be in there as it is asked
 * for, except what is optional, which is for some platforms only. It must be in its place too: an install that was ended
 * may have taken it away again.
 *
 * @param withDevelopment whether development packages are among what it asks for
 */
export function isInstalled(root, withDevelopment = true) {
  const wanted = packagesIn(path.join(root, 'package-lock.json'));
  const present = packagesIn(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([place, { version, resolved, integrity, dev, optional, devOptional, peer, link }]) => {
      if (place === '' || link || (dev && !withDevelopment)) return true;
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

/**
 * @param {{ withDevelopment?: boolean, quiet?: boolean }} options whether development packages are installed, whatever NODE_ENV says:
 * of ours, the compiler is one; and whether npm's output is shown only where it fails
 * @throws Stopped
 */
export function install(root, npm, { withDevelopment = true, quiet = false } = {}) {
  const development = withDevelopment ? '--include=dev' : '--omit=dev';
  const words = ['ci', development, '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const [program, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  return run(root, [program, ...before, ...words], { quiet });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
