/**
 * A school's timeline: every entitlement that applies, applied or will apply to it, with its history.
 *
 * The `schools` subgraph sends it to the `licences` subgraph with each school (`School.timeline`, inaccessible to
 * clients). It does not depend on the instant asked about, so one timeline answers for the past and the future too, and
 * it may be kept as long as nothing changes in the database: an expiry is in the data.
 *
 * It is made of **holdings**: what the school has of one holder, the school itself among them, while it belongs to it.
 * Each can be read and cached by itself: a change at one holder leaves the other holdings unchanged, and schools with
 * the same membership in a holder have the same holding of it.
 *
 * It is sent as one text: the period in which the school operates, then the holdings, each after a `;`. Both are nested
 * JSON arrays without quotes, which would have to be escaped. Most entitlements of a holder differ only in their
 * licence, so these are grouped: some 10 bytes each, and 60 to 80 for what they share.
 */
import { LEVELS } from '../caller/caller';
import { type Bounds, type Period, periodOf } from './period';
import type { EntitlementFacts, SchoolFacts, Suspension } from './rule';

type Membership = [level: number, ...Bounds];

/** Without a third value, the entitlement is suspended in this period. */
export type SuspensionBounds = readonly [...Bounds, denial?: number];

/** The numbers are those of `schools.suspension_bounds`. */
const DENIALS = [undefined, 'REVOKED', 'EXPIRED'] as const;

/**
 * Entitlements that differ only in their licence. The first three members are stored with each of them
 * (`schools.entitlement.on_timeline`).
 */
type Group = [
  period: Bounds,
  revokedAt: number | null,
  rights: number,
  suspensions: SuspensionBounds[],
  /** Pairs of numbers: the entitlement's, then the licence's. */
  idsAndLicences: number[],
];

const SEPARATOR = ';';

/** @param holdings in a fixed order, so that the same holdings give the same text */
export function timelineText({ from, until }: Period, holdings: readonly string[]): string {
  return [JSON.stringify([finite(from), finite(until)]), ...holdings].join(SEPARATOR);
}

function finite(instant: number): number | null {
  return Number.isFinite(instant) ? instant : null;
}

/** Splits it into the part about the school itself and the parts about each holding. */
export function partsOf(timeline: string): [school: string, ...holdings: string[]] {
  return timeline.split(SEPARATOR) as [string, ...string[]];
}

export function holdingsOf(timeline: string): string[] {
  return partsOf(timeline).slice(1);
}

/** @throws Error where it is no timeline of this form */
export function schoolOf(timeline: string): SchoolFacts {
  const end = timeline.indexOf(SEPARATOR);
  return { operating: periodOf(JSON.parse(end < 0 ? timeline : timeline.slice(0, end)) as Bounds) };
}

/** Entitlements that differ only in their licence. */
export interface EqualEntitlements {
  readonly facts: Omit<EntitlementFacts, 'id' | 'licence'>;
  /** Pairs: the id of the entitlement, then that of its licence. */
  readonly idsAndLicences: readonly number[];
}

/** @throws Error where it is no holding of this form */
export function decodeHolding(text: string): EqualEntitlements[] {
  const [[level, ...bounds], ...groups] = JSON.parse(text) as [Membership, ...Group[]];
  const membership = periodOf(bounds);
  return groups.map((group) => {
    const [valid, revokedAt, rights, suspensions, idsAndLicences] = group;
    if (group.length !== 5 || idsAndLicences.length % 2 !== 0) throw new Error('the timeline is of another form');
    const wrong = idsAndLicences.find((id) => !Number.isSafeInteger(id));
    /** A number in JSON is exact up to 2^53; no table has so many rows. */
    if (wrong !== undefined) throw new Error(`the timeline holds ${wrong}, which is no id`);
    return {
      facts: {
        level: LEVELS[level] as EntitlementFacts['level'],
        membership,
        period: periodOf(valid),
        revokedAt: revokedAt ?? Infinity,
        rights,
        suspensions: suspensions.map(suspensionOf),
      },
      idsAndLicences,
    };
  });
}

export function suspensionOf([from, until, code = 0]: SuspensionBounds): Suspension {
  const denial = DENIALS[code];
  const period = periodOf([from, until]);
  return denial ? { ...period, denial } : period;
}
