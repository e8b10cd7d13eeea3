/** The secrets of an installation in containers, as the files that docker-compose.yml mounts into those that need them. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, PRIVATE } from '../../database/data-folder';
import { rolePassword, SERVICES } from '../../database/roles';

/**
 * The folder is closed to others; the files are not, since a container that gets one runs as a user of its own.
 *
 * @returns the files that were made
 */
export function makeSecretFiles(folder: string): string[] {
  makeFolder(folder, PRIVATE);
  const made: string[] = [];
  /** The content of a file, which is made with this one where it is not there. */
  function kept(name: string, content: string): string {
    const file = path.join(folder, name);
    try {
      writeFileSync(file, `${content}\n`, { mode: 0o444, flag: 'wx' });
      made.push(file);
      return content;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return readFileSync(file, 'utf8').trim();
    }
  }
  kept('postgres-password', fresh());
  // The passwords of the services are derived of it; the container “migrate” sets them in the database.
  const secret = kept('secret', fresh());
  for (const service of SERVICES) kept(`${service}-password`, rolePassword(secret, service));
  // Signs what the gateway says to the services. To change it without a stop, put the new key first: new,old
  kept('signing-keys', fresh());
  // By it the console is known to the provider at which people sign in, who is told it, or has one of its own put here.
  kept('console-client-secret', fresh());
  return made;
}

/** Fit for an address as it is. */
function fresh(): string {
  return randomBytes(32).toString('base64url');
}
