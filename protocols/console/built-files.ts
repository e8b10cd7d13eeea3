/**
 * The files of the built console, in memory: a request is looked up among the files of the build, so no path can lead
 * elsewhere. A new build is served from the next page on; files of the build before it stay for the pages that are
 * open.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export interface BuiltFile {
  readonly type: string;
  /** The value of an etag header: weak, because it is the same for each encoding. */
  readonly tag: string;
  readonly plain: Buffer;
  /** Null where the build did not make it. */
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
}

interface BuiltFiles {
  /** `index.html`; null where the console is not built. */
  page(): BuiltFile | null;
  /** Finds a file by its name below `assets`. */
  asset(name: string): BuiltFile | null;
}

const PAGE = 'index.html';
const ASSETS = 'assets';
/** How often the folder is checked for a new build. */
const LOOK_MS = 1_000;
const COMPRESSED = /\.(br|gz)$/;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** @param folder of the build, with `index.html` and `assets/` */
export function createBuiltFiles(folder: string): BuiltFiles {
  let page: BuiltFile | null = null;
  let assets = new Map<string, BuiltFile>();
  let before = new Map<string, BuiltFile>();
  let version: number | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function look(): void {
    const now = performance.now();
    if (now - lookedAt < LOOK_MS) return;
    lookedAt = now;
    const found = versionOf(folder);
    if (found === null || found === version) return;
    try {
      const read = new Map(readFolder(path.join(folder, ASSETS), ''));
      page = readFile(path.join(folder, PAGE));
      before = assets;
      assets = read;
      version = found;
    } catch (error) {
      // Another build is being put in its place at this moment: the next look finds it whole.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  return {
    page() {
      look();
      return page;
    },
    asset(name) {
      if (page === null) look();
      return assets.get(name) ?? before.get(name) ?? null;
    },
  };
}

/** Null where nothing is built. */
function versionOf(folder: string): number | null {
  return statSync(path.join(folder, PAGE), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function readFolder(folder: string, below: string): [string, BuiltFile][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, BuiltFile][] => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return readFolder(file, `${below}${entry.name}/`);
    return !entry.isFile() || COMPRESSED.test(entry.name) ? [] : [[below + entry.name, readFile(file)]];
  });
}

function readFile(file: string): BuiltFile {
  const plain = readFileSync(file);
  return {
    type: TYPES[path.extname(file)] ?? 'application/octet-stream',
    tag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    br: compressed(`${file}.br`),
    gzip: compressed(`${file}.gz`),
  };
}

function compressed(file: string): Buffer | null {
  return statSync(file, { throwIfNoEntry: false }) ? readFileSync(file) : null;
}
