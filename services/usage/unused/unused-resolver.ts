/** Lists what schools were licensed for and did not use. */
import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { dateOf, midnightAfter } from '../../../access/calendar';
import { badUserInput } from '../../../request/client-errors';
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
import { PreparedChange } from '../../subgraph/worklist/prepared-change';
import { WorklistSums } from '../../subgraph/worklist/worklist-sums';
import { periodOf } from '../cost/period-arguments';
import { Title } from '../entities';
import { ALL_USES } from '../report/report-filter';
import { PLACES, readFilterOf, TITLES } from '../report/requested-filter';
import { roundingBase } from '../rounding';
import { revocationLoader } from '../worklist/prepared-revocation';
import {
  LicencesUnusedArguments,
  LONGEST_UNUSED_DAYS,
  UnusedLicence,
  UnusedLicenceConnection,
  UnusedLicencesArguments,
  UnusedTitleConnection,
  UnusedTitlesArguments,
} from './unused';
import {
  type FoundLicences,
  listUnusedLicences,
  listUnusedTitles,
  sumUnusedLicences,
  type UnusedQuery,
  type UnusedWorklist,
  USERS,
} from './unused-queries';

const NOT_UNUSED = 'it does not tell what was not used.';

@Resolver(() => UnusedLicence)
export class UnusedResolver {
  @Query(() => UnusedTitleConnection, {
    description:
      'The titles that a school of yours was licensed for on a day of the period, and that none of them streamed or downloaded in it.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@policy(policies: [["report-filter-in-reach"]])')
  @Directive('@cost(weight: 500)')
  @Directive(SIZE_OF_PAGE)
  async unusedTitles(
    @Ctx() context: SubgraphContext,
    @Args(() => UnusedTitlesArguments) { from, until, filter, first, after }: UnusedTitlesArguments,
  ): Promise<UnusedTitleConnection> {
    checkPageSize(first);
    const base = roundingBase(context);
    const period = { ...periodOf(from, until), base };
    const applies = [...PLACES, ...USERS, ...TITLES, 'licences'] as const;
    const chosen = await readFilterOf(filter, context, applies, NOT_UNUSED);
    const fingerprint = listFingerprint('unusedTitles', period, chosen.filter);
    const [name, id] = after ? (decodeCursor(fingerprint, after, 2) as [string, string]) : [];
    if (id !== undefined && !isDatabaseId(id)) throw foreignCursor();
    const place = name === undefined || id === undefined ? null : { name, id };
    const { rows, count } = await listUnusedTitles(
      context.session,
      context.caller,
      { ...period, ...chosen },
      { first, after: place },
    );
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
  @Directive('@policy(policies: [["report-filter-in-reach"]])')
  @Directive('@cost(weight: 500)')
  @Directive(SIZE_OF_PAGE)
  async unusedLicences(
    @Ctx() context: SubgraphContext,
    @Args(() => UnusedLicencesArguments) { from, until, filter, first, after }: UnusedLicencesArguments,
  ): Promise<UnusedLicenceConnection> {
    checkPageSize(first);
    const base = roundingBase(context);
    const period = { ...periodOf(from, until), base };
    const chosen = await readFilterOf(filter, context, [...PLACES, ...USERS, 'licences'], NOT_UNUSED);
    const fingerprint = listFingerprint('unusedLicences', period, chosen.filter);
    const place = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const query = { ...period, ...chosen };
    const found = await listUnusedLicences(context.session, context.caller, query, { first, after: place });
    return connectionOf(found, { first, after, fingerprint, asked: query });
  }

  @Query(() => UnusedLicenceConnection, {
    description:
      'A worklist: the licences that have covered a school of yours for so many days, every day, and by which nothing was streamed or downloaded there meanwhile. What your colleagues snoozed is left out, unless state says otherwise.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 500)')
  @Directive(SIZE_OF_PAGE)
  async licencesUnused(
    @Ctx() context: SubgraphContext,
    @Args(() => LicencesUnusedArguments) { days, amendable = null, first, after, ...notes }: LicencesUnusedArguments,
  ): Promise<UnusedLicenceConnection> {
    checkPageSize(first);
    if (days < 1 || days > LONGEST_UNUSED_DAYS) {
      throw badUserInput(`days: must be between 1 and ${LONGEST_UNUSED_DAYS}; got ${days}.`);
    }
    const { session, caller, now } = context;
    const base = roundingBase(context);
    const period = { ...lastDays(days, now), base, notes, amendable, now, ...ALL_USES };
    const fingerprint = listFingerprint('licencesUnused', days, base, notes, amendable);
    const place = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const found = await listUnusedLicences(session, caller, period, { first, after: place });
    return connectionOf(found, { first, after, fingerprint, asked: period });
  }

  @FieldResolver(() => PreparedChange, {
    nullable: true,
    description: 'To end the entitlements to it, those that you may end. Null where there are none.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  prepared(@Root() { id }: UnusedLicence, @Ctx() context: SubgraphContext): Promise<PreparedChange | null> {
    return revocationLoader(context).load(id);
  }
}

@Resolver(() => UnusedLicenceConnection)
export class UnusedLicenceConnectionResolver {
  @FieldResolver(() => WorklistSums, { description: 'What all rows of the list come to.' })
  @Directive('@cost(weight: 500)')
  sums(@Root() { asked }: UnusedLicenceConnection, @Ctx() { session, caller }: SubgraphContext): Promise<WorklistSums> {
    return sumUnusedLicences(session, caller, asked);
  }
}

interface PageAsked {
  readonly first: number;
  readonly after: string | null | undefined;
  readonly fingerprint: string;
  readonly asked: UnusedQuery | UnusedWorklist;
}

function connectionOf(
  { rows, count, cents, isComplete }: FoundLicences,
  { first, after, fingerprint, asked }: PageAsked,
): UnusedLicenceConnection {
  const nodes = rows.map(({ noteId, ...row }) => ({
    ...row,
    licence: { id: row.id },
    note: noteId === null ? null : { id: noteId },
  }));
  const page = pageOf(nodes, first, after, fingerprint, ({ number }) => [number]);
  return { ...page, totalCount: count, totalCents: cents, roundedTo: asked.base, isComplete, asked };
}

/** Returns today and the days before it. */
function lastDays(days: number, now: number): { readonly first: string; readonly after: string } {
  const day = (offset: number) => dateOf(midnightAfter(now, offset));
  return { first: day(1 - days), after: day(1) };
}
