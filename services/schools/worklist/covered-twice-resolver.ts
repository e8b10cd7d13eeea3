/** Lists what was paid for at two levels. */
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
import { size } from '../../subgraph/schema/size';
import { PreparedChange } from '../../subgraph/worklist/prepared-change';
import { WorklistSums } from '../../subgraph/worklist/worklist-sums';
import { Entitlement } from '../entitlement/entitlement';
import { entitlementLoader } from '../entitlement/entitlement-loader';
import { CoveredTwice, CoveredTwiceArguments, CoveredTwiceConnection, CoveringEntitlement } from './covered-twice';
import { type CoveredTwicePlace, listCoveredTwice, MAX_COVERS, sumCoveredTwice } from './covered-twice-queries';
import { WorklistNote } from './note';
import { noteLoader } from './note-loader';
import { preparedEndLoader } from './prepared-end';

@Resolver(() => CoveredTwice)
export class CoveredTwiceResolver {
  @Query(() => CoveredTwiceConnection, {
    description:
      'A worklist: of the entitlements that you may read and that hold now, those to titles that another licence opens at a wider level, to the same schools. What your colleagues snoozed is left out, unless state says otherwise.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 1000)')
  @Directive(SIZE_OF_PAGE)
  async entitlementsCoveredTwice(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Args(() => CoveredTwiceArguments) {
      first,
      after,
      complete,
      licence,
      amendable,
      state,
      assignedTo,
    }: CoveredTwiceArguments,
  ): Promise<CoveredTwiceConnection> {
    checkPageSize(first);
    const wanted = {
      isComplete: complete ?? null,
      /** A malformed id belongs to no licence, so nothing is found. */
      licence: licence == null ? null : isDatabaseId(licence) ? licence : '0',
      amendable: amendable ?? null,
      state,
      assignedTo: assignedTo ?? null,
    };
    const fingerprint = listFingerprint('entitlementsCoveredTwice', wanted);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const query = { ...wanted, now };
    const { rows, count } = await listCoveredTwice(session, caller, query, { first, after: place });
    const nodes = rows.map((row) => Object.assign(new CoveredTwice(), row, { licence: { id: row.licenceId } }));
    return {
      ...pageOf(nodes, first, after, fingerprint, ({ isComplete, id }) => [isComplete ? '1' : '0', id]),
      totalCount: count,
      asked: query,
    };
  }

  @FieldResolver(() => Entitlement, { description: 'The entitlement itself.' })
  entitlement(@Root() { id }: CoveredTwice, @Ctx() context: SubgraphContext): Promise<Entitlement> {
    return entitlementLoader(context).load(id);
  }

  @Directive(size({ maxItems: MAX_COVERS }))
  @FieldResolver(() => [CoveringEntitlement], {
    description: `The wider ones that cover its titles, those that cover most first: up to ${MAX_COVERS}.`,
  })
  coveredBy(@Root() { covers }: CoveredTwice): CoveringEntitlement[] {
    return covers.map((cover) => Object.assign(new CoveringEntitlement(), cover));
  }

  @FieldResolver(() => WorklistNote, { nullable: true, description: 'What your colleagues noted.' })
  note(@Root() { noteId }: CoveredTwice, @Ctx() context: SubgraphContext): Promise<WorklistNote> | null {
    return noteId === null ? null : noteLoader(context).load(noteId);
  }

  @FieldResolver(() => PreparedChange, {
    nullable: true,
    description: 'To end the entitlement. Its preview says what the schools may do afterwards. Null where you may not.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  prepared(@Root() row: CoveredTwice, @Ctx() context: SubgraphContext): Promise<PreparedChange | null> {
    return preparedEndLoader(context).load(row);
  }
}

@Resolver(() => CoveringEntitlement)
export class CoveringEntitlementResolver {
  @FieldResolver(() => Entitlement, { description: 'The wider entitlement.' })
  entitlement(@Root() { id }: CoveringEntitlement, @Ctx() context: SubgraphContext): Promise<Entitlement> {
    return entitlementLoader(context).load(id);
  }
}

@Resolver(() => CoveredTwiceConnection)
export class CoveredTwiceConnectionResolver {
  @FieldResolver(() => WorklistSums, { description: 'What all rows of the list come to.' })
  @Directive('@cost(weight: 1000)')
  sums(@Root() { asked }: CoveredTwiceConnection, @Ctx() { session, caller }: SubgraphContext): Promise<WorklistSums> {
    return sumCoveredTwice(session, caller, asked);
  }
}

function placeOf([isComplete, id]: readonly string[]): CoveredTwicePlace {
  if (!['0', '1'].includes(isComplete as string) || !isDatabaseId(id as string)) throw foreignCursor();
  return { isComplete: isComplete === '1', id: id as string };
}
