/** Reads the arguments about API keys: to make one, to list them, to revoke one. */
import { parseArgs } from 'node:util';
import { idOfApiKey, isApiKeyId, LONGEST_API_KEY_DAYS } from '../../caller/api-key';
import { CALLER_KINDS, type CallerKind, type OrganisationKey } from '../../caller/caller';
import { Problem } from '../problem';
import { CALLER_OPTIONS, CALLER_USAGE, isKind, readBound, readScopes, usageLine } from '../token/caller-arguments';

export const USAGE = [
  `Usage: npm run apikey -- create ${CALLER_KINDS.join('|')} --name "…" --days N [options]`,
  '       npm run apikey -- list [--json]',
  '       npm run apikey -- revoke <id>',
  usageLine('--name "Moodle der Stadt"', 'what it is for, so that it can be told from others'),
  usageLine('--days 365', `how long it is good for: 1 to ${LONGEST_API_KEY_DAYS}`),
  ...CALLER_USAGE,
].join('\n');

export interface CreateOptions {
  readonly action: 'create';
  readonly kind: CallerKind;
  readonly name: string;
  readonly days: number;
  readonly bound: readonly OrganisationKey[];
  readonly scopes: readonly string[];
}
export type ApiKeyOptions =
  | CreateOptions
  | { readonly action: 'list'; readonly json: boolean }
  | { readonly action: 'revoke'; id: string };

/** @throws Problem where the arguments are not a valid command */
export function readApiKeyOptions(words: readonly string[]): ApiKeyOptions {
  const { positionals, values } = parse(words);
  const [action, of, ...more] = positionals;
  if (action === 'list' && !of) return { action, json: values.json ?? false };
  if (action === 'revoke' && more.length === 0) return { action, id: readId(of) };
  if (action !== 'create' || more.length > 0) {
    throw new Problem('Write npm run apikey -- create, list or revoke. How: npm run apikey -- --help');
  }
  if (!isKind(of)) throw new Problem(`Name the kind of caller: npm run apikey -- create <${CALLER_KINDS.join('|')}> …`);
  const bound = readBound('An API key', of, values);
  return {
    action,
    kind: of,
    name: readName(values.name),
    days: readDays(values.days),
    bound,
    scopes: readScopes(of, values.scope),
  };
}

function readName(text = ''): string {
  const name = text.trim();
  if (name === '' || name.length > 200) throw new Problem('State the purpose of the key: --name "Moodle der Stadt"');
  return name;
}

function readDays(text: string | undefined): number {
  const days = /^[1-9]\d{0,3}$/.test(text ?? '') ? Number(text) : 0;
  if (days < 1 || days > LONGEST_API_KEY_DAYS) {
    throw new Problem(`State for how many days the key is valid, 1 to ${LONGEST_API_KEY_DAYS}: --days 365`);
  }
  return days;
}

/** Accepts the id, or the whole key: a key that was found somewhere can be revoked as it is. */
function readId(text = ''): string {
  const id = isApiKeyId(text) ? text : idOfApiKey(text);
  if (!id)
    throw new Problem('Give the id of a key: npm run apikey -- revoke <id>; npm run apikey -- list shows the ids.');
  return id;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { ...CALLER_OPTIONS, name: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } },
    });
  } catch (error) {
    const options = ['name', 'days', 'json', ...Object.keys(CALLER_OPTIONS)].map((option) => `--${option}`).join(' ');
    throw new Problem(`${(error as Error).message.split('. ')[0]}. Options: ${options}`);
  }
}
