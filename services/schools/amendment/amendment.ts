/**
 * Decides what may be changed about an existing entitlement, and the outcome of each. It is pure, and runs before
 * anything is written.
 */
import { isEmpty, type Period } from '../../../access/period';
import type { Level } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';

/** The most entitlements of one call. */
export const MAX_AMENDED = 110_000;
/** How many one answer lists; all are counted. */
export const MAX_ANSWERED = 1_000;

export type Amendment =
  | { readonly kind: 'REVOKE'; readonly at: number }
  | { readonly kind: 'SUSPEND'; readonly at: number; readonly until: number }
  | { readonly kind: 'RESUME'; readonly at: number }
  /** Infinity: it ends with its licence, or after the days for which that runs. */
  | { readonly kind: 'END'; readonly until: number }
  | { readonly kind: 'MOVE'; readonly at: number; readonly to: NewHolder | null };

/** Null in {@link Amendment} where the caller may not assign to it, or where it does not exist. */
export interface NewHolder {
  readonly rowId: string;
  readonly level: Level;
  /** When a school is in operation; always, for other holders. */
  readonly operating: Period;
}

/** An entitlement before the change. */
export interface Target {
  readonly id: string;
  readonly version: number;
  readonly licenceId: string;
  readonly holderId: string;
  /** Infinity: without an end of its own. */
  readonly period: Period;
  readonly revokedAt: number;
  readonly term: Period;
  readonly holderLevels: readonly Level[];
  /**
   * The end of the days that its licence runs from its activation; Infinity where the licence does not run that way.
   */
  readonly daysUntil: number;
  /** Whether it is suspended at the instant of the change. */
  readonly isSuspended: boolean;
  /** Whether it is suspended already for the whole time of the new suspension. */
  readonly isCovered: boolean;
  /** For a move: whether the new holder has the licence by another entitlement for all of the time that is left. */
  readonly isHeldThere: boolean;
  /** For a move: whether every school of the new holder lies within the licence's owner. */
  readonly isInTerritory: boolean;
}

/** What the caller may do with it, and the version that the caller has seen. */
export interface Claim {
  readonly mayAmend: boolean;
  readonly mayWrite: boolean;
  /** Null accepts any version. */
  readonly version: number | null;
}

export const AMENDMENT_OUTCOMES = [
  'CHANGED',
  'UNCHANGED',
  'HELD_BACK',
  'CHANGED_SINCE',
  'NOT_ALLOWED',
  'REVOKED',
  'ENDED',
  'BEFORE_BEGIN',
  'BEYOND_LICENCE',
  'LEVEL_NOT_ALLOWED',
  'OUTSIDE_TERRITORY',
  'SCHOOL_CLOSED',
  'ALREADY_ASSIGNED',
  'OPENS_SUSPENDED',
  'BUILT_ON',
  'CLOSED_BY_OTHERS',
] as const;
export type AmendmentOutcome = (typeof AMENDMENT_OUTCOMES)[number];

const NOT_REFUSED: readonly AmendmentOutcome[] = ['CHANGED', 'UNCHANGED', 'HELD_BACK'];

export function isRefused(outcome: AmendmentOutcome): boolean {
  return !NOT_REFUSED.includes(outcome);
}

/** Tells whether the change can open a licence to schools to which it is closed otherwise. */
export function opens({ kind }: Amendment): boolean {
  return kind === 'RESUME' || kind === 'END' || kind === 'MOVE';
}

/** Returns when a change takes effect. */
export function instantOf(amendment: Amendment, now: number): number {
  return amendment.kind === 'END' ? now : amendment.at;
}

/** Returns the period from the first instant that a change opens until the last; null where it opens nothing. */
export function opened(amendment: Amendment, target: Target, now: number): Period | null {
  const { from, until } = target.period;
  switch (amendment.kind) {
    case 'RESUME':
      return { from: amendment.at, until };
    case 'MOVE':
      return { from: Math.max(from, amendment.at), until };
    case 'END': {
      const end = endOf(amendment.until, target);
      return end > until ? { from: Math.max(until, now), until: end } : null;
    }
    default:
      return null;
  }
}

/**
 * The check whether somebody else was faster comes first, so that all other outcomes are about the state that the caller
 * has seen. The outcomes for an entitlement that is closed already come before the reasons against the new state.
 */
export function outcomeOf(amendment: Amendment, target: Target, claim: Claim, now: number): AmendmentOutcome {
  if (!claim.mayAmend) return 'NOT_ALLOWED';
  if (claim.version !== null && claim.version !== target.version) return 'CHANGED_SINCE';
  const at = instantOf(amendment, now);
  const { period, term, revokedAt } = target;
  const isRevoked = amendment.kind === 'END' ? revokedAt < Infinity : revokedAt <= at;
  const isOver = Math.min(period.until, term.until) <= at;
  if (amendment.kind === 'REVOKE') return isRevoked || isOver ? 'UNCHANGED' : 'CHANGED';
  if (isRevoked) return 'REVOKED';
  if (isOver) return 'ENDED';
  switch (amendment.kind) {
    case 'SUSPEND':
      return target.isCovered ? 'UNCHANGED' : 'CHANGED';
    case 'RESUME':
      return target.isSuspended ? 'CHANGED' : 'UNCHANGED';
    case 'END':
      return outcomeOfEnd(amendment.until, target, claim);
    case 'MOVE':
      return outcomeOfMove(amendment.at, amendment.to, target, claim);
  }
}

function outcomeOfEnd(until: number, target: Target, { mayWrite }: Claim): AmendmentOutcome {
  const { period, term, daysUntil } = target;
  const end = endOf(until, target);
  if (end === period.until) return 'UNCHANGED';
  if (end <= period.from) return 'BEFORE_BEGIN';
  if (end > period.until && !mayWrite) return 'NOT_ALLOWED';
  if (until < Infinity && until > Math.min(daysUntil, term.until)) return 'BEYOND_LICENCE';
  return 'CHANGED';
}

/**
 * Where an entitlement should end with a licence that runs for days, it ends after these days, and never earlier than
 * it does now.
 */
function endOf(until: number, { period, daysUntil }: Target): number {
  return until === Infinity ? Math.max(daysUntil, period.until) : until;
}

function outcomeOfMove(at: number, to: NewHolder | null, target: Target, { mayWrite }: Claim): AmendmentOutcome {
  if (!to || !mayWrite) return 'NOT_ALLOWED';
  if (to.rowId === target.holderId) return 'UNCHANGED';
  if (!target.holderLevels.includes(to.level)) return 'LEVEL_NOT_ALLOWED';
  if (!target.isInTerritory) return 'OUTSIDE_TERRITORY';
  const left = {
    from: Math.max(at, target.period.from, to.operating.from),
    until: Math.min(target.period.until, target.revokedAt, to.operating.until),
  };
  if (isEmpty(left)) return 'SCHOOL_CLOSED';
  return target.isHeldThere ? 'ALREADY_ASSIGNED' : 'CHANGED';
}

/** @throws BAD_USER_INPUT where the change would rewrite the past, or changes nothing */
export function checkAmendment(amendment: Amendment, now: number): void {
  if (amendment.kind === 'END') {
    if (amendment.until < now) throw badUserInput('input.validUntil must not be in the past.');
    return;
  }
  const name = amendment.kind === 'SUSPEND' ? 'from' : 'at';
  if (amendment.at < now) throw badUserInput(`input.${name} must not be in the past. Omit it for now.`);
  if (amendment.kind === 'SUSPEND' && amendment.until <= amendment.at) {
    throw badUserInput('input.until must be after input.from.');
  }
}
