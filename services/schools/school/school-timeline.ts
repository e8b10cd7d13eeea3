/**
 * Schools with their timelines, read from the database each time. school-cache.ts caches both, and must give the same
 * results.
 */
import type { Period } from '../../../access/period';
import { timelineText } from '../../../access/timeline';
import type { Session } from '../../subgraph/database/session';
import { type FoundSchool, findSchools, type Holding } from './school-queries';

export interface SchoolTimeline {
  readonly text: string;
  /** The database's ids of the holders of its holdings. */
  readonly holders: readonly string[];
}

interface ReadSchool {
  readonly school: FoundSchool;
  /** Null where it was not asked for. */
  readonly timeline: SchoolTimeline | null;
}

const NOTHING_KNOWN: ReadonlyMap<string, readonly Holding[]> = new Map();

/**
 * Returns schools by id, of those that row-level security shows. One statement reads them.
 *
 * @param withTimeline those of them that come with their timelines
 * @param known holdings of these schools that need not be read: all of some holders
 */
export async function readSchools(
  session: Session,
  ids: readonly string[],
  withTimeline: readonly string[] = [],
  known: ReadonlyMap<string, readonly Holding[]> = NOTHING_KNOWN,
): Promise<ReadSchool[]> {
  const omitted = [...known].flatMap(([school, held]) => held.map(([holder]) => ({ school, holder })));
  const found = await findSchools(session, ids, withTimeline, omitted);
  return found.map(({ holdings, ...school }) => ({
    school,
    timeline: holdings ? timelineOf(school.operating, [...(known.get(school.id) ?? []), ...holdings]) : null,
  }));
}

function timelineOf(operating: Period, holdings: readonly Holding[]): SchoolTimeline {
  const inOrder = holdings.toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  const text = timelineText(
    operating,
    inOrder.map(([, held]) => held),
  );
  return { text, holders: inOrder.map(([holder]) => holder) };
}
