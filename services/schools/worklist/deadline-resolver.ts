/** Lists what ends or begins soon, and until when notice must be given. */
import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
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
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import {
  type DeadlineArguments as Arguments,
  Deadline,
  DeadlineArguments,
  DeadlineConnection,
  LONGEST_DEADLINE_DAYS,
} from './deadline';
import { type DeadlinePlace, type DeadlinesQuery, listDeadlines, sumDeadlines } from './deadline-queries';
import { WorklistNote } from './note';
import { noteLoader } from './note-loader';
import { prepareForDeadline } from './prepared-for-deadline';

@Resolver(() => Deadline)
export class DeadlineResolver {
  @Query(() => DeadlineConnection, {
    description:
      'A worklist: what ends or begins soon, of the entitlements that you may read, or of which notice must be given soon, of the licences that you may assign. What your colleagues snoozed is left out, unless state says otherwise.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 100)')
  @Directive(SIZE_OF_PAGE)
  async deadlines(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Args(() => DeadlineArguments) given: Arguments,
  ): Promise<DeadlineConnection> {
    const { first, after } = given;
    checkPageSize(first);
    const query = askedOf(given, now);
    const { now: _, ...wanted } = query;
    const fingerprint = listFingerprint('deadlines', wanted);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const { rows, count } = await listDeadlines(session, caller, query, { first, after: place });
    const { edges, pageInfo } = pageOf(rows, first, after, fingerprint, ({ due, id }) => [String(due.getTime()), id]);
    return {
      edges: edges.map((edge) => ({
        get cursor() {
          return edge.cursor;
        },
        node: Object.assign(new Deadline(), edge.node, { list: given.list, licence: { id: edge.node.licenceId } }),
      })),
      pageInfo,
      totalCount: count,
      asked: query,
    };
  }

  @FieldResolver(() => Entitlement, {
    nullable: true,
    description: 'The entitlement that it is about; null in NOTICE_DUE.',
  })
  entitlement(@Root() { id, list }: Deadline, @Ctx() context: SubgraphContext): Promise<Entitlement> | null {
    return list === 'NOTICE_DUE' ? null : entitlementLoader(context).load(id);
  }

  @FieldResolver(() => WorklistNote, { nullable: true, description: 'What your colleagues noted.' })
  note(@Root() { noteId }: Deadline, @Ctx() context: SubgraphContext): Promise<WorklistNote> | null {
    return noteId === null ? null : noteLoader(context).load(noteId);
  }

  @FieldResolver(() => PreparedChange, {
    nullable: true,
    description:
      'What could be done: to prolong the entitlement, where the licence goes on; to call off what has not begun; in NOTICE_DUE, to record that no notice is due any more. Null where you may not, and where the licence ends. Notice itself is given to who sells the licence.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  prepared(@Root() deadline: Deadline, @Ctx() context: SubgraphContext): Promise<PreparedChange | null> {
    return prepareForDeadline(deadline, context);
  }
}

@Resolver(() => DeadlineConnection)
export class DeadlineConnectionResolver {
  @FieldResolver(() => WorklistSums, { description: 'What all rows of the list come to.' })
  @Directive('@cost(weight: 200)')
  sums(@Root() { asked }: DeadlineConnection, @Ctx() { session, caller }: SubgraphContext): Promise<WorklistSums> {
    return sumDeadlines(session, caller, asked);
  }
}

/** @throws BAD_USER_INPUT */
function askedOf(
  { list, within, licence, holder, amendable, state, assignedTo }: Arguments,
  now: number,
): DeadlinesQuery {
  if (within < 1 || within > LONGEST_DEADLINE_DAYS) {
    throw badUserInput(`within: must be between 1 and ${LONGEST_DEADLINE_DAYS} days; got ${within}.`);
  }
  return {
    list,
    within,
    /** A malformed id belongs to no licence, so nothing is found. */
    licence: licence == null ? null : isDatabaseId(licence) ? licence : '0',
    holder:
      holder == null
        ? null
        : organisationKey(holder.level, requireOrganisationId('holder.id', holder.level, holder.id)),
    amendable: amendable ?? null,
    state,
    assignedTo: assignedTo ?? null,
    now,
  };
}

/** The last day that the database and JavaScript write in the same way. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

function placeOf([due, id]: readonly string[]): DeadlinePlace {
  if (!/^\d{1,15}$/.test(due as string) || Number(due) > LATEST || !isDatabaseId(id as string)) throw foreignCursor();
  return { due: Number(due), id: id as string };
}
