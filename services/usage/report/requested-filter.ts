/** Reads a filter of uses, and looks up the organisations that it names. */
import { type Level, organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { allowedUses } from '../authorisation/allowed';
import type { OrganisationOfUses } from '../authorisation/allowed-queries';
import type { UsageFilter } from './report-arguments';
import { ALL_USES, type ChosenUses, type OrganisationIds } from './report-filter';

interface RequestedFilter extends ChosenUses {
  /** What the caller is bound to; null for one who may see all rows. */
  readonly bound: OrganisationIds | null;
}

/**
 * @throws BAD_USER_INPUT; FORBIDDEN where it names an organisation that never stood with the caller, or does not
 * exist
 */
export async function readFilter(
  given: UsageFilter | null | undefined,
  context: SubgraphContext,
): Promise<RequestedFilter> {
  const filter = given ?? {};
  checkFilter(filter);
  const keys = keysIn(filter);
  const allowed = await allowedUses(context.session, context.caller, 'use.report', keys);
  if (!allowed || new Set(allowed.named.map(({ key }) => key)).size < new Set(keys).size) throw forbidden();
  return { filter, organisations: byLevel(allowed.named), bound: allowed.of && byLevel(allowed.of) };
}

type FilterName = keyof UsageFilter;

/**
 * Does the same for a list, which decides itself what the caller may see.
 *
 * @param applies the names of the filters that apply to it; all, where they are left out
 * @param why what is wrong with another filter, such as “cost does not fall on it.”
 * @throws BAD_USER_INPUT; FORBIDDEN
 */
export async function readFilterOf(
  given: UsageFilter | null | undefined,
  context: SubgraphContext,
  applies?: readonly FilterName[],
  why?: string,
): Promise<ChosenUses> {
  for (const [name, list] of Object.entries(given ?? {})) {
    if (list != null && applies && !applies.includes(name as FilterName)) {
      throw badUserInput(`filter.${name}: ${why} Omit it.`);
    }
  }
  const filter = given ?? {};
  checkFilter(filter);
  if (keysIn(filter).length === 0) return { ...ALL_USES, filter };
  const { organisations } = await readFilter(filter, context);
  return { filter, organisations };
}

function checkFilter(filter: UsageFilter): void {
  for (const [name, list] of Object.entries(filter)) {
    if (list?.length === 0) throw badUserInput(`filter.${name}: empty. Omit it for all.`);
  }
  for (const name of ['titles', 'licences'] as const) {
    const wrong = filter[name]?.find((id) => !isDatabaseId(id));
    if (wrong !== undefined) throw badUserInput(`filter.${name}: “${wrong}” is not an id.`);
  }
}

const LEVELS_IN_FILTER = {
  schools: 'SCHOOL',
  authorities: 'AUTHORITY',
  mediaCentres: 'MEDIA_CENTRE',
  districts: 'DISTRICT',
  regionalAssociations: 'REGIONAL_ASSOCIATION',
  states: 'STATE',
} as const satisfies Partial<Record<FilterName, Level>>;

/** Filters that choose schools. */
export const PLACES = [...(Object.keys(LEVELS_IN_FILTER) as (keyof typeof LEVELS_IN_FILTER)[]), 'schoolForms'] as const;
/** Filters that choose titles. */
export const TITLES = ['titles', 'publishers', 'subjects', 'kinds'] as const;

function keysIn(filter: UsageFilter): string[] {
  return (Object.keys(LEVELS_IN_FILTER) as (keyof typeof LEVELS_IN_FILTER)[]).flatMap((name) =>
    (filter[name] ?? []).map((id) => {
      const level = LEVELS_IN_FILTER[name];
      return organisationKey(level, requireOrganisationId(`filter.${name}`, level, id));
    }),
  );
}

function byLevel(organisations: readonly OrganisationOfUses[]): OrganisationIds {
  const ids = new Map<Level, string[]>();
  for (const { level, id } of organisations) ids.set(level, [...(ids.get(level) ?? []), id]);
  return ids;
}
