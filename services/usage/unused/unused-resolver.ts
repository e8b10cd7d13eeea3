/** What schools were licensed for and did not use. */
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
import { PeriodArguments, periodOf } from '../cost/period-arguments';
import { Title } from '../entities';
import { roundingBase } from '../rounding';
import { UnusedLicenceConnection, UnusedTitleConnection } from './unused';
import { listUnusedLicences, listUnusedTitles } from './unused-queries';

@Resolver()
export class UnusedResolver {
  @Query(() => UnusedTitleConnection, {
    description:
      'The titles that a school of yours was licensed for on a day of the period, and that none of them streamed or downloaded in it.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 500)')
  @Directive(SIZE_OF_PAGE)
  async unusedTitles(
    @Ctx() context: SubgraphContext,
    @Args(() => PeriodArguments) { from, until, first, after }: PeriodArguments,
  ): Promise<UnusedTitleConnection> {
    checkPageSize(first);
    const base = roundingBase(context);
    const period = { ...periodOf(from, until), base };
    const fingerprint = listFingerprint('unusedTitles', period);
    const [name, id] = after ? (decodeCursor(fingerprint, after, 2) as [string, string]) : [];
    if (id !== undefined && !isDatabaseId(id)) throw foreignCursor();
    const place = name === undefined || id === undefined ? null : { name, id };
    const { rows, count } = await listUnusedTitles(context.session, context.caller, period, { first, after: place });
    const { edges, pageInfo } = pageOf(
      rows.map(({ id, name, views }) => ({ name, views, title: Object.assign(new Title(), { id }) })),
      first,
      after,
      fingerprint,
      ({ name, title }) => [name, title.id],
    );
    return { edges, pageInfo, totalCount: count, roundedTo: base };
  }

  @Query(() => UnusedLicenceConnection, {
    description:
      'The licences that covered a school of yours on a day of the period, and by which none of them streamed or downloaded anything in it.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 500)')
  @Directive(SIZE_OF_PAGE)
  async unusedLicences(
    @Ctx() context: SubgraphContext,
    @Args(() => PeriodArguments) { from, until, first, after }: PeriodArguments,
  ): Promise<UnusedLicenceConnection> {
    checkPageSize(first);
    const base = roundingBase(context);
    const period = { ...periodOf(from, until), base };
    const fingerprint = listFingerprint('unusedLicences', period);
    const place = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const found = await listUnusedLicences(context.session, context.caller, period, { first, after: place });
    const page = pageOf(found.rows, first, after, fingerprint, ({ number }) => [number]);
    return { ...page, totalCount: found.count, roundedTo: base, isComplete: found.isComplete };
  }
}
