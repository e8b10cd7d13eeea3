/** Makes a Caller of what a token or an API key says, if that is consistent. */
import {
  CALLER_KINDS,
  type Caller,
  type CallerKind,
  LEVELS_OF_KIND,
  type OrganisationKey,
  SCOPES_OF_KIND,
} from '../../caller/caller';
import { readOrganisationKey } from '../../request/values/organisation-id';
import { quoted, type Refused } from './token-rejections';

/** Verified, but not yet believed to make sense. */
export interface Identity {
  readonly kind: unknown;
  readonly subject: unknown;
  /** The application that the token was given to; undefined where no claim names it. */
  readonly client?: unknown;
  /** On whose behalf it acts; undefined where no claim says so. */
  readonly endUser?: unknown;
  /** Those that its kind may not have do not count. */
  readonly scopes: readonly string[];
  /** Organisation keys, with ids in any form that names the state: an issuer of another state must not reach ours. */
  readonly bound: readonly unknown[];
}

/** A subject stands in audit columns and in the log; an issuer's ids, a UUID or a mail address, are far shorter. */
const LONGEST_NAME = 200;
/**
 * What no name holds: control characters (PostgreSQL's text takes no NUL), halves of a surrogate pair, line and paragraph
 * separators, and marks that turn the direction of writing, by which one subject reads like another in the log.
 */
const NOT_IN_A_NAME = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Null where the kind is none, or may not be bound so: refused as a whole rather than trimmed to what it may be. */
export function validateCaller(identity: Identity, refused: Refused = () => undefined): Caller | null {
  const { kind, subject, client, endUser, scopes, bound } = identity;
  const known = CALLER_KINDS.find((one) => one === kind);
  if (!known) {
    refused('kind', `Its kind is ${quoted(kind)}; there are ${CALLER_KINDS.join(', ')}.`);
    return null;
  }
  const wrong = wrongName(subject);
  if (wrong) {
    refused('subject', `Its subject ${wrong}`);
    return null;
  }
  const unfit = unfitBound(known, bound);
  if (unfit) {
    refused('bound', unfit);
    return null;
  }
  return {
    kind: known,
    subject: subject as string,
    // It opens nothing: one that is no name is as good as none.
    ...(wrongName(client) === null ? { client: client as string } : {}),
    ...(wrongName(endUser) === null ? { endUser: endUser as string } : {}),
    scopes: SCOPES_OF_KIND[known].filter((scope) => scopes.includes(scope)),
    bound: [...new Set(bound.map((key) => readOrganisationKey(key as string) as OrganisationKey))],
  };
}

/** @returns what is wrong with it, as the end of a sentence; or null */
function wrongName(name: unknown): string | null {
  if (typeof name !== 'string' || name === '') return 'is not a text.';
  if (name.length > LONGEST_NAME) return `has ${name.length} characters (maximum ${LONGEST_NAME}).`;
  return NOT_IN_A_NAME.test(name) ? 'holds a control character, or half a character.' : null;
}

function unfitBound(kind: CallerKind, bound: readonly unknown[]): string | null {
  const levels: readonly string[] = LEVELS_OF_KIND[kind];
  for (const text of bound) {
    const key = typeof text === 'string' ? readOrganisationKey(text) : null;
    // What is no key may be anything, also what names a person.
    if (!key) return 'It is bound to what is not an organisation key such as SCHOOL:NW:100000.';
    if (!levels.some((level) => key.startsWith(`${level}:`)))
      return `It is bound to ${key}; ${kind} may be bound to ${levels.join(', ') || 'nothing'}.`;
  }
  return kind !== 'operator' && bound.length === 0 ? 'It is bound to no organisation.' : null;
}
