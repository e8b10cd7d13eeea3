/** Reads the arguments about the token to make. */
import { parseArgs } from 'node:util';
import { CALLER_KINDS } from '../../caller/caller';
import type { TokenContent } from '../../gateway/identity/development-issuer';
import { Problem } from '../problem';
import { CALLER_OPTIONS, CALLER_USAGE, isKind, readBound, readScopes, usageLine } from './caller-arguments';

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
const THIRTY_DAYS = 30 * 86_400;

export const USAGE = [
  `Usage: npm run token -- ${CALLER_KINDS.join('|')} [options]`,
  '       npm run token -- explain [token]   why this installation takes a token, or not; without one it is read',
  ...CALLER_USAGE,
  usageLine('--ttl 45m', 'how long it is good for, as 45m, 12h or 30d; 30 days where it is left out'),
].join('\n');

/** @throws Problem where the arguments do not describe a token */
export function readTokenOptions(words: readonly string[]): TokenContent {
  const { positionals, values } = parse(words);
  const [kind, ...more] = positionals;
  if (!isKind(kind) || more.length > 0) {
    throw new Problem(
      `${kind ? `There is no token for “${positionals.join(' ')}”.` : 'Whose token?'} Write npm run token -- <${CALLER_KINDS.join('|')}> with options, such as: npm run token -- lms --school NW:900102`,
    );
  }
  return {
    kind,
    subject: `development-${kind}`,
    bound: readBound('A token', kind, values),
    scopes: readScopes(kind, values.scope),
    lifetimeSeconds: readLifetime(values.ttl),
  };
}

function readLifetime(text: string | undefined): number {
  if (text === undefined) return THIRTY_DAYS;
  const [, count, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new Problem(`--ttl “${text}” is not a length of time. Write it as 45m, 12h or 30d.`);
  return Number(count) * (SECONDS[unit] as number);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { ...CALLER_OPTIONS, ttl: { type: 'string' } },
    });
  } catch (error) {
    throw new Problem(
      `${(error as Error).message.split('. ')[0]}. Options: --school --authority --media-centre --regional-association --state --scope --ttl`,
    );
  }
}
