/** Makes the data folder of an embedded cluster. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ClusterError, lastLine } from './cluster-error';
import type { PostgresProgram } from './postgres-program';
import { give, type Launch } from './unprivileged';

/** The cluster's superuser, and the database of which it is the owner. */
export const OWNER = 'freischalter';

/** Made beside and then moved, so that what a killed start left half made is never taken for a cluster. */
export function makeCluster(
  directory: string,
  program: PostgresProgram,
  launch: Launch,
  options: { readonly fast?: boolean },
): void {
  const made = path.join(directory, 'data.new');
  const passwordFile = path.join(directory, 'owner-password');
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { mode: 0o700 });
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const passwordCopy = path.join(directory, 'data.new-password');
  writeFileSync(passwordCopy, readFileSync(passwordFile), { mode: 0o600 });
  for (const file of [made, passwordCopy]) give(file, launch.owner);
  const [command, ...words] = [
    ...launch.prefix,
    program.initdb,
    ...['-D', made, '-U', OWNER, `--pwfile=${passwordCopy}`, '--auth=scram-sha-256', '--encoding=UTF8'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(options.fast ? ['-N'] : [])],
  ] as [string, ...string[]];
  const result = spawnSync(command, words, { ...launch.options, env: program.environment, cwd: '/', encoding: 'utf8' });
  rmSync(passwordCopy, { force: true });
  if (result.status !== 0) {
    const reason = result.error?.message ?? lastLine(result.stderr, /error|fatal|could not/i);
    throw new ClusterError(`The embedded database could not be made: ${reason}. Mend that, or set DATABASE_URL.`);
  }
  renameSync(made, path.join(directory, 'data'));
}
