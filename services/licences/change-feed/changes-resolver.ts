/** The change feed: docs/decisions/0083-a-change-feed-keeps-both-ends.md. */
import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { rightsIn } from '../../../access/right';
import type { SubgraphContext } from '../../subgraph/context';
import { checkPageSize, SIZE_OF_PAGE } from '../../subgraph/schema/connection';
import { cachedAccess } from '../access/cached-access';
import { instantOrNull, namedEntitlement, type RepresentedSchool, School } from '../access/licensed-title';
import type { Ruling } from '../access/ruling';
import { nextCatalogueInstant } from '../access/title-cache';
import { requireSchool } from '../authorisation/allowed';
import { Title } from '../title/title';
import { titleLoader } from '../title/title-loader';
import { differenceSince } from './difference';
import type { ChangedTitle } from './difference-queries';
import { cursorOf, keptUntil } from './kept-list';
import { ChangesArguments, LicensedTitleChange, LicensedTitleChangeConnection } from './title-change';

@Resolver(() => School)
export class ChangesResolver {
  @FieldResolver(() => LicensedTitleChangeConnection, {
    description:
      'For a platform that keeps a copy: the exact difference between the list of licensed titles that since stands for, as it was given to this caller, and the list as it is now, also where something ended by itself, was changed for the past, or was committed late. All pages together make of the copy the list anew. Seats are left out: a title is in the list while all its seats are taken, and availability tells of them.',
  })
  @Directive('@requires(fields: "timeline")')
  @Directive('@requiresScopes(scopes: [["access:read"]])')
  @Directive('@cost(weight: 500)')
  @Directive(SIZE_OF_PAGE)
  async changes(
    @Root() school: RepresentedSchool,
    @Ctx() context: SubgraphContext,
    @Args(() => ChangesArguments) given: ChangesArguments,
  ): Promise<LicensedTitleChangeConnection> {
    requireSchool(context.caller, 'school.readAccess', school);
    checkPageSize(given.first);
    const { right, audience } = given;
    const rulingAt = (own: SubgraphContext, at: number): Ruling | Promise<Ruling> =>
      cachedAccess(own).ruling(school.timeline, { at, right, audience });
    /** Only the first page writes. */
    const writing = given.after == null ? context.session.beside() : null;
    const own = writing ? { ...context, session: writing } : context;
    try {
      const list = { school: school.id, right, audience };
      const { edges, pageInfo, until } = await differenceSince(own, list, given, () => rulingAt(own, own.now));
      return {
        edges: edges.map((edge) => ({ cursor: edge.cursor, node: changeOf(edge.node) })),
        pageInfo,
        until: pageInfo.hasNextPage ? null : cursorOf(list, until),
        asOf: given.after == null ? new Date(context.now) : until.givenAt,
        keptUntil: keptUntil(until),
        nextChange: async () => {
          const { during } = await rulingAt(context, context.now);
          return instantOrNull(Math.min(during.until, await nextCatalogueInstant(context, context.now)));
        },
      };
    } finally {
      void writing?.end();
    }
  }
}

function changeOf({ titleId, was, now }: ChangedTitle): LicensedTitleChange {
  if (!now) {
    return { change: 'CLOSED', titleId, basis: null, entitlement: null, level: null, rights: [], validUntil: null };
  }
  return {
    change: was ? 'CHANGED' : 'OPENED',
    titleId,
    basis: now.basis,
    entitlement: namedEntitlement(now),
    level: now.level,
    rights: rightsIn(now.rights),
    validUntil: instantOrNull(now.validUntil),
  };
}

@Resolver(() => LicensedTitleChange)
export class LicensedTitleChangeResolver {
  @FieldResolver(() => Title, {
    nullable: true,
    description: 'The title as the catalogue has it now; null where it has it no more.',
  })
  title(@Root() { titleId }: LicensedTitleChange, @Ctx() context: SubgraphContext): Promise<Title | null> {
    return titleLoader(context).load(titleId);
  }
}

@Resolver(() => LicensedTitleChangeConnection)
export class LicensedTitleChangeConnectionResolver {
  @FieldResolver(() => Date, {
    nullable: true,
    description:
      'Until then nothing begins or ends by itself that the list depends on; null: never. Ask again then, and as often as you want to hear of what somebody changes.',
  })
  @Directive('@cost(weight: 20)')
  changesAt(@Root() connection: LicensedTitleChangeConnection): Promise<Date | null> {
    return connection.nextChange();
  }
}
