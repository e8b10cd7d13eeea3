/** The cost of single entitlements, schools and authorities: rows of a report of cost, as fields. */
import type DataLoader from 'dataloader';
import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { isDatabaseId } from '../../../request/values/database-id';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import { SIZE_OF_MONTH } from '../../subgraph/schema/size';
import { Entitlement, School, SchoolAuthority } from '../entities';
import { type CostOfWhat, findCents } from './cost-fields-queries';
import { periodOf } from './period-arguments';

@ArgsType()
class MonthsOfCost {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The first month, such as 2026-01.' })
  from!: string;

  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The last month, included. Up to 36 months. It may be yet to come.' })
  until!: string;
}

interface CostQuery extends MonthsOfCost {
  /** The id of an entitlement, or the key of an organisation. */
  readonly of: string;
}

type CostLoader = (context: SubgraphContext) => DataLoader<CostQuery, number | null, string>;

/** One statement for each period. */
const costLoader = (what: CostOfWhat): CostLoader =>
  batchLoader(
    async ({ session, caller }, queries) => {
      const periods = new Map(queries.map(({ from, until }) => [`${from} ${until}`, periodOf(from, until)]));
      const found = new Map<string, ReadonlyMap<string, number>>();
      for (const [key, period] of periods) {
        const of = queries.filter(({ from, until }) => `${from} ${until}` === key).map((one) => one.of);
        found.set(key, await findCents(session, caller, what, period, of));
      }
      return queries.map(({ of, from, until }) => found.get(`${from} ${until}`)?.get(of) ?? null);
    },
    ({ of, from, until }) => `${of} ${from} ${until}`,
  );

const costOfEntitlements = costLoader('ENTITLEMENT');
const costOfSchools = costLoader('SCHOOL');
const costOfAuthorities = costLoader('AUTHORITY');

const CENTS =
  'In whole euro cents, by the licences whose price you may read, at your schools. A price falls on the days that it pays for, and on each day equally on the schools that are covered. Null where none is concerned.';
const SCOPES = '@requiresScopes(scopes: [["prices:read"]])';

@Resolver(() => Entitlement)
export class EntitlementCostResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description: `What falls on this entitlement, where others cover the same school its part of it. ${CENTS}`,
  })
  @Directive(SCOPES)
  @Directive('@cost(weight: 10)')
  async cost(
    @Root() { id }: Entitlement,
    @Args(() => MonthsOfCost) months: MonthsOfCost,
    @Ctx() context: SubgraphContext,
  ): Promise<number | null> {
    return isDatabaseId(id) ? costOfEntitlements(context).load({ of: id, ...months }) : null;
  }
}

@Resolver(() => School)
export class SchoolCostResolver {
  @FieldResolver(() => Float, { nullable: true, description: `What falls on this school. ${CENTS}` })
  @Directive(SCOPES)
  @Directive('@cost(weight: 10)')
  cost(
    @Root() { id }: School,
    @Args(() => MonthsOfCost) months: MonthsOfCost,
    @Ctx() context: SubgraphContext,
  ): Promise<number | null> {
    return costOfSchools(context).load({ of: organisationKey('SCHOOL', id), ...months });
  }
}

@Resolver(() => SchoolAuthority)
export class AuthorityCostResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description: `What falls on the schools that belonged to this authority on the day. ${CENTS}`,
  })
  @Directive(SCOPES)
  @Directive('@cost(weight: 10)')
  cost(
    @Root() { id }: SchoolAuthority,
    @Args(() => MonthsOfCost) months: MonthsOfCost,
    @Ctx() context: SubgraphContext,
  ): Promise<number | null> {
    return costOfAuthorities(context).load({ of: organisationKey('AUTHORITY', id), ...months });
  }
}
