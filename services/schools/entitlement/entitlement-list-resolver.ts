/** Entitlements that a caller may read: what a school has and by whom, what a holder has, what expires. */
import { Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
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
import { organisationLoader } from '../organisation/organisation-loaders';
import { findLicenceOwners } from '../organisation/organisation-queries';
import { schoolLoader } from '../school/school-loader';
import { EntitlementStatus } from './entitlement';
import { EntitlementConnection, EntitlementListArguments } from './entitlement-list';
import {
  countEntitlements,
  type EntitlementList,
  type EntitlementPlace,
  listEntitlements,
  NEVER,
} from './entitlement-list-queries';

@Resolver(() => EntitlementConnection)
export class EntitlementListResolver {
  @Query(() => EntitlementConnection, {
    description:
      'The entitlements that apply to a school in the caller’s reach now or are of a licence that its own organisations bought: those that end first come first.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@policy(policies: [["listed-entitlements-in-reach"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async entitlements(
    @Ctx() context: SubgraphContext,
    @Args(() => EntitlementListArguments) given: EntitlementListArguments,
  ): Promise<EntitlementConnection> {
    const { first, after } = given;
    checkPageSize(first);
    const list = listOf(given, context.now);
    await checkReach(context, list);
    const { now, ...wanted } = list;
    const fingerprint = listFingerprint('entitlements', wanted);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const { session, caller } = context;
    const found = await listEntitlements(session, caller, list, { first, after: place });
    if (found.length === 0 && !after && list.licence !== null) await checkLicence(context, list.licence);
    const { edges, pageInfo } = pageOf(found, first, after, fingerprint, ({ validUntil, id }) => [
      validUntil ? String(validUntil.getTime()) : NEVER,
      id,
    ]);
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

function listOf(given: EntitlementListArguments, now: number): EntitlementList {
  const { school, holder, licence, status, endsBefore } = given;
  if (licence != null && !isDatabaseId(licence)) throw forbidden();
  if (status?.length === 0) {
    throw badUserInput(
      `status: empty. Omit it for all, or name some of: ${Object.keys(EntitlementStatus).join(', ')}.`,
    );
  }
  return {
    school: school == null ? null : organisationKey('SCHOOL', requireOrganisationId('school', 'SCHOOL', school)),
    holder:
      holder == null
        ? null
        : organisationKey(holder.level, requireOrganisationId('holder.id', holder.level, holder.id)),
    licence: licence ?? null,
    status: status ?? null,
    endsBefore: endsBefore ?? null,
    now,
  };
}

/** A school or a holder that is none of the caller's and one that does not exist are refused alike. */
async function checkReach(context: SubgraphContext, { school, holder }: EntitlementList): Promise<void> {
  await Promise.all([
    school && schoolLoader(context).load(school.slice('SCHOOL:'.length)),
    holder && organisationLoader(context).load(holder),
  ]);
}

/**
 * A licence that is none of the caller's is refused as an unknown one is. Its own may be assigned to nobody, and one of
 * somebody else has an entitlement that the caller may read.
 */
async function checkLicence({ session, caller, now }: SubgraphContext, licence: string): Promise<void> {
  const ofIt = { school: null, holder: null, licence, status: null, endsBefore: null, now };
  if ((await countEntitlements(session, caller, ofIt)) > 0) return;
  if ((await findLicenceOwners(session, caller, [licence])).length === 0) throw forbidden();
}

/** The last day that the database and JavaScript write alike. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

function placeOf([end, id]: readonly string[]): EntitlementPlace {
  const isInstant = /^\d{1,15}$/.test(end as string) && Number(end) <= LATEST;
  if (!(end === NEVER || isInstant) || !isDatabaseId(id as string)) throw foreignCursor();
  return { end: end as string, id: id as string };
}
