/** Reads the arguments of a report, and looks up which uses the caller may have counted. */
import { badUserInput } from '../../../request/client-errors';
import type { SubgraphContext } from '../../subgraph/context';
import { roundingBase } from '../rounding';
import type { UsageReportArguments } from './report-arguments';
import type { UsageGroup } from './report-groups';
import { periodOf, type ReportPeriod } from './report-period';
import { findDeletedMonths, isByLicence, type ReportQuery } from './report-queries';
import { readFilter } from './requested-filter';

/**
 * @throws BAD_USER_INPUT; FORBIDDEN where it names an organisation that never stood with the caller, or does not
 * exist
 */
export async function reportQueryOf(given: UsageReportArguments, context: SubgraphContext): Promise<ReportQuery> {
  const { groupBy } = given;
  const period = periodOf(given);
  checkGroups(groupBy);
  const chosen = await readFilter(given.filter, context);
  if (period.granularity === 'DAY') await checkDays(context, period, isByLicence({ ...chosen, groupBy }));
  return { period, groupBy, ...chosen, roundedTo: roundingBase(context) };
}

/** @throws BAD_USER_INPUT where days cannot be reported */
async function checkDays(
  { session }: SubgraphContext,
  { first, after, before }: ReportPeriod,
  byLicence: boolean,
): Promise<void> {
  if (byLicence) throw badUserInput('granularity: DAY does not tell licences, levels and rights apart. Ask by MONTH.');
  const spans = [...(before ? [before] : []), { first, after }];
  const forgotten = (await Promise.all(spans.map((span) => findDeletedMonths(session, span)))).flat();
  if (forgotten.length > 0) {
    throw badUserInput(
      `from: the uses of ${forgotten.join(', ')} are no longer kept one by one. Ask by MONTH, or for days after ${forgotten.at(-1)}.`,
    );
  }
}

function checkGroups(groupBy: readonly UsageGroup[]): void {
  if (new Set(groupBy).size < groupBy.length) throw badUserInput(`groupBy: ${groupBy[0]} is named twice.`);
}
