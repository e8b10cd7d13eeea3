/** What schools wanted and were denied, and what it would cost to license it. */
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
import { periodOf } from '../cost/period-arguments';
import { Title } from '../entities';
import { roundingBase } from '../rounding';
import { DemandArguments, DemandRowConnection } from './demand';
import { type DemandPlace, type FoundDemand, listDemand } from './demand-queries';

@Resolver()
export class DemandResolver {
  @Query(() => DemandRowConnection, {
    description:
      'What was wanted at your schools and denied, under the organisations that they belonged to then, and the licence that would open it.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 200)')
  @Directive(SIZE_OF_PAGE)
  async demand(
    @Ctx() context: SubgraphContext,
    @Args(() => DemandArguments) { from, until, by, first, after }: DemandArguments,
  ): Promise<DemandRowConnection> {
    checkPageSize(first);
    const { session, caller, now } = context;
    const asked = { by, ...periodOf(from, until), base: roundingBase(context) };
    const fingerprint = listFingerprint('demand', asked);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 3)) : null;
    const { rows, count, totals } = await listDemand(session, caller, asked, { first, after: place }, now);
    const position = (_: unknown, at: number) => {
      const { denials, title, school } = rows[at] as FoundDemand;
      return [String(denials), title, school];
    };
    return {
      ...pageOf(rows.map(rowOf), first, after, fingerprint, position),
      totalCount: count,
      totals,
      roundedTo: asked.base,
    };
  }
}

function rowOf({ title, denials, school, ...row }: FoundDemand) {
  const isOfTitle = title !== '0';
  return {
    ...row,
    title: isOfTitle ? Object.assign(new Title(), { id: title }) : null,
    offers: isOfTitle ? row.offers : null,
  };
}

function placeOf([denials, title, school]: readonly string[]): DemandPlace {
  const isId = (text: string | undefined) => text === '0' || isDatabaseId(text as string);
  if (!/^\d{1,15}$/.test(denials as string) || !isId(title) || !isId(school)) throw foreignCursor();
  return { denials: Number(denials), title: title as string, school: school as string };
}
