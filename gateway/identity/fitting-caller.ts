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

const LONGEST_SUBJECT = 200;

/** Null where the kind is none, or may not be bound so: refused as a whole rather than trimmed to what it may be. */
export function fittingCaller({ kind, subject, scopes, bound }: Identity): Caller | null {
  const known = CALLER_KINDS.find((one) => one === kind);
  if (!known || typeof subject !== 'string' || subject === '' || subject.length > LONGEST_SUBJECT) return null;
  if (!bound.every((key) => fits(known, key))) return null;
  if ((known === 'operator') !== (bound.length === 0)) return null;
  return {
    kind: known,
    subject,
    scopes: SCOPES_OF_KIND[known].filter((scope) => scopes.includes(scope)),
    bound: [...new Set(bound as readonly OrganisationKey[])],
  };
}

function fits(kind: CallerKind, key: unknown): boolean {
  const organisation = typeof key === 'string' ? parseOrganisationKey(key) : null;
  return organisation !== null && LEVELS_OF_KIND[kind].includes(organisation.level);
}
