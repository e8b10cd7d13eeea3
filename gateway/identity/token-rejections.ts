/**
 * Why a token was refused, for the log and for `npm run token -- explain`. The client does not see it. A reason names
 * claims and values of the installation, never the token, its signature or its subject.
 */
import type { Logger } from 'pino';

/** The rule that failed first. */
export type TokenRule =
  | 'form'
  | 'issuer'
  | 'algorithm'
  | 'audience'
  | 'expired'
  | 'not yet valid'
  | 'claims'
  | 'key'
  | 'signature'
  | 'kind'
  | 'bound'
  | 'subject';

export interface TokenRejection {
  readonly rule: TokenRule;
  /** A whole sentence. */
  readonly reason: string;
  /** An issuer of this installation; left out where the token names none of them. */
  readonly issuer?: string;
}

export type Refused = (rule: TokenRule, reason: string) => void;

/** Log lines for one rule: enough to see each kind of mistake, and a flood of bad tokens does not fill the log. */
export const REJECTIONS_PER_SECOND = 5;
const LONGEST_VALUE = 100;

export function logTokenRejections(log: Logger, now?: () => number): (refusal: TokenRejection) => void {
  const mayLog = createLogBound(REJECTIONS_PER_SECOND, now);
  return (refusal) =>
    mayLog(refusal.rule, (notLogged) =>
      log.warn({ audit: 'token refused', ...refusal, ...notLogged }, 'a token was refused'),
    );
}

/** Lets this many lines of each kind pass in a second. The next line after them says how many were left out. */
export function createLogBound(most: number, now = () => performance.now()) {
  const kinds = new Map<string, { second: number; logged: number; left: number }>();
  return (kind: string, tell: (notLogged: { notLogged?: number }) => void): void => {
    const second = Math.floor(now() / 1_000);
    const known = kinds.get(kind) ?? { second, logged: 0, left: 0 };
    kinds.set(kind, known);
    if (known.second !== second) Object.assign(known, { second, logged: 0 });
    if (known.logged >= most) {
      known.left += 1;
      return;
    }
    known.logged += 1;
    tell(known.left > 0 ? { notLogged: known.left } : {});
    known.left = 0;
  };
}

/** Quotes a value of a claim in a reason, shortened: strangers can make values as long as they like. */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length > 3
      ? `${quoted(value.slice(0, 3))} and ${value.length - 3} more`
      : value.map(quoted).join(', ');
  }
  if (typeof value !== 'string') return value === undefined ? 'nothing' : `a value of the type ${typeof value}`;
  return `“${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}”`;
}
