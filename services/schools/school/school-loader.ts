import type { GraphQLResolveInfo } from 'graphql';
import { forbidden, reaches } from '../../../caller/caller';
import { asksFor } from '../../subgraph/asks-for';
import { batchLoader, perService, type SubgraphContext } from '../../subgraph/context';
import { KeptUntilChanged } from '../../subgraph/kept-until-changed';
import type { School } from './school';
import { countSchoolsUnder, type FoundSchool, findSchools, listSchoolsUnder, type PageUnder } from './school-queries';

/** Schools by id. One out of the caller's reach and one that does not exist are refused alike. */
export const schoolLoader = batchLoader<string, School>((context, ids) => readableSchools(context, ids, []));

/** Of the keys mostly: a caller may be bound to very many organisations. A school itself takes so many. */
const SCHOOLS_BYTES = 20_000_000;
const SCHOOL_BYTES = 1_000;
/** 10 to 80 an entitlement. */
const TIMELINES_BYTES = 24_000_000;
const ENTRY_BYTES = 300;

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
  timelines: new KeptUntilChanged<string>(changes, TIMELINES_BYTES, ({ length }) => ENTRY_BYTES + length, 'timelines'),
}));

/** Schools by id, with their timelines: one statement for both, and none where both are kept. */
export const schoolWithTimelineLoader = batchLoader<string, School & { readonly timeline: string }>(
  async (context, ids) => {
    const { timelines } = kept(context);
    const known = new Map(ids.map((id) => [id, timelines.get(id)]));
    const unknown = ids.filter((id) => known.get(id) === undefined);
    const schools = await readableSchools(context, ids, unknown);
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

/** A school, with its timeline where the operation asks for that too. */
export function schoolAsAskedFor(id: string, context: SubgraphContext, info: GraphQLResolveInfo): Promise<School> {
  return (asksFor(info, 'timeline') ? schoolWithTimelineLoader : schoolLoader)(context).load(id);
}

async function readableSchools(
  context: SubgraphContext,
  ids: readonly string[],
  withTimeline: readonly string[],
): Promise<(School | Error)[]> {
  const { caller } = context;
  const schools = await schoolsAsSeen(context, ids, withTimeline);
  return ids.map((id) => {
    const school = schools.get(id);
    return school && reaches(caller, school.organisations) ? school : forbidden();
  });
}

/** By id, those that row-level security lets the caller see. One statement for those that are not kept. */
async function schoolsAsSeen(
  context: SubgraphContext,
  ids: readonly string[],
  withTimeline: readonly string[],
): Promise<Map<string, FoundSchool>> {
  const { session, readIn } = context;
  const { schools, timelines } = kept(context);
  const seen = new Map<string, FoundSchool>();
  /** Unmistakable, whatever a client gives for an id. */
  const keyOf = (id: string) => JSON.stringify([session.sight, id]);
  for (const id of ids) {
    const known = withTimeline.includes(id) ? undefined : schools.get(keyOf(id));
    if (known && Date.now() < (known.movesAt ?? Infinity)) seen.set(id, known);
  }
  const unknown = ids.filter((id) => !seen.has(id));
  if (unknown.length === 0) return seen;
  for (const { timeline, ...school } of await findSchools(session, unknown, withTimeline)) {
    const madeOf = [school.row, ...school.everBelongedTo];
    schools.keep(keyOf(school.id), school, readIn, madeOf);
    if (timeline) timelines.keep(school.id, timeline, readIn, madeOf);
    seen.set(school.id, { ...school, timeline });
  }
  return seen;
}
