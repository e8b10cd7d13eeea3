/**
 * Settings that are given as files, as containers are given their secrets: `SECRET_FILE=/run/secrets/secret` is SECRET
 * with what the file holds. A variable is seen by everything that runs in a container, and by who inspects it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openToOthers } from './database/data-folder';

/** Those that are, or may hold, a secret. */
export const SETTINGS_IN_FILES = [
  'SECRET',
  'SIGNING_KEYS',
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'RATE_LIMIT_DATABASE_URL',
  'TOKEN_ISSUERS',
  'SMTP_URL',
  'CONSOLE_OIDC_CLIENT_SECRET',
] as const;

/** What is mounted there is for the one container, whatever its mode says. */
const MOUNTED_SECRETS = '/run/secrets';

type Variables = Readonly<Record<string, string | undefined>>;

/** The variables with the content of the files in their places, and every mistake, one line each. */
export function withFiles(variables: Variables): { variables: Variables; mistakes: string[] } {
  const filled: Record<string, string | undefined> = { ...variables };
  const mistakes: string[] = [];
  for (const name of SETTINGS_IN_FILES) {
    const file = variables[`${name}_FILE`];
    if (file === undefined) continue;
    if (variables[name] !== undefined) mistakes.push(`${name}_FILE: ${name} is set too. Set one of them.`);
    const read = readSecretFile(file);
    if ('mistake' in read) mistakes.push(`${name}_FILE: ${read.mistake}`);
    else filled[name] = read.content;
  }
  return { variables: filled, mistakes };
}

function readSecretFile(file: string): { content: string } | { mistake: string } {
  try {
    const content = readFileSync(file, 'utf8').trim();
    if (content === '') return { mistake: `${file} is empty. Write the value into it.` };
    const open = path.dirname(path.resolve(file)) === MOUNTED_SECRETS ? null : openToOthers(file, '600');
    return open ? { mistake: open } : { content };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const missing = code === 'ENOENT';
    return {
      mistake: missing
        ? `There is no file ${file}. Correct the path, or mount it there.`
        : `${file} cannot be read (${code}). Give it to the user that runs this.`,
    };
  }
}
