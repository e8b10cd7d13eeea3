/** The folder that holds an installation's data, and what keeps us from writing to it. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

export class FolderError extends Error {
  constructor(folder: string, cause: unknown) {
    const full = diskFull(cause, folder);
    super(
      full?.message ??
        (existsSync(folder)
          ? `The folder ${folder} cannot be written to. Make it writable, or set DATA_DIR to another one.`
          : `The folder ${folder} does not exist and cannot be made. Make it, for the user that runs this, or set DATA_DIR to another one.`),
    );
  }
}

/** The message where the disk is full; null where the error is of another kind. */
export function diskFull(error: unknown, folder: string): Error | null {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return null;
  return new Error(`The disk of ${folder} is full. Free some space on it, and start again.`);
}

/** The message for a file or folder that other users can read; null where they cannot. */
export function openToOthers(file: string, closed: '600' | '700'): string | null {
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  return `${file} is open to other users (mode ${mode.toString(8)}). Close it: chmod ${closed} ${file}`;
}

/**
 * Makes a folder with secrets. Where root makes it, others may pass through it, because PostgreSQL then runs as another user.
 * What is in the folder is closed to them by itself.
 */
export const PRIVATE = process.getuid?.() === 0 ? 0o711 : 0o700;

/**
 * Makes a folder, and those above it, where they do not exist.
 *
 * @param mode of the folder itself, if it is made
 * @throws FolderError where it cannot be made or written to
 */
export function makeFolder(folder: string, mode = 0o755): void {
  try {
    make(path.resolve(folder), mode);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FolderError(path.resolve(folder), error);
  }
}

/** One at a time: Node's own recursive way never returns where the system refuses with ENOENT, as below /proc. */
function make(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  make(path.dirname(folder), 0o755);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
