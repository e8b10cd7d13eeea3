/**
 * Caches schools and their timelines (school-timeline.ts) until the database reports a change (docs/decisions/0009).
 * Whether a caller may read a school is not cached: school-loader.ts decides it each time.
 */
import { holdingsOf } from '../../../access/timeline';
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import type { School } from './school';
import type { FoundSchool, Holding } from './school-queries';
import { readSchools, type SchoolTimeline } from './school-timeline';

/** Mostly for the keys, because a caller may be bound to very many organisations. SCHOOL_BYTES is the rest of an entry. */
const SCHOOLS_BYTES = 20_000_000;
const SCHOOL_BYTES = 2_500;
/** 10 to 80 bytes for an entitlement. */
const TIMELINES_BYTES = 24_000_000;
const ENTRY_BYTES = 300;

const caches = perService((changes) => ({
  /**
   * Cached by caller and id, because row-level security has shown it to this caller. It is asked again after any change
   * of the school or of its memberships. A refusal is never cached.
   */
  schools: new InvalidatedCache<FoundSchool>(
    changes,
    SCHOOLS_BYTES,
    (_, key) => SCHOOL_BYTES + 2 * key.length,
    'schools',
  ),
  /**
   * Cached by the school's id. A timeline does not depend on the caller: whoever may see the school may see all of it.
   */
  timelines: new InvalidatedCache<SchoolTimeline>(
    changes,
    TIMELINES_BYTES,
    ({ text }) => ENTRY_BYTES + text.length,
    'timelines',
  ),
}));

/** Returns the school as row-level security showed it to this caller; undefined where it is not cached. */
export function schoolInCache(context: SubgraphContext, id: string): FoundSchool | undefined {
  const known = caches(context).schools.get(seenBy(context, id));
  return known && Date.now() < (known.movesAt ?? Infinity) ? known : undefined;
}

/** The key is unambiguous, whatever a client gives for an id. */
function seenBy({ session }: SubgraphContext, id: string): string {
  return JSON.stringify([session.rlsIdentity, id]);
}

export function timelineInCache(context: SubgraphContext, id: string): string | undefined {
  return caches(context).timelines.get(id)?.text;
}

/**
 * Returns, by id, those that row-level security lets the caller see. One statement reads those that are not cached;
 * where only entitlements of a timeline changed, it reads only those of the holders that changed.
 */
export async function cachedSchools(
  context: SubgraphContext,
  ids: readonly string[],
  withTimeline: readonly string[],
): Promise<Map<string, School>> {
  const { session, readGeneration } = context;
  const { schools, timelines } = caches(context);
  const seen = new Map<string, School>();
  for (const id of ids) {
    const known = withTimeline.includes(id) ? undefined : schoolInCache(context, id);
    if (known) seen.set(id, known);
  }
  const unknown = ids.filter((id) => !seen.has(id));
  if (unknown.length === 0) return seen;
  const unchanged = new Map(withTimeline.map((id) => [id, unchangedHoldings(timelines.outdated(id))]));
  for (const { school, timeline } of await readSchools(session, unknown, withTimeline, unchanged)) {
    const madeOf = [school.row, ...school.everBelongedTo];
    schools.keep(seenBy(context, school.id), school, readGeneration, madeOf);
    if (timeline) {
      timelines.keep(school.id, timeline, readGeneration, [...madeOf, ...school.everBelongedTo.map(entitlementsOf)]);
    }
    seen.set(school.id, timeline ? { ...school, timeline: timeline.text } : school);
  }
  return seen;
}

/**
 * The prefix by which migrations/1-schools/notifications.ts names the entitlements of an organisation, also of a
 * school.
 */
const ENTITLEMENTS_OF = 'e';

function entitlementsOf(holder: string): string {
  return ENTITLEMENTS_OF + holder;
}

/** Returns the holdings of a timeline that need not be read again, where only entitlements of other holders changed. */
function unchangedHoldings(
  outdated: { readonly value: SchoolTimeline; readonly changed: ReadonlySet<string> } | undefined,
): Holding[] {
  if (!outdated) return [];
  const { value, changed } = outdated;
  if (![...changed].every((name) => name.startsWith(ENTITLEMENTS_OF))) return [];
  return holdingsOf(value.text)
    .map((held, at): Holding => [value.holders[at] as string, held])
    .filter(([holder]) => !changed.has(entitlementsOf(holder)));
}
