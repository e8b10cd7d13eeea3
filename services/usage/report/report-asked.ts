/** Reads what a report is asked by, and looks up which uses the caller may have counted. */
import { type Level, organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { allowedUses } from '../authorisation/allowed';
import type { OrganisationOfUses } from '../authorisation/allowed-queries';
import { roundingBase } from '../rounding';
import type { UsageFilter, UsageReportArguments } from './report-arguments';
import type { OrganisationIds } from './report-filter';
import type { UsageGroup } from './report-groups';
import { periodOf, type ReportPeriod } from './report-period';
import { findForgottenMonths, isTellingLicences, type ReportAsked } from './report-queries';

/** @throws BAD_USER_INPUT; FORBIDDEN where it names an organisation that never stood with the caller, or none */
export async function askedOf(given: UsageReportArguments, context: SubgraphContext): Promise<ReportAsked> {
  const { groupBy } = given;
  const filter = given.filter ?? {};
  const period = periodOf(given);
  checkGroups(groupBy);
  checkFilter(filter);
  const keys = keysIn(filter);
  const allowed = await allowedUses(context.session, context.caller, 'use.report', keys);
  if (!allowed || new Set(allowed.named.map(({ key }) => key)).size < new Set(keys).size) throw forbidden();
  if (period.granularity === 'DAY') await checkDays(context, period, isTellingLicences({ groupBy, filter }));
  return {
    period,
    groupBy,
    filter,
    organisations: byLevel(allowed.named),
    bound: allowed.of && byLevel(allowed.of),
    roundedTo: roundingBase(context),
  };
}

/** @throws BAD_USER_INPUT where days cannot be told */
async function checkDays(
  { session }: SubgraphContext,
  { first, after, before }: ReportPeriod,
  byLicence: boolean,
): Promise<void> {
  if (byLicence) throw badUserInput('granularity: DAY does not tell licences, levels and rights apart. Ask by MONTH.');
  const spans = [...(before ? [before] : []), { first, after }];
  const forgotten = (await Promise.all(spans.map((span) => findForgottenMonths(session, span)))).flat();
  if (forgotten.length > 0) {
    throw badUserInput(
      `from: the uses of ${forgotten.join(', ')} are no longer kept one by one. Ask by MONTH, or for days after ${forgotten.at(-1)}.`,
    );
  }
}

function checkGroups(groupBy: readonly UsageGroup[]): void {
  if (new Set(groupBy).size < groupBy.length) throw badUserInput(`groupBy: ${groupBy[0]} stands there twice.`);
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
} as const satisfies Partial<Record<keyof UsageFilter, Level>>;

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
