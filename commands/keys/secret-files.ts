/** The secrets of an installation in containers, as files that docker-compose.yml mounts where they are needed. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, PRIVATE } from '../../database/data-folder';
import { rolePassword, SERVICES } from '../../database/roles';

/**
 * The folder is closed to other users; the files are not, because a container that mounts one runs as a user of its
 * own.
 *
 * @returns the files that were made
 */
export function makeSecretFiles(folder: string): string[] {
  makeFolder(folder, PRIVATE);
  const made: string[] = [];
  /** Returns the content of a file, which is created with this content where it is missing. */
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
  // The passwords of the services are derived from it; the container “migrate” sets them in the database.
  const secret = kept('secret', fresh());
  for (const service of SERVICES) kept(`${service}-password`, rolePassword(secret, service));
  // Signs the gateway's requests to the services. To change it without an interruption, put the new key first: new,old
  kept('signing-keys', fresh());
  // Identifies the console to the provider at which people sign in. The provider is told this secret, or its own is
  // written here.
  kept('console-client-secret', fresh());
  return made;
}

/** Can be part of a URL without escaping. */
function fresh(): string {
  return randomBytes(32).toString('base64url');
}
