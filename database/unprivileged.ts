/**
 * PostgreSQL refuses to run as root. Here is how it runs nevertheless when we do, from the gentlest way to the last:
 * 1. in a user namespace, where it is user 65534 and its files stay root's;
 * 2. as an unprivileged user that exists on this machine;
 * 3. as that user with the one capability to pass folders that are closed to it, such as those of `mktemp -d`.
 */
import { execFileSync, type SpawnOptions, spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Launch {
  /** What stands before the program and its arguments. */
  readonly prefix: readonly string[];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid'>;
  /** Who owns the files, or null where they are ours anyway. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

class NotAsRootError extends Error {}

const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534'];

/**
 * @param program a program that must be within reach, and
 * @param folder the folder above the files that will be the launch's own
 * @throws NotAsRootError where no way is open
 */
export function unprivileged(program: string, folder: string, environment: Record<string, string>): Launch {
  if (process.getuid?.() !== 0) return { prefix: [], options: {}, owner: null };
  const works = (prefix: string[], options: Launch['options'] = {}) => {
    const test = [...prefix, 'sh', '-c', 'test "$(id -u)" != 0 && test -x "$1" && test -x "$2"', 'sh', program, folder];
    return (
      spawnSync(test[0] as string, test.slice(1), { ...options, env: environment, cwd: '/', stdio: 'ignore' })
        .status === 0
    );
  };
  if (works(NAMESPACE)) return { prefix: NAMESPACE, options: {}, owner: { uid: 0, gid: 0 } };
  const user = unprivilegedUser();
  if (user) {
    if (works([], user)) return { prefix: [], options: user, owner: user };
    const capable = [
      'setpriv',
      `--reuid=${user.uid}`,
      `--regid=${user.gid}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--',
    ];
    if (works(capable)) return { prefix: capable, options: {}, owner: user };
  }
  throw new NotAsRootError(
    `PostgreSQL does not run as root, and no other user can enter ${closedFolder(program) ?? closedFolder(folder) ?? folder}. Run this as another user, open that folder to others (chmod o+x), or set DATABASE_URL.`,
  );
}

/** Gives everything in a folder to the launch's owner, where something else is the owner now. */
export function give(folder: string, owner: Launch['owner']): void {
  if (owner && lstatSync(folder).uid !== owner.uid) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
}

function unprivilegedUser(): { uid: number; gid: number } | undefined {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return user && { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The first folder on the way that is closed to others. */
function closedFolder(file: string): string | undefined {
  const ancestors = [];
  for (let folder = path.resolve(file); folder !== path.dirname(folder); folder = path.dirname(folder))
    ancestors.unshift(folder);
  return ancestors.find((folder) => (lstatSync(folder).mode & 0o001) === 0);
}
