/**
 * Caches the sums of authorities, month by month, until they are counted anew (docs/decisions/0009). Sums of past
 * months hardly change, and dashboards ask for them again and again.
 *
 * It caches the true sums of all schools that belonged to the authority at the time of use. Only callers to whom
 * row-level security shows all of these get them from here: the operator, and callers bound to the authority. They
 * are rounded afterwards.
 */
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { type MonthlySum, type Sums, type SumsQuery, sumsOfAuthorities } from './sums-queries';

/** About 25,000 months: 700 authorities with three years each. */
const BYTES = 16_000_000;
const SUM_BYTES = 600;

/** By {@link nameOfSums}. Null: nothing was used. */
const cache = perService(
  (changes) => new InvalidatedCache<{ readonly sum: MonthlySum | null }>(changes, BYTES, () => SUM_BYTES, 'sums'),
);

/** The name in notifications about counted sums. @param authority its key @param month `2026-01` */
const nameOfSums = (authority: string, month: string) => `${authority}/${month}`;

/** For authorities whose sums the caller may read. One statement reads all months that are not cached. */
export async function cachedSumsOfAuthorities(context: SubgraphContext, queries: readonly SumsQuery[]): Promise<Sums> {
  const kept = cache(context);
  const sums: Sums = queries.map(() => new Map());
  const lacking: (SumsQuery & { readonly at: number })[] = [];
  for (const [at, { of, months }] of queries.entries()) {
    const unknown = seesAll(context, of) ? months.filter((month) => !found(of, month, at)) : months;
    const [first] = unknown;
    if (first === undefined) continue;
    const last = unknown.at(-1) as string;
    lacking.push({ of, months: months.slice(months.indexOf(first), months.indexOf(last) + 1), at });
  }
  if (lacking.length === 0) return sums;
  const read = await sumsOfAuthorities(context.session, lacking);
  for (const [position, { of, months, at }] of lacking.entries()) {
    for (const month of months) {
      const sum = read[position]?.get(month) ?? null;
      if (sum) sums[at]?.set(month, sum);
      if (seesAll(context, of))
        kept.keep(nameOfSums(of, month), { sum }, context.readGeneration, [nameOfSums(of, month)]);
    }
  }
  return sums;

  function found(of: string, month: string, at: number): boolean {
    const known = kept.get(nameOfSums(of, month));
    if (known?.sum) sums[at]?.set(month, known.sum);
    return known !== undefined;
  }
}

function seesAll({ caller }: SubgraphContext, authority: string): boolean {
  return caller.kind === 'operator' || caller.bound.some((key) => key === authority);
}
