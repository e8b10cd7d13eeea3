import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { forbidden, reaches } from '../../../caller/caller';
import { asksFor } from '../../subgraph/asks-for';
import { perRequest, perService, type SubgraphContext } from '../../subgraph/context';
import { KeptUntilChanged } from '../../subgraph/kept-until-changed';
import type { School } from './school';
import { findSchools } from './school-queries';

/** Schools by id. One out of the caller's reach and one that does not exist are refused alike. */
export const schoolLoader = perRequest((context) => {
  return new DataLoader<string, School>((ids) => readableSchools(context, ids, []));
});

/** In characters; some 60 an entitlement. */
const CAPACITY = 20_000_000;

/**
 * Timelines by the id of the school. One does not depend on who asks: whoever may see the school may see all of it. That
 * he may is never kept.
 */
const keptTimelines = perService((changes) => new KeptUntilChanged<string>(changes, CAPACITY, (text) => text.length));

/** Schools by id, with their timelines: one statement for both. */
export const schoolWithTimelineLoader = perRequest((context) => {
  const kept = keptTimelines(context);
  return new DataLoader<string, School & { readonly timeline: string }>(async (ids) => {
    const known = new Map(ids.map((id) => [id, kept.get(id)]));
    const unknown = ids.filter((id) => known.get(id) === undefined);
    const schools = await readableSchools(context, ids, unknown);
    return schools.map((school) => {
      if (school instanceof Error) return school;
      const timeline = known.get(school.id) ?? (school.timeline as string);
      if (!known.get(school.id))
        kept.keep(school.id, timeline, context.readIn, [school.row, ...(school.everBelongedTo ?? [])]);
      return { ...school, timeline };
    });
  });
});

/** A school, with its timeline where the operation asks for that too. */
export function schoolAsAskedFor(id: string, context: SubgraphContext, info: GraphQLResolveInfo): Promise<School> {
  return (asksFor(info, 'timeline') ? schoolWithTimelineLoader : schoolLoader)(context).load(id);
}

async function readableSchools(
  { session, caller }: SubgraphContext,
  ids: readonly string[],
  withTimeline: readonly string[],
): Promise<(School | Error)[]> {
  const found = await findSchools(session, ids, withTimeline);
  const schools = new Map(found.map((school) => [school.id, school]));
  return ids.map((id) => {
    const school = schools.get(id);
    return school && reaches(caller, school.organisations) ? school : forbidden();
  });
}
