/** The installation's secret, and what is derived from it. */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FolderError, makeFolder, openToOthers, PRIVATE } from '../database/data-folder';
import type { Settings } from '../environment';
import { Problem } from './problem';

/** Returns SECRET, or the secret in DATA_DIR/secrets.json, which is created when it is first needed. */
export function installationSecret(settings: Pick<Settings, 'SECRET' | 'DATA_DIR'>): string {
  if (settings.SECRET) return settings.SECRET;
  const file = secretsFile(settings);
  return readSecret(file) ?? makeSecret(file);
}

/** Tells whether the secret exists, so that asking for it would not create one. */
export function hasSecret(settings: Pick<Settings, 'SECRET' | 'DATA_DIR'>): boolean {
  return settings.SECRET !== undefined || existsSync(secretsFile(settings));
}

function secretsFile({ DATA_DIR }: Pick<Settings, 'DATA_DIR'>): string {
  return path.join(DATA_DIR, 'secrets.json');
}

/** The keys of signed requests: SIGNING_KEYS, or one that is derived. */
export function signingKeys(settings: Pick<Settings, 'SECRET' | 'DATA_DIR' | 'SIGNING_KEYS'>): readonly string[] {
  return (
    settings.SIGNING_KEYS ?? [
      createHmac('sha256', installationSecret(settings)).update('signed requests').digest('base64url'),
    ]
  );
}

function readSecret(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Where the folder is missing, the file does not exist either: creating it will report the reason.
    if (!existsSync(file)) return undefined;
    throw new Problem(`${file} cannot be read. Give it to the user that runs this, or set SECRET.`);
  }
  const open = openToOthers(file, '600');
  if (open) throw new Problem(`${open} – and if others may have read it, remove it: a new one is then made.`);
  try {
    const { secret } = JSON.parse(text);
    if (typeof secret === 'string' && secret.length >= 32) return secret;
  } catch {}
  throw new Problem(`${file} holds no secret. Restore it from a backup, or remove it: a new one is then made.`);
}

/**
 * The file is written under another name and linked into place: two processes that create it at once both get the
 * same secret.
 */
function makeSecret(file: string): string {
  const made = `${file}.${process.pid}`;
  makeFolder(path.dirname(file), PRIVATE);
  const text = `${JSON.stringify({ secret: randomBytes(32).toString('base64url') }, null, 2)}\n`;
  try {
    writeFileSync(made, text, { mode: 0o600 });
  } catch (error) {
    throw new FolderError(path.dirname(file), error);
  }
  try {
    linkSync(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(made, { force: true });
  }
  return readSecret(file) as string;
}
