/** Brings node_modules to package-lock.json and dist to the sources. It does nothing where both are up to date. */
import { existsSync } from 'node:fs';
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { whileLocked } from './lock.mjs';

/**
 * @param {string} root
 * @param {string | undefined} npm npm's own program file, where npm has started us
 * @param {boolean} withTests whether the tests are compiled too
 * @returns {Promise<string | null>} the line that says what went wrong and what to do, or null
 * @throws Stopped by a signal, when nothing goes on any longer
 */
export async function prepare(root, npm, withTests) {
  if (isInstalled(root) && isBuilt(root, withTests)) return null;
  return whileLocked(root, async () => {
    if (!isInstalled(root)) {
      console.error(existsSync(`${root}/node_modules`) ? 'Updating the packages …' : 'Installing the packages …');
      if (!(await install(root, npm)))
        return 'The packages could not be installed: see above. Look at the network, then try again.';
    }
    if (!isBuilt(root, withTests)) {
      console.error('Building …');
      if (!(await build(root, withTests))) return 'The sources do not compile: see above.';
    }
    return null;
  });
}
