/** The terms of a licence from one amendment to the next: pure. What held before an amendment stays what it was. */
import { isDeepStrictEqual } from 'node:util';

export interface Terms {
  readonly holderLevels: readonly string[];
  readonly rights: readonly string[];
  readonly pupilRights: readonly string[];
  readonly termKind: string;
  /** Instants in ISO 8601, as all here; null: open end. */
  readonly termFrom: string | null;
  readonly termUntil: string | null;
  readonly durationDays: number | null;
  readonly seats: number | null;
  readonly schoolCount: number | null;
}

/** Of all that is known of a licence. */
export function termsOf(facts: Terms): Terms {
  const { holderLevels, rights, pupilRights, termKind, termFrom, termUntil, durationDays, seats, schoolCount } = facts;
  return { holderLevels, rights, pupilRights, termKind, termFrom, termUntil, durationDays, seats, schoolCount };
}

/** They hold until the next ones begin. */
export interface DatedTerms {
  /** Null: from the beginning. */
  readonly from: string | null;
  readonly terms: Terms;
}

/** Those that hold at an instant. @param dated in their order, the first ones from the beginning */
export function termsAt(dated: readonly DatedTerms[], at: string): Terms | undefined {
  return dated.findLast(({ from }) => from === null || from <= at)?.terms;
}

/** Those that are to hold, but do not yet. */
export function laterThan(dated: readonly DatedTerms[], at: string): DatedTerms[] {
  return dated.filter(({ from }) => from !== null && from > at);
}

/**
 * Amends what holds at the instant, and what is to hold later. So a change that stands for next year already stays, and has
 * this one in it too. Terms that are what the ones before them are begin nothing.
 */
export function amendFrom(dated: readonly DatedTerms[], at: string, amend: (terms: Terms) => Terms): DatedTerms[] {
  const earlier = dated.filter(({ from }) => from === null || from < at);
  const now = termsAt(dated, at);
  const amended = [...(now ? [{ from: at, terms: now }] : []), ...laterThan(dated, at)].map(({ from, terms }) => ({
    from,
    terms: amend(terms),
  }));
  return [...earlier, ...amended].filter(
    ({ terms }, index, all) => index === 0 || !isDeepStrictEqual(terms, all[index - 1]?.terms),
  );
}
