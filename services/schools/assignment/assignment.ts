/** What may be assigned to whom, for how long, and what becomes of each pair: pure, before anything is written. */
import { midnightAfter } from '../../../access/calendar';
import { intersection, isEmpty, type Period } from '../../../access/period';
import type { UsageRight } from '../../../access/right';
import type { Level, OrganisationKey } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';

/** Licences times holders of one call. */
export const MAXIMUM_ASSIGNMENTS = 10_000;

export interface LicenceToAssign {
  readonly id: string;
  readonly number: string;
  readonly ownerId: string;
  readonly holderLevels: readonly Level[];
  readonly rights: readonly UsageRight[];
  readonly term: Period;
  readonly durationDays: number | null;
}

export interface HolderToAssign {
  readonly rowId: string;
  readonly key: OrganisationKey;
  readonly id: string;
  readonly level: Level;
  readonly name: string;
  /** Of a school; always, for others. */
  readonly operating: Period;
}

export interface Wish {
  /** Null: from now on. */
  readonly from: number | null;
  /** Null: without an end of its own, or as many days as the licence runs from its activation. */
  readonly until: number | null;
  /** Null: all rights of the licence. */
  readonly rights: readonly UsageRight[] | null;
}

/** What each holder of a licence is to get. */
export interface Terms {
  readonly licence: LicenceToAssign;
  /** Infinity: without an end of its own. */
  readonly period: Period;
  readonly rights: readonly UsageRight[];
}

export const ASSIGNMENT_OUTCOMES = [
  'ASSIGNED',
  'ALREADY_ASSIGNED',
  'SUSPENDED',
  'OPENS_SUSPENDED',
  'SCHOOL_CLOSED',
  'PERIOD_OVER',
  'NOT_IN_REACH',
  'HELD_BACK',
] as const;
export type AssignmentOutcome = (typeof ASSIGNMENT_OUTCOMES)[number];

/** Such a pair is refused: it neither is assigned nor was before. */
export function isRefused(outcome: AssignmentOutcome): boolean {
  return outcome !== 'ASSIGNED' && outcome !== 'ALREADY_ASSIGNED' && outcome !== 'HELD_BACK';
}

export interface NamedSchool {
  readonly id: string;
  readonly name: string;
}

/** What became of a licence for a holder; in a preview, what would become of it. */
export interface Assignment {
  readonly licenceId: string;
  readonly holder: OrganisationKey;
  readonly outcome: AssignmentOutcome;
  /** The one that was made, or stands, or is suspended. */
  readonly entitlementId: string | null;
  readonly suspendedSchools: readonly NamedSchool[];
  readonly suspendedCount: number;
}

/** What stands in the way of a pair of licence and holder, or makes it needless. */
export interface Obstacles {
  /** An entitlement that covers the period and the rights already. */
  readonly active: string | null;
  /** One of the same licence and holder that is suspended in the period. */
  readonly suspended: string | null;
  /** Whether the days that the licence runs from its activation here have passed. */
  readonly isOver: boolean;
  /** Whether the licence is suspended at schools of the holder, by entitlements of other holders. */
  readonly opensSuspended: boolean;
}

export function outcomeOf(obstacles: Obstacles, overrideSuspended: boolean): AssignmentOutcome {
  if (obstacles.active !== null) return 'ALREADY_ASSIGNED';
  if (obstacles.suspended !== null) return 'SUSPENDED';
  if (obstacles.isOver) return 'PERIOD_OVER';
  return obstacles.opensSuspended && !overrideSuspended ? 'OPENS_SUSPENDED' : 'ASSIGNED';
}

/** Nothing is assigned to a school that is closed for all of the period. */
export function isClosed({ licence, period }: Terms, { operating }: HolderToAssign): boolean {
  return isEmpty(intersection(period, licence.term, operating));
}

/**
 * Decided by what was asked for alone: whether a holder exists makes no difference.
 *
 * @param levels of the holders
 *
 * @throws BAD_USER_INPUT where a licence may not be held at a holder's level, or does not grant what is asked for
 */
export function planTerms(
  licences: readonly LicenceToAssign[],
  levels: readonly Level[],
  wish: Wish,
  now: number,
): Terms[] {
  return licences.map((licence) => {
    const rights = wish.rights ?? licence.rights;
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
    return { licence, period: periodOf(licence, wish, now), rights };
  });
}

/** Both ends of the licence's term bound it anyway: a period without ends of its own follows them. */
function periodOf(licence: LicenceToAssign, wish: Wish, now: number): Period {
  const { term, durationDays } = licence;
  const today = midnightAfter(now, 0);
  if (wish.from !== null && wish.from < today) {
    throw badUserInput('input.validFrom must not precede today. Omit it to start now.');
  }
  const from = wish.from ?? (durationDays === null ? now : Math.max(now, term.from));
  const ends = durationDays === null ? term.until : midnightAfter(from, durationDays);
  const period = { from, until: wish.until ?? (durationDays === null ? Infinity : ends) };
  if (isEmpty(period)) {
    throw badUserInput('input.validUntil must be after input.validFrom.');
  }
  if (wish.until !== null && wish.until > ends) {
    throw badUserInput(
      `input.validUntil: licence ${licence.number} ends at ${new Date(ends).toISOString()}. Choose an earlier end, or omit it.`,
    );
  }
  if (isEmpty(intersection(period, term)) || (wish.from !== null && from < term.from)) {
    throw badUserInput(
      `input.validFrom: licence ${licence.number} is not in term at ${new Date(from).toISOString()}. Choose a period within its term.`,
    );
  }
  return period;
}
