/** What the command line says about the token that is wanted. */
import { parseArgs } from 'node:util';
import {
  CALLER_KINDS,
  type CallerKind,
  LEVELS_OF_KIND,
  organisationKey,
  parseOrganisationKey,
  SCOPES_OF_KIND,
} from '../../caller/caller';
import type { TokenContent } from '../../gateway/development-issuer';
import { Problem } from '../problem';

/** The options that bind a token to an organisation, each with its level. */
const BINDING = [
  { option: 'school', level: 'SCHOOL', example: '--school NW:100000' },
  { option: 'authority', level: 'AUTHORITY', example: '--authority NW:10182' },
  { option: 'media-centre', level: 'MEDIA_CENTRE', example: '--media-centre NW:MZ-05111' },
  { option: 'state', level: 'STATE', example: '--state NW' },
] as const;

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
const THIRTY_DAYS = 30 * 86_400;

export const USAGE = [
  `Usage: npm run token -- ${CALLER_KINDS.join('|')} [options]`,
  ...BINDING.map(({ level, example }) => {
    const kinds = CALLER_KINDS.filter((kind) => LEVELS_OF_KIND[kind].includes(level));
    return `  ${example.padEnd(28)}what it is bound to: ${kinds.join(', ')}; may stand there several times`;
  }),
  '  --scope titles:read,…       which of the scopes of its kind it carries; all of them where it is left out',
  '  --ttl 45m                   how long it is good for, as 45m, 12h or 30d; 30 days where it is left out',
].join('\n');

/** @throws Problem where the words make no token */
export function readTokenOptions(words: readonly string[]): TokenContent {
  const { positionals, values } = parse(words);
  const [kind, ...more] = positionals;
  if (!isKind(kind) || more.length > 0) {
    throw new Problem(
      `${kind ? `There is no token for “${positionals.join(' ')}”.` : 'Whose token?'} Write npm run token -- <${CALLER_KINDS.join('|')}> with options, such as: npm run token -- lms --school NW:100000`,
    );
  }
  return {
    kind,
    subject: `development-${kind}`,
    bound: readBound(kind, values),
    scopes: readScopes(kind, values.scope),
    lifetimeSeconds: readLifetime(values.ttl),
  };
}

function readBound(kind: CallerKind, values: ReturnType<typeof parse>['values']) {
  const levels = LEVELS_OF_KIND[kind];
  const may = BINDING.filter(({ level }) => levels.includes(level))
    .map(({ example }) => example)
    .join(' or ');
  const given = BINDING.flatMap((binding) => (values[binding.option] ?? []).map((id) => ({ ...binding, id })));
  const keys = given.map(({ option, level, example, id }) => {
    if (!levels.includes(level))
      throw new Problem(
        `A token for ${kind} is not bound by --${option}. ${may ? `Write ${may}.` : 'It needs no such option.'}`,
      );
    const key = organisationKey(level, id);
    if (!parseOrganisationKey(key)) throw new Problem(`--${option} “${id}” names nothing. Write it as in ${example}.`);
    return key;
  });
  if (keys.length === 0 && may) throw new Problem(`A token for ${kind} is bound to something. Add ${may}.`);
  return [...new Set(keys)];
}

function readScopes(kind: CallerKind, text: string | undefined): readonly string[] {
  const allowed = SCOPES_OF_KIND[kind];
  if (text === undefined) return allowed;
  const scopes = text.split(/[\s,]+/).filter(Boolean);
  const foreign = scopes.find((scope) => !allowed.includes(scope));
  if (foreign !== undefined)
    throw new Problem(`--scope “${foreign}” is none of ${kind}. Choose of: ${allowed.join(' ')}`);
  return scopes;
}

function readLifetime(text: string | undefined): number {
  if (text === undefined) return THIRTY_DAYS;
  const [, count, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new Problem(`--ttl “${text}” is no length of time. Write it as 45m, 12h or 30d.`);
  return Number(count) * (SECONDS[unit] as number);
}

function parse(words: readonly string[]) {
  const many = { type: 'string', multiple: true } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        school: many,
        authority: many,
        'media-centre': many,
        state: many,
        scope: { type: 'string' },
        ttl: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Problem(
      `${(error as Error).message.split('. ')[0]}. Options: --school --authority --media-centre --state --scope --ttl`,
    );
  }
}

function isKind(text: string | undefined): text is CallerKind {
  return CALLER_KINDS.includes(text as CallerKind);
}
