/** The cost of uses, by title, licence, school or authority. */
import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { isDatabaseId } from '../../../request/values/database-id';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { PLACES, readFilterOf, TITLES } from '../report/requested-filter';
import { roundingBase } from '../rounding';
import { CostArguments, CostRowConnection } from './cost';
import { type CostPlace, reportCost } from './cost-queries';
import { periodOf } from './period-arguments';

@Resolver()
export class CostResolver {
  @Query(() => CostRowConnection, {
    description:
      'What uses cost at your schools, under the organisations that they belonged to then. A licence’s price falls on the days of its term, on each day equally on the schools that it covers, and then on its titles. Rows add up to the totals, to the cent. Prices are those of licences that you bought or that one within your organisation bought.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read", "prices:read"]])')
  @Directive('@policy(policies: [["report-filter-in-reach"]])')
  @Directive('@cost(weight: 500)')
  @Directive(SIZE_OF_PAGE)
  async costPerUse(
    @Ctx() context: SubgraphContext,
    @Args(() => CostArguments) { from, until, by, filter, order, first, after }: CostArguments,
  ): Promise<CostRowConnection> {
    checkPageSize(first);
    const base = roundingBase(context);
    const period = periodOf(from, until);
    const chosen = await readFilterOf(
      filter,
      context,
      [...PLACES, 'licences', ...(by === 'TITLE' ? TITLES : [])],
      by === 'TITLE' ? 'cost does not fall on it.' : `cost by ${by} does not fall on it.`,
    );
    const report = { by, order, ...period, base, ...chosen };
    const fingerprint = listFingerprint('costPerUse', by, order, period, base, chosen.filter);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const { rows, count, totals, isComplete } = await reportCost(context.session, context.caller, report, {
      first,
      after: place,
    });
    const page = pageOf(rows, first, after, fingerprint, ({ value, key }) => [String(value), key]);
    return { ...page, totalCount: count, totals, roundedTo: base, isComplete };
  }
}

function placeOf([value, key]: readonly string[]): CostPlace {
  const place = { value: Number(value), key: key as string };
  if (value === '' || Number.isNaN(place.value) || !(isDatabaseId(place.key) || place.key === '0'))
    throw foreignCursor();
  return place;
}
