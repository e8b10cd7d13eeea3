/** Entitlements that a caller may read: what a school has and by whom, what a holder has, what expires. */
import { Arg, Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { findLicenceOwners } from '../organisation/organisation-queries';
import { checkFilterReach, EntitlementFilter, type EntitlementList, readEntitlementFilter } from './entitlement-filter';
import { EntitlementConnection, EntitlementOrder } from './entitlement-list';
import {
  countEntitlements,
  type EntitlementPlace,
  type KeyType,
  listEntitlements,
  SORT_KEYS,
} from './entitlement-list-queries';

@Resolver(() => EntitlementConnection)
export class EntitlementListResolver {
  @Query(() => EntitlementConnection, {
    description:
      'The entitlements that apply to a school in the caller’s reach now or are of a licence that its own organisations bought.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@policy(policies: [["listed-entitlements-in-reach"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async entitlements(
    @Ctx() context: SubgraphContext,
    @Arg('filter', () => EntitlementFilter, { nullable: true, description: 'Leaves only those that fit.' })
    filter: EntitlementFilter | null,
    @Arg('order', () => EntitlementOrder, {
      nullable: true,
      description: 'Left out: those that end first come first.',
    })
    order: EntitlementOrder | null,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<EntitlementConnection> {
    checkPageSize(first);
    const { session, caller } = context;
    const list = readEntitlementFilter('filter', filter ?? {}, context.now);
    await checkFilterReach(session, caller, list, 'filter');
    const { by, direction } = order ?? BY_END;
    const fingerprint = fingerprintOf(list, by, direction);
    const types = SORT_KEYS[by].map(([, type]) => type);
    const found = await listEntitlements(session, caller, list, {
      order: { by, direction },
      first,
      after: after ? placeOf(decodeCursor(fingerprint, after, types.length), types) : null,
    });
    if (found.length === 0 && !after && list.licence !== null) await checkLicence(context, list.licence);
    const { edges, pageInfo } = pageOf(found, first, after, fingerprint, ({ place }) => place);
    return {
      edges,
      pageInfo,
      count: () => countEntitlements(session, caller, list),
    };
  }

  @FieldResolver(() => Int, { description: 'How many entitlements the whole list has.' })
  @Directive('@cost(weight: 200)')
  totalCount(@Root() connection: EntitlementConnection): Promise<number> {
    return connection.count();
  }
}

const BY_END: EntitlementOrder = { by: 'END', direction: 'ASC' };

/** Each page is as of its own instant. */
function fingerprintOf({ now, schools, ...wanted }: EntitlementList, ...order: readonly string[]): string {
  const { now: _, ...wantedSchools } = schools ?? { now };
  return listFingerprint('entitlements', wanted, schools && wantedSchools, ...order);
}

/**
 * A licence with which the caller has nothing to do is refused like an unknown one. The caller's own licence need not
 * be assigned, and of another owner's licence the caller may read an entitlement.
 */
async function checkLicence({ session, caller, now }: SubgraphContext, licence: string): Promise<void> {
  const ofIt = readEntitlementFilter('filter', { licence }, now);
  if ((await countEntitlements(session, caller, ofIt)) > 0) return;
  if ((await findLicenceOwners(session, caller, [licence])).length === 0) throw forbidden();
}

function placeOf(place: readonly string[], types: readonly KeyType[]): EntitlementPlace {
  if (!place.every((value, index) => IS_VALUE[types[index] as KeyType](value))) throw foreignCursor();
  return place;
}

const IS_VALUE: Readonly<Record<KeyType, (value: string) => boolean>> = {
  text: () => true,
  bigint: isDatabaseId,
  timestamptz: (value) => value === 'infinity' || isInstant(value),
};

/** To the microsecond: `2026-08-01T00:00:00.000000Z`. It refuses 30 February, which the database does not accept. */
function isInstant(value: string): boolean {
  const toTheMillisecond = `${value.slice(0, 23)}Z`;
  const milliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value)
    ? Date.parse(toTheMillisecond)
    : Number.NaN;
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === toTheMillisecond;
}
