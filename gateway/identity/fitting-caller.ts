/** From what a token or an API key says of its bearer to a Caller, where it says nothing that contradicts itself. */
import {
  CALLER_KINDS,
  type Caller,
  type CallerKind,
  LEVELS_OF_KIND,
  type OrganisationKey,
  parseOrganisationKey,
  SCOPES_OF_KIND,
} from '../../caller/caller';

/** Verified, but not yet believed to make sense. */
export interface Identity {
  readonly kind: unknown;
  readonly subject: unknown;
  /** Those that its kind may not have do not count. */
  readonly scopes: readonly string[];
  /** Organisation keys. */
  readonly bound: readonly unknown[];
}

/** A subject stands in audit columns and in the log; an issuer's ids, a UUID or a mail address, are far shorter. */
const LONGEST_SUBJECT = 200;
/**
 * What no name holds: control characters (PostgreSQL's text takes no NUL), halves of a surrogate pair, line and paragraph
 * separators, and marks that turn the direction of writing, by which one subject reads like another in the log.
 */
const NOT_IN_A_SUBJECT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Told why an identity makes no Caller. For the log: the client gets nothing of it. */
export type Refused = (reason: string) => void;

/** Null where the kind is none, or may not be bound so: refused as a whole rather than trimmed to what it may be. */
export function fittingCaller(identity: Identity, refused: Refused = () => undefined): Caller | null {
  const { kind, subject, scopes, bound } = identity;
  const known = CALLER_KINDS.find((one) => one === kind);
  const reason = known ? unfit(known, identity) : 'its kind is not known';
  if (!known || reason) {
    refused(reason as string);
    return null;
  }
  return {
    kind: known,
    subject: subject as string,
    scopes: SCOPES_OF_KIND[known].filter((scope) => scopes.includes(scope)),
    bound: [...new Set(bound as readonly OrganisationKey[])],
  };
}

function unfit(kind: CallerKind, { subject, bound }: Identity): string | null {
  if (typeof subject !== 'string' || subject === '') return 'its subject is no text';
  if (subject.length > LONGEST_SUBJECT)
    return `its subject has ${subject.length} characters (maximum ${LONGEST_SUBJECT})`;
  if (NOT_IN_A_SUBJECT.test(subject)) return 'its subject holds a control character, or half a character';
  if (!bound.every((key) => fits(kind, key))) return `it is bound to what ${kind} may not be bound to`;
  if ((kind === 'operator') !== (bound.length === 0))
    return `${kind} may not be bound to ${bound.length} organisations`;
  return null;
}

function fits(kind: CallerKind, key: unknown): boolean {
  const organisation = typeof key === 'string' ? parseOrganisationKey(key) : null;
  return organisation !== null && LEVELS_OF_KIND[kind].includes(organisation.level);
}
