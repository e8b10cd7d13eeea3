/** The arguments that say for whom a token or an API key is: its kind, what it is bound to, its scopes. */
import {
  CALLER_KINDS,
  type CallerKind,
  LEVELS_OF_KIND,
  type OrganisationKey,
  organisationKey,
  SCOPES_OF_KIND,
} from '../../caller/caller';
import { formsOf, readOrganisationId } from '../../request/values/organisation-id';
import { Problem } from '../problem';

/** The options that bind to an organisation, each with its level. */
const BINDING = [
  { option: 'school', level: 'SCHOOL', example: '--school NW:900102' },
  { option: 'authority', level: 'AUTHORITY', example: '--authority NW:91001' },
  { option: 'media-centre', level: 'MEDIA_CENTRE', example: '--media-centre NW:MZ-05111' },
  { option: 'regional-association', level: 'REGIONAL_ASSOCIATION', example: '--regional-association NW:LVR' },
  { option: 'state', level: 'STATE', example: '--state NW' },
] as const;

const many = { type: 'string', multiple: true } as const;

/** For `parseArgs`. */
export const CALLER_OPTIONS = {
  school: many,
  authority: many,
  'media-centre': many,
  'regional-association': many,
  state: many,
  scope: { type: 'string' },
} as const;

type CallerArguments = Partial<Record<(typeof BINDING)[number]['option'], string[]>> & { scope?: string };

const EXAMPLE_WIDTH = Math.max(...BINDING.map(({ example }) => example.length)) + 2;

/** Returns a line of a command’s usage, aligned with those of the options below. */
export function usageLine(example: string, meaning: string): string {
  return `  ${example.padEnd(EXAMPLE_WIDTH)}${meaning}`;
}

export const CALLER_USAGE = [
  ...BINDING.map(({ level, example }) => {
    const kinds = CALLER_KINDS.filter((kind) => LEVELS_OF_KIND[kind].includes(level));
    return usageLine(example, `what it is bound to: ${kinds.join(', ')}; may stand there several times`);
  }),
  usageLine('--scope titles:read,…', 'which of the scopes of its kind it carries; all of them where it is left out'),
];

export function isKind(text: string | undefined): text is CallerKind {
  return CALLER_KINDS.includes(text as CallerKind);
}

/** @param what is made: “token” or “API key” */
export function readBound(what: string, kind: CallerKind, words: CallerArguments): OrganisationKey[] {
  const levels = LEVELS_OF_KIND[kind];
  const may = BINDING.filter(({ level }) => levels.includes(level))
    .map(({ example }) => example)
    .join(' or ');
  const given = BINDING.flatMap((binding) => (words[binding.option] ?? []).map((id) => ({ ...binding, id })));
  const keys = given.map(({ option, level, id }) => {
    if (!levels.includes(level))
      throw new Problem(
        `${what} for ${kind} is not bound by --${option}. ${may ? `Write ${may}.` : 'It needs no such option.'}`,
      );
    const known = readOrganisationId(level, id);
    if (known === null) throw new Problem(`--${option} “${id}” is not an id. ${formsOf(level)}`);
    return organisationKey(level, known);
  });
  if (keys.length === 0 && may) throw new Problem(`${what} for ${kind} is bound to something. Add ${may}.`);
  return [...new Set(keys)];
}

export function readScopes(kind: CallerKind, text: string | undefined): readonly string[] {
  const allowed = SCOPES_OF_KIND[kind];
  if (text === undefined) return allowed;
  const scopes = text.split(/[\s,]+/).filter(Boolean);
  const foreign = scopes.find((scope) => !allowed.includes(scope));
  if (foreign !== undefined)
    throw new Problem(`--scope “${foreign}” is none of ${kind}. Choose of: ${allowed.join(' ')}`);
  return scopes;
}
