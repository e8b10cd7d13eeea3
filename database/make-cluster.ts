/** Makes the data folder of an embedded cluster. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ClusterError, lastLine } from './cluster-error';
import type { PostgresProgram } from './postgres-program';
import { give, type Launch } from './unprivileged';

/** The cluster's superuser, and the database of which it is the owner. */
export const OWNER = 'freischalter';

/** The cluster is made beside its place and then moved there. So what a killed start left half made is never taken for one. */
export async function makeCluster(
  directory: string,
  program: PostgresProgram,
  launch: Launch,
  options: { readonly fast?: boolean },
): Promise<void> {
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
    ...[
      '-D',
      made,
      '-U',
      OWNER,
      `--pwfile=${passwordCopy}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--data-checksums',
    ],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(options.fast ? ['-N'] : [])],
  ] as [string, ...string[]];
  const failure = await run(command, words, { ...launch.options, env: program.environment, cwd: '/' });
  rmSync(passwordCopy, { force: true });
  if (failure !== null) {
    const remedy = /No space left|quota/.test(failure)
      ? `The disk of ${directory} is full: free some space on it`
      : 'Mend that';
    throw new ClusterError(`The embedded database could not be made: ${failure}. ${remedy}, or set DATABASE_URL.`);
  }
  renameSync(made, path.join(directory, 'data'));
}

/** @returns null where it went well, or why not. It does not block: the lock of the folder must be renewed meanwhile. */
function run(command: string, words: string[], options: SpawnOptions): Promise<string | null> {
  return new Promise((done) => {
    let errors = '';
    const child = spawn(command, words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.once('error', (error) => done(error.message));
    child.once('close', (code) => done(code === 0 ? null : lastLine(errors, /error|fatal|could not/i)));
  });
}
