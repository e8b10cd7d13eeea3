/**
 * A school's timeline: every entitlement that applies, applied or will apply to it, with its history.
 *
 * It is what the `schools` subgraph tells the `licences` subgraph about a school (`School.timeline`, inaccessible to
 * clients). It does not depend on the instant asked about, so one timeline answers for the past and the future too, and
 * it may be kept as long as nothing changes in the database: an expiry is in the data. On the wire it is one string of
 * nested arrays without quotes, which would be escaped, some 60 bytes an entitlement.
 */
import { LEVELS } from '../caller/caller';
import { type Bounds, periodOf } from './period';
import type { EntitlementFacts, SchoolFacts } from './rule';

export interface Timeline {
  readonly school: SchoolFacts;
  readonly entitlements: readonly EntitlementFacts[];
}

/** The first five are kept with the entitlement (`schools.entitlement.on_timeline`). A new member goes to the end. */
type Row = [
  id: number,
  licence: number,
  period: Bounds,
  revokedAt: number | null,
  rights: number,
  membership: [level: number, ...Bounds],
  suspensions: Bounds[],
];

export function decodeTimeline(text: string): Timeline {
  const [operating, rows] = JSON.parse(text) as [Bounds, Row[]];
  return {
    school: { operating: periodOf(operating) },
    entitlements: rows.map(([id, licence, valid, revokedAt, rights, [level, ...membership], suspensions]) => ({
      id: idOf(id),
      licence: idOf(licence),
      level: LEVELS[level] as EntitlementFacts['level'],
      membership: periodOf(membership),
      period: periodOf(valid),
      revokedAt: revokedAt ?? Infinity,
      rights,
      suspensions: suspensions.map(periodOf),
    })),
  };
}

/** @throws Error beyond what a number in JSON holds exactly: 2^53 of one table */
function idOf(number: number): string {
  if (!Number.isSafeInteger(Number(number))) throw new Error(`the timeline holds ${number}, which is no id`);
  return String(number);
}

const byLicence = new WeakMap<Timeline, Map<string, EntitlementFacts[]>>();

/** The entitlements of each licence; made once for a timeline. */
export function entitlementsByLicence(timeline: Timeline): ReadonlyMap<string, readonly EntitlementFacts[]> {
  let index = byLicence.get(timeline);
  if (!index) {
    index = new Map();
    for (const entitlement of timeline.entitlements) {
      const siblings = index.get(entitlement.licence);
      if (siblings) siblings.push(entitlement);
      else index.set(entitlement.licence, [entitlement]);
    }
    byLicence.set(timeline, index);
  }
  return index;
}
