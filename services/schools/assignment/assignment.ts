/**
 * Decides what may be assigned to whom and for how long, and the outcome of each pair. It is pure, and runs before
 * anything is written.
 */
import { midnightAfter } from '../../../access/calendar';
import { intersection, isEmpty, type Period } from '../../../access/period';
import type { UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';
import { inputHash } from '../../subgraph/idempotency/input-hash';

/** Licences times holders of one call: twenty times as many as a licence for each school of a state. */
export const MAX_PAIRS = 120_000;

/** How many pairs one answer lists, and how many entitlements one call may name. */
export const MAX_ASSIGNMENTS = 10_000;

export interface LicenceToAssign {
  readonly id: string;
  readonly number: string;
  readonly ownerId: string;
  readonly holderLevels: readonly Level[];
  readonly rights: readonly UsageRight[];
  readonly term: Period;
  readonly durationDays: number | null;
  /** How many schools may have it at a time; null: no such limit. */
  readonly schoolCount: number | null;
}

export interface RequestedTerms {
  /** Null: from now on. */
  readonly from: number | null;
  /** Null: without an end of its own, or as many days as the licence runs from its activation. */
  readonly until: number | null;
  /** Null: all rights of the licence. */
  readonly rights: readonly UsageRight[] | null;
}

/** What each holder of a licence should get. */
export interface Terms {
  readonly licence: LicenceToAssign;
  /** Infinity: without an end of its own. */
  readonly period: Period;
  readonly rights: readonly UsageRight[];
  /** A hash of what the licence says: it differs after the licence was changed. */
  readonly hash: string;
}

export const JUDGED_OUTCOMES = [
  'ASSIGNED',
  'ALREADY_ASSIGNED',
  'SUSPENDED',
  'OPENS_SUSPENDED',
  'OUTSIDE_TERRITORY',
  'TOO_MANY_SCHOOLS',
  'SCHOOL_CLOSED',
  'PERIOD_OVER',
  'NOT_IN_REACH',
] as const;
/** The outcomes that depend on the pair alone. */
export type JudgedOutcome = (typeof JUDGED_OUTCOMES)[number];

export const ASSIGNMENT_OUTCOMES = [...JUDGED_OUTCOMES, 'HELD_BACK'] as const;
export type AssignmentOutcome = (typeof ASSIGNMENT_OUTCOMES)[number];

/** Such a pair is refused: it is not assigned, and was not before. */
export function isRefused(outcome: AssignmentOutcome): boolean {
  return outcome !== 'ASSIGNED' && outcome !== 'ALREADY_ASSIGNED' && outcome !== 'HELD_BACK';
}

/** How many pairs have this outcome, and how many of them are of schools that another entitlement serves already. */
export interface OutcomeCount {
  readonly outcome: AssignmentOutcome;
  readonly count: number;
  readonly overlapping: number;
}

/**
 * Decides by the request alone: whether a holder exists makes no difference.
 *
 * @param levels of the holders
 *
 * @throws BAD_USER_INPUT where a licence may not be held at a holder's level, or does not grant what is requested
 */
export function planTerms(
  licences: readonly LicenceToAssign[],
  levels: readonly Level[],
  requested: RequestedTerms,
  now: number,
): Terms[] {
  return licences.map((licence) => {
    const rights = requested.rights ?? licence.rights;
    const surplus = rights.filter((right) => !licence.rights.includes(right));
    if (surplus.length > 0) {
      throw badUserInput(
        `input.rights: licence ${licence.number} does not grant ${surplus.join(', ')}. It grants ${licence.rights.join(', ')}.`,
      );
    }
    if (rights.length === 0) throw badUserInput('input.rights: name at least one right, or leave it out for all.');
    const level = levels.find((one) => !licence.holderLevels.includes(one));
    if (level) {
      throw badUserInput(
        `input.holders: licence ${licence.number} may not be held at the level ${level}, only at ${licence.holderLevels.join(', ')}.`,
      );
    }
    return { licence, period: periodOf(licence, requested, now), rights, hash: inputHash(licence) };
  });
}

/** Both ends of the licence's term bound the period anyway: a period without ends of its own follows them. */
function periodOf(licence: LicenceToAssign, requested: RequestedTerms, now: number): Period {
  const { term, durationDays } = licence;
  const today = midnightAfter(now, 0);
  if (requested.from !== null && requested.from < today) {
    throw badUserInput('input.validFrom must not precede today. Omit it to start now.');
  }
  const from = requested.from ?? (durationDays === null ? now : Math.max(now, term.from));
  const ends = durationDays === null ? term.until : midnightAfter(from, durationDays);
  const period = { from, until: requested.until ?? (durationDays === null ? Infinity : ends) };
  if (isEmpty(period)) {
    throw badUserInput('input.validUntil must be after input.validFrom.');
  }
  if (requested.until !== null && requested.until > ends) {
    throw badUserInput(
      `input.validUntil: licence ${licence.number} ends at ${new Date(ends).toISOString()}. Choose an earlier end, or omit it.`,
    );
  }
  if (isEmpty(intersection(period, term)) || (requested.from !== null && from < term.from)) {
    throw badUserInput(
      `input.validFrom: licence ${licence.number} is not in term at ${new Date(from).toISOString()}. Choose a period within its term.`,
    );
  }
  return period;
}
