import type { GraphQLResolveInfo } from 'graphql';
import type { Period } from '../../../access/period';
import { holdingsOf, timelineText } from '../../../access/timeline';
import { forbidden } from '../../../caller/caller';
import { KeptUntilChanged } from '../../subgraph/cache/invalidated-cache';
import { batchLoader, perService, type SubgraphContext } from '../../subgraph/context';
import { selectsField } from '../../subgraph/schema/selects-field';
import { allowedSchools } from '../authorisation/allowed';
import type { SchoolAction } from '../authorisation/permissions';
import type { School } from './school';
import {
  countSchoolsUnder,
  type FoundSchool,
  findSchools,
  type Holding,
  listSchoolsUnder,
  type PageUnder,
} from './school-queries';

/** Schools by id, to be read. One out of the caller's reach and one that does not exist are refused alike. */
export const schoolLoader = loaderFor('school.read');
/** The same, to ask there what became of a title. */
export const availabilitySchoolLoader = loaderFor('school.readAvailability');
/** The same, to use seats there. */
export const seatSchoolLoader = loaderFor('school.useSeats');

function loaderFor(action: SchoolAction) {
  return batchLoader<string, School>((context, ids) => allowedOf(context, action, ids, []));
}

/** Of the keys mostly: a caller may be bound to very many organisations. A school itself takes so many. */
const SCHOOLS_BYTES = 20_000_000;
const SCHOOL_BYTES = 2_500;
/** 10 to 80 an entitlement. */
const TIMELINES_BYTES = 24_000_000;
const ENTRY_BYTES = 300;

interface KeptTimeline {
  readonly text: string;
  /** The database's id of who holds each of its holdings. */
  readonly holders: readonly string[];
}

const kept = perService((changes) => ({
  /**
   * By who asks and the id: row-level security let him see it, and is asked anew after any change of the school or of its
   * memberships. A refusal is never kept.
   */
  schools: new KeptUntilChanged<FoundSchool>(
    changes,
    SCHOOLS_BYTES,
    (_, key) => SCHOOL_BYTES + 2 * key.length,
    'schools',
  ),
  /** By the id of the school. One does not depend on who asks: whoever may see the school may see all of it. */
  timelines: new KeptUntilChanged<KeptTimeline>(
    changes,
    TIMELINES_BYTES,
    ({ text }) => ENTRY_BYTES + text.length,
    'timelines',
  ),
}));

/** Schools by id, with their timelines: one statement for both, and none where both are kept. */
export const schoolWithTimelineLoader = batchLoader<string, School & { readonly timeline: string }>(
  async (context, ids) => {
    const { timelines } = kept(context);
    const known = new Map(ids.map((id) => [id, timelines.get(id)?.text]));
    const unknown = ids.filter((id) => known.get(id) === undefined);
    const schools = await allowedOf(context, 'school.read', ids, unknown);
    return schools.map((school) => {
      if (school instanceof Error) return school;
      return { ...school, timeline: known.get(school.id) ?? (school.timeline as string) };
    });
  },
);

/** Pages of the schools under organisations: one statement for all of a level. */
export const pageUnderLoader = batchLoader<PageUnder, School[], string>(
  ({ session }, pages) => listSchoolsUnder(session, pages),
  ({ organisation, first, after }) => JSON.stringify([organisation, first, after]),
);

/** How many schools in the caller's reach are under an organisation. */
export const countUnderLoader = batchLoader<string, number>(async ({ session, caller }, organisations) => {
  const counts = await countSchoolsUnder(session, caller, organisations);
  return organisations.map((key) => counts.get(key) ?? 0);
});

/** A school, with its timeline where the operation asks for that too: at once, where both are kept. */
export function schoolAsAskedFor(
  id: string,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
): School | Promise<School> {
  if (!selectsField(info, 'timeline')) return keptSchool(context, id) ?? schoolLoader(context).load(id);
  const school = keptSchool(context, id);
  const timeline = school && kept(context).timelines.get(id)?.text;
  return timeline === undefined ? schoolWithTimelineLoader(context).load(id) : { ...(school as School), timeline };
}

/** Undefined where it is not kept as this caller sees it, and where he does not reach it. */
function keptSchool(context: SubgraphContext, id: string): School | undefined {
  const school = schoolSeen(context, id);
  return school && allowedSchools(context.caller, 'school.read', [school]).has(id) ? school : undefined;
}

/** As row-level security showed it to whoever asks, where that is kept. */
function schoolSeen(context: SubgraphContext, id: string): FoundSchool | undefined {
  const known = kept(context).schools.get(seenBy(context, id));
  return known && Date.now() < (known.movesAt ?? Infinity) ? known : undefined;
}

/** Unmistakable, whatever a client gives for an id. */
function seenBy({ session }: SubgraphContext, id: string): string {
  return JSON.stringify([session.sight, id]);
}

async function allowedOf(
  context: SubgraphContext,
  action: SchoolAction,
  ids: readonly string[],
  withTimeline: readonly string[],
): Promise<(School | Error)[]> {
  const schools = await schoolsAsSeen(context, ids, withTimeline);
  const allowed = allowedSchools(context.caller, action, schools.values());
  return ids.map((id) => (allowed.has(id) && schools.get(id)) || forbidden());
}

/** By id, those that row-level security lets the caller see. One statement for those that are not kept. */
async function schoolsAsSeen(
  context: SubgraphContext,
  ids: readonly string[],
  withTimeline: readonly string[],
): Promise<Map<string, School>> {
  const { session, readIn } = context;
  const { schools, timelines } = kept(context);
  const seen = new Map<string, School>();
  for (const id of ids) {
    const known = withTimeline.includes(id) ? undefined : schoolSeen(context, id);
    if (known) seen.set(id, known);
  }
  const unknown = ids.filter((id) => !seen.has(id));
  if (unknown.length === 0) return seen;
  const standing = new Map(withTimeline.map((id) => [id, standingHoldings(timelines.outdated(id))]));
  const omitted = [...standing].flatMap(([school, held]) => held.map(([holder]) => ({ school, holder })));
  for (const { holdings, ...school } of await findSchools(session, unknown, withTimeline, omitted)) {
    const madeOf = [school.row, ...school.everBelongedTo];
    schools.keep(seenBy(context, school.id), school, readIn, madeOf);
    if (!holdings) {
      seen.set(school.id, school);
      continue;
    }
    const timeline = timelineOf(school.operating, [...(standing.get(school.id) ?? []), ...holdings]);
    timelines.keep(school.id, timeline, readIn, [...madeOf, ...school.everBelongedTo.map(entitlementsOf)]);
    seen.set(school.id, { ...school, timeline: timeline.text });
  }
  return seen;
}

function timelineOf(operating: Period, holdings: readonly Holding[]): KeptTimeline {
  const inOrder = holdings.toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  const text = timelineText(
    operating,
    inOrder.map(([, held]) => held),
  );
  return { text, holders: inOrder.map(([holder]) => holder) };
}

/** As migrations/1-schools/notifications.ts names those of an organisation, the school itself among them. */
const ENTITLEMENTS_OF = 'e';

function entitlementsOf(holder: string): string {
  return ENTITLEMENTS_OF + holder;
}

/** Of a timeline of which only entitlements changed, what need not be read again: all that is of other holders. */
function standingHoldings(
  outdated: { readonly value: KeptTimeline; readonly changed: ReadonlySet<string> } | undefined,
): Holding[] {
  if (!outdated) return [];
  const { value, changed } = outdated;
  if (![...changed].every((name) => name.startsWith(ENTITLEMENTS_OF))) return [];
  return holdingsOf(value.text)
    .map((held, at): Holding => [value.holders[at] as string, held])
    .filter(([holder]) => !changed.has(entitlementsOf(holder)));
}
