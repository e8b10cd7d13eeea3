/**
 * A school's timeline: every entitlement that applies, applied or will apply to it, with its history.
 *
 * It is what the `schools` subgraph tells the `licences` subgraph about a school (`School.timeline`, inaccessible to
 * clients). It does not depend on the instant asked about, so one timeline answers for the past and the future too, and
 * it may be kept as long as nothing changes in the database: an expiry is in the data. On the wire it is one string of
 * nested arrays without quotes, which would be escaped. Most entitlements of a school are alike in all but their licence,
 * so those that are stand together: some 10 bytes each, and 60 to 80 for what they share.
 */
import { LEVELS } from '../caller/caller';
import { type Bounds, periodOf } from './period';
import type { EntitlementFacts, SchoolFacts } from './rule';

export interface Timeline {
  readonly school: SchoolFacts;
  readonly entitlements: readonly EntitlementFacts[];
}

/**
 * Entitlements that are alike in all but their licence. The first three members are kept with each of them
 * (`schools.entitlement.on_timeline`).
 */
type Group = [
  period: Bounds,
  revokedAt: number | null,
  rights: number,
  membership: [level: number, ...Bounds],
  suspensions: Bounds[],
  /** Two by two. */
  idsAndLicences: number[],
];

/** @throws Error where it is no timeline of this form */
export function decodeTimeline(text: string): Timeline {
  const [operating, groups] = JSON.parse(text) as [Bounds, Group[]];
  return { school: { operating: periodOf(operating) }, entitlements: groups.flatMap(entitlementsOf) };
}

function entitlementsOf(group: Group): EntitlementFacts[] {
  const [valid, revokedAt, rights, membership, suspensions, ids] = group;
  if (group.length !== 6 || ids.length % 2 !== 0) throw new Error('the timeline is of another form');
  const [level, ...member] = membership;
  const alike = {
    level: LEVELS[level] as EntitlementFacts['level'],
    membership: periodOf(member),
    period: periodOf(valid),
    revokedAt: revokedAt ?? Infinity,
    rights,
    suspensions: suspensions.map(periodOf),
  };
  const entitlements: EntitlementFacts[] = [];
  for (let at = 0; at < ids.length; at += 2) {
    entitlements.push({ ...alike, id: idOf(ids[at] as number), licence: idOf(ids[at + 1] as number) });
  }
  return entitlements;
}

/** @throws Error beyond what a number in JSON holds exactly: 2^53 of one table */
function idOf(number: number): string {
  if (!Number.isSafeInteger(number)) throw new Error(`the timeline holds ${number}, which is no id`);
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
