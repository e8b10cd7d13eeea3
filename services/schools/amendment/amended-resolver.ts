/** The outcome of a change: the first entitlements at once, and all of them page by page. */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { selectsField } from '../../subgraph/schema/selects-field';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import { MAX_AMENDED, MAX_ANSWERED } from './amendment';
import {
  AmendEntitlementsResult,
  AmendedArguments,
  AmendedEntitlement,
  AmendedEntitlementConnection,
} from './amendment-types';
import { amendedPage, keptAmendment } from './kept-amendment';

type Path = readonly [string, ...string[]];
const COUNTED: readonly Path[] = [
  ['asked'],
  ['changed'],
  ['unchanged'],
  ['refused'],
  ['counts'],
  ['entitlements', 'totalCount'],
];

@Resolver(() => AmendEntitlementsResult)
export class AmendEntitlementsResultResolver {
  @Query(() => AmendEntitlementsResult, {
    nullable: true,
    description:
      'A preview or what became of a change of entitlements, by the id of its result, for 48 hours. The caller’s own; any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  amendment(
    @Ctx() { session, caller }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the result.' }) id: string,
  ): Promise<AmendEntitlementsResult> {
    // The counts are computed only where they are requested: the pages of an exported file request only rows.
    return keptAmendment(
      session,
      caller,
      id,
      COUNTED.some((path) => selectsField(info, ...path)),
    );
  }

  @FieldResolver(() => [AmendedEntitlement], {
    description:
      'What became of each entitlement of the call: of the first of them, and of those that are refused before others. All of them are in entitlements.',
  })
  @Directive(`@listSize(assumedSize: ${MAX_ANSWERED}, slicingArguments: ["first"])`)
  @Directive(size({ maxItems: MAX_ANSWERED }))
  async changes(
    @Root() result: AmendEntitlementsResult,
    @Ctx() { session, caller }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('first', () => Int, {
      defaultValue: 100,
      description: `How many, up to ${MAX_ANSWERED.toLocaleString('en')}.`,
    })
    first: number,
  ): Promise<AmendedEntitlement[]> {
    if (result.answered) return result.answered.slice(0, first);
    const page = { outcomes: null, after: 0, first: Math.min(Math.max(first, 0), MAX_ANSWERED) };
    return amendedPage(session, caller, result, { ...page, afterwards: selectsField(info, 'afterwards') });
  }

  @FieldResolver(() => AmendedEntitlementConnection, {
    description:
      'What became of each entitlement of the call, page by page: all of them, the refused first. What afterwards tells of a preview is in changes alone.',
  })
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async entitlements(
    @Root() result: AmendEntitlementsResult,
    @Ctx() { session, caller }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => AmendedArguments) { outcomes = null, first, after }: AmendedArguments,
  ): Promise<AmendedEntitlementConnection> {
    checkPageSize(first);
    const list = listFingerprint('amended', result.id, outcomes);
    const rows = await amendedPage(session, caller, result, {
      outcomes,
      after: after == null ? 0 : placeOf(list, after),
      first: first + 1,
      afterwards: selectsField(info, 'edges', 'node', 'afterwards'),
    });
    const counted = result.counts.filter(({ outcome }) => outcomes?.includes(outcome) ?? true);
    const totalCount = counted.reduce((sum, { count }) => sum + count, 0);
    return { ...pageOf(rows, first, after, list, ({ place }) => [String(place)]), totalCount };
  }
}

/** @throws BAD_USER_INPUT where it is not a cursor of this list */
function placeOf(list: string, cursor: string): number {
  const [text = ''] = decodeCursor(list, cursor, 1);
  if (!/^\d{1,6}$/.test(text) || Number(text) > MAX_AMENDED) throw foreignCursor();
  return Number(text);
}

@Resolver(() => AmendedEntitlement)
export class AmendedEntitlementResolver {
  @FieldResolver(() => Entitlement, {
    nullable: true,
    description: 'As it is now; null where it is not the caller’s to read any more.',
  })
  entitlement(@Root() { entitlementId }: AmendedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementId ? entitlementLoader(context).load(entitlementId) : null;
  }

  @FieldResolver(() => Entitlement, {
    nullable: true,
    description: 'Of a move: the entitlement of the new holder. Null in a preview.',
  })
  movedTo(@Root() { movedToId }: AmendedEntitlement, @Ctx() context: SubgraphContext) {
    return movedToId ? entitlementLoader(context).load(movedToId) : null;
  }
}
