/**
 * Schools with their timelines as they are: read from the database each time, without memory. school-cache.ts keeps both,
 * and says the same.
 */
import type { Period } from '../../../access/period';
import { timelineText } from '../../../access/timeline';
import type { Session } from '../../subgraph/database/session';
import { type FoundSchool, findSchools, type Holding } from './school-queries';

export interface SchoolTimeline {
  readonly text: string;
  /** The database's id of who holds each of its holdings. */
  readonly holders: readonly string[];
}

export interface ReadSchool {
  readonly school: FoundSchool;
  /** Where it was asked for. */
  readonly timeline: SchoolTimeline | null;
}

const NOTHING_KNOWN: ReadonlyMap<string, readonly Holding[]> = new Map();

/**
 * Schools by id, of those that row-level security shows. One statement.
 *
 * @param withTimeline those of them that come with their timelines
 * @param known of these schools, holdings that need not be read: all of some holders
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
