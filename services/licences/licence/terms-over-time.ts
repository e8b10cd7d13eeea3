/**
 * Pure functions on the terms of a licence, which hold from one amendment to the next. An amendment changes nothing
 * about the time before it.
 */
import { isDeepStrictEqual } from 'node:util';

export interface Terms {
  readonly holderLevels: readonly string[];
  readonly rights: readonly string[];
  readonly pupilRights: readonly string[];
  readonly termKind: string;
  /** Instants are written in ISO 8601. Null means that the term has no bound. */
  readonly termFrom: string | null;
  readonly termUntil: string | null;
  readonly durationDays: number | null;
  readonly seats: number | null;
  readonly schoolCount: number | null;
}

/** Picks the terms from all facts about a licence. */
export function termsOf(facts: Terms): Terms {
  const { holderLevels, rights, pupilRights, termKind, termFrom, termUntil, durationDays, seats, schoolCount } = facts;
  return { holderLevels, rights, pupilRights, termKind, termFrom, termUntil, durationDays, seats, schoolCount };
}

/** Terms that hold until the next ones begin. */
export interface DatedTerms {
  /** The instant from which they hold; null from the beginning. */
  readonly from: string | null;
  readonly terms: Terms;
}

/**
 * Returns the terms that hold at an instant.
 *
 * @param dated the terms in their order, of which the first hold from the beginning
 */
export function termsAt(dated: readonly DatedTerms[], at: string): Terms | undefined {
  return dated.findLast(({ from }) => from === null || from <= at)?.terms;
}

/** Returns the terms that begin to hold after an instant. */
export function laterThan(dated: readonly DatedTerms[], at: string): DatedTerms[] {
  return dated.filter(({ from }) => from !== null && from > at);
}

/**
 * Amends the terms that hold at the instant and all later ones. So a change that is planned for next year stays, and
 * includes this one. Terms that equal those before them do not begin a new period.
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
