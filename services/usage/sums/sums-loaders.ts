/**
 * Sums of use, for everything that one level of a request asks for at once: one query for the reach, one for the
 * sums.
 */
import type DataLoader from 'dataloader';
import { forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import { allowedAuthorities, allowedSchools, allowedTitles } from '../authorisation/allowed';
import { rounded, roundingBase } from '../rounding';
import type { MonthlyUsage } from './monthly-usage';
import { cachedSumsOfAuthorities } from './sums-cache';
import { type MonthlySum, type Sums, type SumsQuery, sumsOfSchools, sumsOfTitles } from './sums-queries';

export const schoolUsageLoader = usageLoader(
  ({ session, caller }, keys) => allowedSchools(session, caller, 'school.readUsage', keys),
  ({ session }, queries) => sumsOfSchools(session, queries),
);

export const authorityUsageLoader = usageLoader(
  ({ session, caller }, keys) => allowedAuthorities(session, caller, 'authority.readUsage', keys),
  (context, queries) => cachedSumsOfAuthorities(context, queries),
);

/** Any title may be asked for, because the catalogue is not secret. The sums are those of the caller's reach. */
export const titleUsageLoader = usageLoader(
  async ({ caller }, ids) => allowedTitles(caller, 'title.readUsage', ids.filter(isDatabaseId)),
  ({ session, caller }, queries) => sumsOfTitles(session, queries, caller),
);

/** @param allowed returns that for which the caller may read the sums; the rest is FORBIDDEN */
function usageLoader(
  allowed: (context: SubgraphContext, of: readonly string[]) => Promise<ReadonlySet<string>>,
  sumsOf: (context: SubgraphContext, queries: readonly SumsQuery[]) => Promise<Sums>,
): (context: SubgraphContext) => DataLoader<SumsQuery, MonthlyUsage[], string> {
  async function load(context: SubgraphContext, queries: readonly SumsQuery[]): Promise<(MonthlyUsage[] | Error)[]> {
    const readable = await allowed(context, [...new Set(queries.map(({ of }) => of))]);
    const granted = queries.filter(({ of }) => readable.has(of));
    const sums = granted.length > 0 ? await sumsOf(context, granted) : [];
    const base = roundingBase(context);
    const answers = new Map(granted.map((ask, position) => [ask, everyMonth(ask, sums[position], base)]));
    return queries.map((ask) => answers.get(ask) ?? forbidden());
  }
  return batchLoader(load, ({ of, months }) => `${of} ${months[0]} ${months.at(-1)}`);
}

const NOTHING: Omit<MonthlySum, 'month'> = {
  streams: 0,
  downloads: 0,
  views: 0,
  requests: 0,
  total: 0,
  uniqueRequests: 0,
  uniqueInvestigations: 0,
  notLicensed: 0,
  limitExceeded: 0,
};
const FIGURES = Object.keys(NOTHING) as (keyof typeof NOTHING)[];

function everyMonth({ months }: SumsQuery, sums: Sums[number] | undefined, base: number): MonthlyUsage[] {
  return months.map((month) => ({ ...roundedSum(sums?.get(month) ?? { month, ...NOTHING }, base), roundedTo: base }));
}

function roundedSum(sum: MonthlySum, base: number): MonthlySum {
  if (base === 1) return sum;
  const shown = { ...sum };
  for (const figure of FIGURES) shown[figure] = rounded(sum[figure], base);
  return shown;
}
