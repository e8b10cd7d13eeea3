/** Compiles the sources into dist, if a source has changed since the last time. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';

const STAMP = path.join('dist', '.built');
const ALL = 'tsconfig.json';
/** A mistake in a test must not keep an installation from starting, so its commands are compiled without the tests. */
const COMMANDS = 'tsconfig.commands.json';
/** The console is compiled separately: console.mjs. */
const NO_SOURCES = new Set(['node_modules', 'dist', 'docs', 'schema', 'coverage', 'console']);

export function isBuilt(root, withTests) {
  try {
    const [project, stamp] = readFileSync(path.join(root, STAMP), 'utf8').split(' ');
    return stamp === stampOf(root) && (project === ALL || !withTests);
  } catch {
    return false;
  }
}

/** @throws Stopped */
export async function build(root, withTests) {
  const project = withTests ? ALL : COMMANDS;
  // Taken before the compilation: what changes while the compiler runs is compiled again the next time.
  const stamp = stampOf(root);
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  rmSync(path.join(root, STAMP), { force: true });
  if (!(await run(root, [process.execPath, compiler, '-p', project]))) return false;
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeFileSync(path.join(root, STAMP), `${project} ${stamp}`);
  return true;
}

/** Changes with every source that is added, removed or written, and with everything that compiles them. */
function stampOf(root) {
  const hash = createHash('sha256');
  for (const file of [...sourcesIn(root, root), ALL, COMMANDS, 'package-lock.json']) {
    const { mtimeMs, size } = statSync(path.join(root, file));
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

function sourcesIn(root, folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name.startsWith('.') || NO_SOURCES.has(entry.name) ? [] : sourcesIn(root, file);
      return entry.name.endsWith('.ts') ? [path.relative(root, file)] : [];
    });
}
