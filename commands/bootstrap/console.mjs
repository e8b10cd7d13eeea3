/**
 * Installs and builds the console: `node commands/bootstrap/console.mjs`. It does nothing where the console is built
 * from these sources already.
 *
 * It reports its progress on standard output, one line for each step, and in a file for the page that stands in for
 * the console.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os, { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { run } from './child.mjs';
import { install, isInstalled } from './install.mjs';
import { whileLocked } from './lock.mjs';

const STAMP = '.built';
/** Files in the console's folder that do not change what is built. */
const NO_SOURCES = new Set(['node_modules', 'dist', 'test']);
const NICE = 10;
const COMPRESSED = /\.(css|html|js|json|svg|txt)$/;
const SMALLEST_COMPRESSED = 1_000;

/** Written during the build, and read by protocols/console: `{ state, step, pid }`. */
export const progressFile = (root) => path.join(root, 'dist', 'console-progress.json');

/**
 * @param {string} root
 * @param {string | undefined} npm npm's own program file, where npm has started us
 * @param {(line: string) => void} say called with each step
 * @param {{ withTests?: boolean }} options whether the packages for its tests are installed too
 * @returns {Promise<string | null>} the line that says what went wrong and what to do, or null
 * @throws Stopped by a signal, when nothing goes on any longer
 */
export async function prepareConsole(root, npm, say, { withTests = false } = {}) {
  const folder = path.join(root, 'console');
  const isReady = () => isBuilt(folder) && (!withTests || isInstalled(folder));
  if (isReady()) return null;
  return whileLocked(root, async () => {
    if (isReady()) return null;
    const at = (step, line) => {
      tell(root, { state: 'building', step, pid: process.pid });
      say(line);
    };
    const problem = await installAndBuild(folder, npm, at, withTests).catch((error) => {
      tell(root, null);
      throw error;
    });
    tell(root, problem && { state: 'failed' });
    return problem;
  });
}

async function installAndBuild(folder, npm, at, withTests) {
  if (!isInstalled(folder, withTests)) {
    at('Die Pakete der Oberfläche werden geladen.', 'installing its packages …');
    if (!(await install(folder, npm, { withDevelopment: withTests, quiet: true })))
      return 'Its packages could not be installed: see above. Look at the network, then start again.';
  }
  if (isBuilt(folder)) return null;
  at('Die Oberfläche wird übersetzt.', 'building …');
  if (!(await build(folder))) return 'It could not be built: see above. Repair it, then start again.';
  return null;
}

/** Tells whether the present build was made from the present sources. */
export function isBuilt(folder) {
  try {
    return readFileSync(path.join(folder, 'dist', STAMP), 'utf8') === stampOf(folder);
  } catch {
    return false;
  }
}

/** Built beside the served files, and put in their place at once: nobody sees half of it. */
async function build(folder) {
  // Taken before the build: what changes meanwhile is built again the next time.
  const stamp = stampOf(folder);
  const [made, present, old] = ['dist.next', 'dist', 'dist.old'].map((name) => path.join(folder, name));
  const vite = path.join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  rmSync(made, { recursive: true, force: true });
  if (!(await run(folder, [process.execPath, vite, 'build', '--outDir', made], { quiet: true }))) return false;
  compress(made);
  writeFileSync(path.join(made, STAMP), stamp);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(present)) renameSync(present, old);
  renameSync(made, present);
  rmSync(old, { recursive: true, force: true });
  return true;
}

/** With the best compression, because it is done once and sent often. */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) compress(file);
    else if (COMPRESSED.test(entry.name) && statSync(file).size >= SMALLEST_COMPRESSED) {
      const text = readFileSync(file);
      const params = {
        [zlib.BROTLI_PARAM_QUALITY]: zlib.BROTLI_MAX_QUALITY,
        [zlib.BROTLI_PARAM_SIZE_HINT]: text.length,
      };
      writeFileSync(`${file}.br`, brotliCompressSync(text, { params }));
      writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
    }
  }
}

/** By content: a checkout at another time, or in an image, is the same console. */
function stampOf(folder) {
  const hash = createHash('sha256');
  for (const file of sourcesIn(folder, '')) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(folder, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function sourcesIn(folder, below) {
  return readdirSync(path.join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(below, entry.name);
      if (entry.isFile()) return [file];
      return NO_SOURCES.has(entry.name) || entry.name.startsWith('dist.') ? [] : sourcesIn(folder, file);
    });
}

function tell(root, progress) {
  const file = progressFile(root);
  if (!progress) return rmSync(file, { force: true });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.next`, JSON.stringify(progress));
  renameSync(`${file}.next`, file);
}

async function main() {
  const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
  // Requests to the API take precedence meanwhile.
  os.setPriority(NICE);
  const problem = await prepareConsole(root, process.env.npm_execpath, (line) => console.log(line)).catch((error) => {
    if (!error.signal) throw error;
    process.exit(128 + constants.signals[error.signal]);
  });
  if (problem) console.log(problem);
  process.exitCode = problem ? 1 : 0;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
