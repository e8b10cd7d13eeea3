import type { GraphQLResolveInfo } from 'graphql';
import { forbidden } from '../../../request/client-errors';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import { selectsField } from '../../subgraph/schema/selects-field';
import { allowedSchools } from '../authorisation/allowed';
import type { SchoolAction } from '../authorisation/permissions';
import type { School } from './school';
import { cachedSchools, schoolInCache, timelineInCache } from './school-cache';
import { countSchoolsUnder, listSchoolsUnder, type PageUnder } from './school-queries';

/** Loads schools by id, to read them. One out of the caller's reach is refused like one that does not exist. */
export const schoolLoader = loaderFor('school.read');
/** The same, to ask for the history of a title there. */
export const availabilitySchoolLoader = loaderFor('school.readAvailability');
/** The same, to use seats there. */
export const seatSchoolLoader = loaderFor('school.useSeats');

function loaderFor(action: SchoolAction) {
  return batchLoader<string, School>((context, ids) => allowedOf(context, action, ids, []));
}

/** Loads schools by id, with their timelines: one statement reads both, and none where both are cached. */
export const schoolWithTimelineLoader = batchLoader<string, School & { readonly timeline: string }>(
  async (context, ids) => {
    const known = new Map(ids.map((id) => [id, timelineInCache(context, id)]));
    const unknown = ids.filter((id) => known.get(id) === undefined);
    const schools = await allowedOf(context, 'school.read', ids, unknown);
    return schools.map((school) => {
      if (school instanceof Error) return school;
      return { ...school, timeline: known.get(school.id) ?? (school.timeline as string) };
    });
  },
);

/** Loads pages of the schools under organisations: one statement for all of a level. */
export const pageUnderLoader = batchLoader<PageUnder, School[], string>(
  ({ session }, pages) => listSchoolsUnder(session, pages),
  ({ organisation, first, after }) => JSON.stringify([organisation, first, after]),
);

/** Counts the schools in the caller's reach under an organisation. */
export const countUnderLoader = batchLoader<string, number>(async ({ session, caller }, organisations) => {
  const counts = await countSchoolsUnder(session, caller, organisations);
  return organisations.map((key) => counts.get(key) ?? 0);
});

/** Returns a school, with its timeline where the operation asks for that too; at once, where both are cached. */
export function schoolAsAskedFor(
  id: string,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
): School | Promise<School> {
  if (!selectsField(info, 'timeline')) return schoolAtOnce(context, id) ?? schoolLoader(context).load(id);
  const school = schoolAtOnce(context, id);
  const timeline = school && timelineInCache(context, id);
  return timeline === undefined ? schoolWithTimelineLoader(context).load(id) : { ...(school as School), timeline };
}

/** Undefined where it is not cached for this caller, and where it is out of the caller's reach. */
function schoolAtOnce(context: SubgraphContext, id: string): School | undefined {
  const school = schoolInCache(context, id);
  return school && allowedSchools(context.caller, 'school.read', [school]).has(id) ? school : undefined;
}

async function allowedOf(
  context: SubgraphContext,
  action: SchoolAction,
  ids: readonly string[],
  withTimeline: readonly string[],
): Promise<(School | Error)[]> {
  const schools = await cachedSchools(context, ids, withTimeline);
  const allowed = allowedSchools(context.caller, action, schools.values());
  return ids.map((id) => (allowed.has(id) && schools.get(id)) || forbidden());
}
