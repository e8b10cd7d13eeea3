/** API keys, through the command that makes, lists and revokes them. */
import { CALLER_KINDS, type CallerKind, SCOPES_OF_KIND } from '../../caller/caller';
import { badUserInput } from '../../request/client-errors';
import { fieldsOf } from './fields';
import type { StartCommand } from './runs';

const ORGANISATION = /^(STATE|REGIONAL_ASSOCIATION|MEDIA_CENTRE|AUTHORITY|SCHOOL):[A-Z]{2}(:[A-Za-z0-9-]{1,40})?$/;
const LONGEST_OUTPUT = 16 * 1024 * 1024;

interface ApiKeys {
  list(): Promise<readonly object[]>;
  /** @returns the key, which is shown here and never again */
  create(body: unknown): Promise<string>;
  revoke(body: unknown): Promise<void>;
}

export function createApiKeys(startCommand: StartCommand): ApiKeys {
  const run = (words: readonly string[]) => outputOf(startCommand, words);
  return {
    list: async () => JSON.parse(await run(['list', '--json'])) as object[],
    create: async (body) => (await run(['create', ...createWords(body)])).trim(),
    async revoke(body) {
      await run(['revoke', '--', fieldsOf(body).text('id', /^[0-9a-f]{16}$/, 'the id of a key')]);
    },
  };
}

function createWords(body: unknown): string[] {
  const fields = fieldsOf(body);
  const kind = fields.text('kind', new RegExp(`^(${CALLER_KINDS.join('|')})$`), `one of ${CALLER_KINDS.join(', ')}`);
  const scopes = SCOPES_OF_KIND[kind as CallerKind];
  const name = fields.text('name', /^[^\p{Cc}]{1,200}$/u, 'a text of at most 200 characters');
  const days = fields.optionalCount('days') ?? 0;
  const bound = fields.texts('bound', ORGANISATION, 'an organisation such as AUTHORITY:NW:10182');
  const wanted = fields.texts('scopes', new RegExp(`^(${scopes.join('|')})$`), `one of ${scopes.join(', ')}`);
  return [
    kind,
    `--name=${name}`,
    `--days=${days}`,
    ...bound.map((key) => `--${optionOf(key)}=${key.slice(key.indexOf(':') + 1)}`),
    ...(wanted.length > 0 ? [`--scope=${wanted.join(',')}`] : []),
  ];
}

/** Returns the option for an organisation key: MEDIA_CENTRE:NW:MZ-05111 → media-centre */
function optionOf(key: string): string {
  return key.slice(0, key.indexOf(':')).toLowerCase().replace('_', '-');
}

/** @throws BAD_USER_INPUT with the message of the command */
async function outputOf(startCommand: StartCommand, words: readonly string[]): Promise<string> {
  const child = startCommand('apikey', words, 'pipe', 'pipe');
  let output = '';
  let errors = '';
  child.stdout?.on('data', (piece) => {
    output += piece;
    if (output.length > LONGEST_OUTPUT) child.kill('SIGKILL');
  });
  child.stderr?.on('data', (piece) => {
    errors = `${errors}${piece}`.slice(-4_000);
  });
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  if (code === 0) return output;
  throw badUserInput(errors.trim().split('\n').at(-1) || 'The command failed. The log of the gateway says more.');
}
