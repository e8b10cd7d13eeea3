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

/** Its signature or secret was verified; its content is not checked yet. */
interface Identity {
  readonly kind: unknown;
  readonly subject: unknown;
  /** The application that the token was issued to; undefined where no claim names it. */
  readonly client?: unknown;
  /** On whose behalf the caller acts; undefined where no claim says so. */
  readonly endUser?: unknown;
  /** Scopes that the kind may not have are ignored. */
  readonly scopes: readonly string[];
  /** Organisation keys, with ids in any form that names the state: an issuer of another state must not reach ours. */
  readonly bound: readonly unknown[];
}

/** A subject stands in audit columns and in the log; an issuer's ids, a UUID or a mail address, are far shorter. */
const LONGEST_NAME = 200;
/**
 * What no name may hold: control characters (PostgreSQL's text takes no NUL), halves of a surrogate pair, line and
 * paragraph separators, and marks that change the direction of writing, by which one subject can look like another in
 * the log.
 */
const NOT_IN_A_NAME = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/**
 * Returns null where the kind is unknown, or may not be bound in this way: the caller is refused as a whole, and not
 * trimmed to what it may be.
 */
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
    // A client name opens nothing, so an invalid one is treated like none.
    ...(wrongName(client) === null ? { client: client as string } : {}),
    ...(wrongName(endUser) === null ? { endUser: endUser as string } : {}),
    scopes: SCOPES_OF_KIND[known].filter((scope) => scopes.includes(scope)),
    bound: [...new Set(bound.map((key) => readOrganisationKey(key as string) as OrganisationKey))],
  };
}

/** @returns what is wrong with it, as the end of a sentence; null where nothing is */
function wrongName(name: unknown): string | null {
  if (typeof name !== 'string' || name === '') return 'is not a text.';
  if (name.length > LONGEST_NAME) return `has ${name.length} characters (maximum ${LONGEST_NAME}).`;
  return NOT_IN_A_NAME.test(name) ? 'holds a control character, or half a character.' : null;
}

function unfitBound(kind: CallerKind, bound: readonly unknown[]): string | null {
  const levels: readonly string[] = LEVELS_OF_KIND[kind];
  for (const text of bound) {
    const key = typeof text === 'string' ? readOrganisationKey(text) : null;
    // A value that is not a key may be anything, also something that names a person.
    if (!key) return 'It is bound to what is not an organisation key such as SCHOOL:NW:100000.';
    if (!levels.some((level) => key.startsWith(`${level}:`)))
      return `It is bound to ${key}; ${kind} may be bound to ${levels.join(', ') || 'nothing'}.`;
  }
  return kind !== 'operator' && bound.length === 0 ? 'It is bound to no organisation.' : null;
}
