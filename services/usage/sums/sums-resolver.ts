import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import { SIZE_OF_MONTH } from '../../subgraph/schema/size';
import { School, SchoolAuthority, Title } from '../entities';
import { MonthlyUsage } from './monthly-usage';
import { MAX_MONTHS, monthsBetween } from './months';
import { authorityUsageLoader, schoolUsageLoader, titleUsageLoader } from './sums-loaders';

@ArgsType()
class MonthsQuery {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The first month, such as 2026-01.' })
  from!: string;

  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The last month, included. Up to 36 months.' })
  until!: string;
}

const EVERY_MONTH = 'Every month from the first to the last one, with zeros where there was no use.';

@Resolver(() => School)
export class SchoolUsageResolver {
  @FieldResolver(() => [MonthlyUsage], { description: `The uses at this school. ${EVERY_MONTH}` })
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_MONTHS})`)
  usage(
    @Root() { id }: School,
    @Args(() => MonthsQuery) { from, until }: MonthsQuery,
    @Ctx() context: SubgraphContext,
  ): Promise<MonthlyUsage[]> {
    return schoolUsageLoader(context).load({ of: organisationKey('SCHOOL', id), months: monthsBetween(from, until) });
  }
}

@Resolver(() => Title)
export class TitleUsageResolver {
  @FieldResolver(() => [MonthlyUsage], {
    description: `The uses of this title at the schools that you reach now. ${EVERY_MONTH}`,
  })
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_MONTHS})`)
  usage(
    @Root() { id }: Title,
    @Args(() => MonthsQuery) { from, until }: MonthsQuery,
    @Ctx() context: SubgraphContext,
  ): Promise<MonthlyUsage[]> {
    return titleUsageLoader(context).load({ of: id, months: monthsBetween(from, until) });
  }
}

@Resolver(() => SchoolAuthority)
export class AuthorityUsageResolver {
  @FieldResolver(() => [MonthlyUsage], {
    description: `The uses at the schools that belonged to this authority at the time of use. ${EVERY_MONTH}`,
  })
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(`@listSize(assumedSize: ${MAX_MONTHS})`)
  usage(
    @Root() { id }: SchoolAuthority,
    @Args(() => MonthsQuery) { from, until }: MonthsQuery,
    @Ctx() context: SubgraphContext,
  ): Promise<MonthlyUsage[]> {
    return authorityUsageLoader(context).load({
      of: organisationKey('AUTHORITY', id),
      months: monthsBetween(from, until),
    });
  }
}
