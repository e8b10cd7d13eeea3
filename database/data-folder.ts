/** The folder that holds an installation's data, and what keeps us from writing to it. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

export class FolderError extends Error {
  constructor(folder: string) {
    super(
      existsSync(folder)
        ? `The folder ${folder} cannot be written to. Make it writable, or set DATA_DIR to another one.`
        : `The folder ${folder} does not exist and cannot be made. Make it, for the user that runs this, or set DATA_DIR to another one.`,
    );
  }
}

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
  } catch {
    throw new FolderError(path.resolve(folder));
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
