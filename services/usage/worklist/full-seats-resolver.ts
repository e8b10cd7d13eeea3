import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
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
import { roundingBase } from '../rounding';
import { FullSeats, FullSeatsArguments, FullSeatsConnection } from './full-seats';
import { type FullSeatsPlace, listFullSeats, sumFullSeats } from './full-seats-queries';
import { preparedSeatsLoader } from './prepared-seats';

@Resolver()
export class FullSeatsResolver {
  @Query(() => FullSeatsConnection, {
    description:
      'A worklist: the licences of which all seats were taken when somebody at a school of yours wanted one. What your colleagues snoozed is left out, unless state says otherwise.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@cost(weight: 200)')
  @Directive(SIZE_OF_PAGE)
  async licencesWithFullSeats(
    @Ctx() context: SubgraphContext,
    @Args(() => FullSeatsArguments) { from, until, amendable = null, first, after, ...notes }: FullSeatsArguments,
  ): Promise<FullSeatsConnection> {
    checkPageSize(first);
    const { session, caller, now } = context;
    const query = { ...periodOf(from, until), base: roundingBase(context), notes, amendable };
    const fingerprint = listFingerprint('licencesWithFullSeats', query);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const { rows, count, isComplete } = await listFullSeats(session, caller, query, { first, after: place }, now);
    const nodes = rows.map(({ noteId, ...row }) => ({
      ...row,
      licence: { id: row.id },
      note: noteId === null ? null : { id: noteId },
    }));
    return {
      ...pageOf(nodes, first, after, fingerprint, ({ limitExceeded, id }) => [String(limitExceeded), id]),
      totalCount: count,
      roundedTo: query.base,
      isComplete,
      asked: query,
    };
  }
}

@Resolver(() => FullSeats)
export class PreparedSeatsResolver {
  @FieldResolver(() => PreparedChange, {
    nullable: true,
    description:
      'To give it more seats, when they are bought. Null where it counts none any more, and where you may not amend it.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  prepared(@Root() { id }: FullSeats, @Ctx() context: SubgraphContext): Promise<PreparedChange | null> {
    return preparedSeatsLoader(context).load(id);
  }
}

@Resolver(() => FullSeatsConnection)
export class FullSeatsConnectionResolver {
  @FieldResolver(() => WorklistSums, { description: 'What all rows of the list come to.' })
  @Directive('@cost(weight: 200)')
  sums(
    @Root() { asked }: FullSeatsConnection,
    @Ctx() { session, caller, now }: SubgraphContext,
  ): Promise<WorklistSums> {
    return sumFullSeats(session, caller, asked, now);
  }
}

function placeOf([limitExceeded, id]: readonly string[]): FullSeatsPlace {
  if (!/^\d{1,15}$/.test(limitExceeded as string) || !isDatabaseId(id as string)) throw foreignCursor();
  return { limitExceeded: Number(limitExceeded), id: id as string };
}
