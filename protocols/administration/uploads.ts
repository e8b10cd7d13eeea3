/**
 * Files that a page uploads, piece by piece: each piece is an ordinary request, so it is counted, limited and held in
 * memory as one, and a file may be larger than any request. The files are in a folder that the gateways of a machine
 * share.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badUserInput } from '../../request/client-errors';

export const LARGEST_PIECE = 1024 * 1024;
const LARGEST_UPLOAD = 2 * 1024 * LARGEST_PIECE;
const MAX_UPLOADS = 20;
const FORGOTTEN_MS = 86_400_000;
export const UPLOAD_ID = /^[0-9a-f-]{36}$/;

export interface Uploads {
  /** @param name of the file, for the report and the audit trail */
  begin(name: string): Promise<string>;
  /**
   * @param from where the piece begins @returns the size of the file now @throws BAD_USER_INPUT where another piece
   * must come first
   */
  append(id: string, from: number, piece: Buffer): Promise<number>;
  /** @throws BAD_USER_INPUT */
  file(id: string): Promise<string>;
  remove(ids: readonly string[]): Promise<void>;
}

export function createUploads(folder: string): Uploads {
  async function file(id: string): Promise<string> {
    const [name] = UPLOAD_ID.test(id) ? await readdir(path.join(folder, id)).catch(() => []) : [];
    if (name === undefined) throw badUserInput('This upload does not exist any more. Upload the file again.');
    return path.join(folder, id, name);
  }

  async function deleteOld(): Promise<void> {
    for (const id of await readdir(folder)) {
      const { mtimeMs } = await stat(path.join(folder, id));
      if (Date.now() - mtimeMs > FORGOTTEN_MS) await rm(path.join(folder, id), { recursive: true, force: true });
    }
    if ((await readdir(folder)).length >= MAX_UPLOADS)
      throw badUserInput(
        `There are ${MAX_UPLOADS} unused uploads, and no more are accepted. Wait a day, or use the command line.`,
      );
  }

  return {
    async begin(name) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await deleteOld();
      const id = randomUUID();
      await mkdir(path.join(folder, id), { mode: 0o700 });
      await writeFile(path.join(folder, id, fileNameOf(name)), '', { mode: 0o600 });
      return id;
    },
    async append(id, from, piece) {
      const place = await file(id);
      const { size } = await stat(place);
      if (from !== size) throw badUserInput(`from: the next piece of this file begins at ${size}.`);
      if (size + piece.length > LARGEST_UPLOAD)
        throw badUserInput(`A file of more than ${LARGEST_UPLOAD / LARGEST_PIECE} MB is imported on the command line.`);
      await writeFile(place, piece, { flag: 'a' });
      return size + piece.length;
    },
    file,
    async remove(ids) {
      for (const id of ids) await rm(path.join(folder, id), { recursive: true, force: true });
    },
  };
}

/**
 * Returns the name without folders, without a leading dot, and without characters that have a meaning in a shell or a
 * terminal.
 */
function fileNameOf(name: string): string {
  const plain = name.normalize('NFC').replaceAll(/[^\p{L}\p{N}._ ()-]/gu, '_');
  return plain.replace(/^[.\- ]+/, '').slice(-100) || 'file';
}
