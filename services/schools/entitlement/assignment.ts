/** What may be assigned to whom, and for how long: pure, before anything is written. */
import { midnightAfter } from '../../../access/calendar';
import { intersection, type Period } from '../../../access/period';
import type { UsageRight } from '../../../access/right';
import { badUserInput, type Level } from '../../../caller/caller';

/** Licences times holders of one call. */
export const MAXIMUM_ASSIGNMENTS = 10_000;

export interface LicenceToAssign {
  readonly id: string;
  readonly number: string;
  readonly ownerKey: string;
  readonly ownerId: string;
  readonly holderLevels: readonly Level[];
  readonly rights: readonly UsageRight[];
  readonly term: Period;
  readonly durationDays: number | null;
}

export interface HolderToAssign {
  readonly rowId: string;
  readonly key: string;
  readonly id: string;
  readonly level: Level;
  readonly name: string;
}

export interface Wish {
  /** Null: from now on. */
  readonly from: number | null;
  /** Null: to the end of the licence's term, or as many days as it runs from its activation. */
  readonly until: number | null;
  /** Null: all rights of the licence. */
  readonly rights: readonly UsageRight[] | null;
}

export interface Assignment {
  readonly licence: LicenceToAssign;
  readonly holder: HolderToAssign;
  readonly period: Period;
  readonly rights: readonly UsageRight[];
}

/** @throws BAD_USER_INPUT where a licence may not be held at a holder's level, or does not grant what is asked for */
export function planAssignments(
  licences: readonly LicenceToAssign[],
  holders: readonly HolderToAssign[],
  wish: Wish,
  now: number,
): Assignment[] {
  return licences.flatMap((licence) => {
    const rights = wish.rights ?? licence.rights;
    const surplus = rights.filter((right) => !licence.rights.includes(right));
    if (surplus.length > 0) {
      throw badUserInput(
        `input.rights: licence ${licence.number} does not grant ${surplus.join(', ')}. It grants ${licence.rights.join(', ')}.`,
      );
    }
    if (rights.length === 0) throw badUserInput('input.rights: name at least one right, or leave it out for all.');
    const period = periodOf(licence, wish, now);
    return holders.map((holder) => {
      if (!licence.holderLevels.includes(holder.level)) {
        throw badUserInput(
          `input.holders: licence ${licence.number} may not be held at the level ${holder.level} (${holder.id}), only at ${licence.holderLevels.join(', ')}.`,
        );
      }
      return { licence, holder, period, rights };
    });
  });
}

function periodOf(licence: LicenceToAssign, wish: Wish, now: number): Period {
  const today = midnightAfter(now, 0);
  if (wish.from !== null && wish.from < today) {
    throw badUserInput('input.validFrom: lies before today. What was true then stays true; leave it out to begin now.');
  }
  const from = wish.from ?? Math.max(now, licence.term.from);
  const ends = licence.durationDays === null ? licence.term.until : midnightAfter(from, licence.durationDays);
  const period = { from, until: wish.until ?? ends };
  if (period.from >= period.until) {
    throw badUserInput('input.validUntil: the period is empty. Its end must lie after its beginning.');
  }
  if (period.until > ends) {
    throw badUserInput(
      `input.validUntil: licence ${licence.number} runs until ${new Date(ends).toISOString()} at the latest. Choose an earlier end, or leave it out.`,
    );
  }
  const inForce = intersection(period, licence.term);
  if (inForce.from >= inForce.until || from < licence.term.from) {
    throw badUserInput(
      `input.validFrom: licence ${licence.number} does not run from ${new Date(from).toISOString()}. Choose a period inside its term.`,
    );
  }
  return period;
}
