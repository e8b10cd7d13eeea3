/** What schools wanted and were denied, and what it would cost to license it. */
import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { parseOrganisationKey } from '../../../caller/caller';
import { isDatabaseId } from '../../../request/values/database-id';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  type PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { type PreparedChange, prepared } from '../../subgraph/worklist/prepared-change';
import { periodOf } from '../cost/period-arguments';
import { Title } from '../entities';
import { ALL_USES } from '../report/report-filter';
import { readFilterOf } from '../report/requested-filter';
import { roundingBase } from '../rounding';
import { WorklistPeriodArguments } from '../worklist/worklist-period-arguments';
import { DemandArguments, DemandRowConnection } from './demand';
import { type DemandPlace, type DemandQuery, type FoundDemand, listDemand } from './demand-queries';

@Resolver()
export class DemandResolver {
  @Query(() => DemandRowConnection, {
    description:
      'What was wanted at your schools and denied, under the organisations that they belonged to then, and the licence that would open it.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@policy(policies: [["report-filter-in-reach"]])')
  @Directive('@cost(weight: 200)')
  @Directive(SIZE_OF_PAGE)
  async demand(
    @Ctx() context: SubgraphContext,
    @Args(() => DemandArguments) { from, until, by, filter, first, after }: DemandArguments,
  ): Promise<DemandRowConnection> {
    const period = periodOf(from, until);
    const chosen = await readFilterOf(filter, context);
    return demandPage(context, { by, ...period, base: roundingBase(context), ...chosen }, { first, after });
  }

  @Query(() => DemandRowConnection, {
    description:
      'A worklist: the titles that were wanted and denied at your schools, and that are not open to all of them now. What your colleagues snoozed is left out, unless state says otherwise; the totals are those of all denials.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 200)')
  @Directive(SIZE_OF_PAGE)
  async titlesInDemand(
    @Ctx() context: SubgraphContext,
    @Args(() => WorklistPeriodArguments) { from, until, first, after, ...notes }: WorklistPeriodArguments,
  ): Promise<DemandRowConnection> {
    const query = { by: 'TITLE', ...periodOf(from, until), base: roundingBase(context), notes, ...ALL_USES } as const;
    return demandPage(context, query, { first, after });
  }
}

async function demandPage(
  { session, caller, now }: SubgraphContext,
  query: DemandQuery,
  { first, after }: Pick<PageArguments, 'first' | 'after'>,
): Promise<DemandRowConnection> {
  checkPageSize(first);
  const { organisations: _, ...listed } = query;
  const fingerprint = listFingerprint('demand', listed);
  const place = after ? placeOf(decodeCursor(fingerprint, after, 3)) : null;
  const { rows, count, totals } = await listDemand(session, caller, query, { first, after: place }, now);
  const position = (_: unknown, at: number) => {
    const { denials, title, school } = rows[at] as FoundDemand;
    return [String(denials), title, school];
  };
  return {
    ...pageOf(rows.map(rowOf), first, after, fingerprint, position),
    totalCount: count,
    totals,
    roundedTo: query.base,
  };
}

function rowOf({ title, denials, school, noteId, preparedLicence, holders, ...row }: FoundDemand) {
  const isOfTitle = title !== '0';
  return {
    ...row,
    title: isOfTitle ? Object.assign(new Title(), { id: title }) : null,
    offers: isOfTitle ? row.offers : null,
    note: noteId === null ? null : { id: noteId },
    prepared: prepare(preparedLicence, holders),
  };
}

function prepare(licence: string | null, keys: readonly string[]): PreparedChange | null {
  const holders = keys.flatMap((key) => parseOrganisationKey(key) ?? []);
  if (licence === null || holders.length === 0) return null;
  return prepared({ assign: { licenceIds: [licence], holders, validFrom: null } });
}

function placeOf([denials, title, school]: readonly string[]): DemandPlace {
  const isId = (text: string | undefined) => text === '0' || isDatabaseId(text as string);
  if (!/^\d{1,15}$/.test(denials as string) || !isId(title) || !isId(school)) throw foreignCursor();
  return { denials: Number(denials), title: title as string, school: school as string };
}
