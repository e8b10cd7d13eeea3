/** Checks whether the installed packages are those of package-lock.json, and installs them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';

/**
 * npm records what it installed when it is done. Everything in the lock file must be in this record in the same
 * version, except optional packages, which are for some platforms only. It must also be in its place: an install that
 * was interrupted may have removed it again.
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
 * @param {{ withDevelopment?: boolean, quiet?: boolean }} options whether development packages, of which the compiler
 * is one, are installed, whatever NODE_ENV says; and whether npm's output is shown only where it fails
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
