/** What assigning and revoking answer: what was done, and the entitlements that it is about, read after the change. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Level, organisationKey, parseOrganisationKey } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { LicenceAccess, licenceAccess } from './afterwards';
import type { AssignResult } from './assign-entitlements';
import { type AssignmentOutcome, isRefused } from './assignment';
import { type AssignEntitlementsResult, AssignedEntitlement } from './assignment-types';
import { Entitlement } from './entitlement';
import { entitlementLoader } from './entitlement-loader';
import { RevokedEntitlement, RevokeEntitlementsResult } from './revocation-types';

export function assignResult(preview: boolean, result: AssignResult): AssignEntitlementsResult {
  const { assignments, holders, afterwards } = result;
  const made = new Set(
    assignments.map(({ outcome, entitlementId }) => (outcome === 'ASSIGNED' ? entitlementId : null)),
  );
  const isThere = (id: string | null) => id !== null && !(preview && made.has(id));
  const count = (counted: (outcome: AssignmentOutcome) => boolean) =>
    assignments.filter(({ outcome }) => counted(outcome)).length;
  return {
    preview,
    applied: !preview && count((outcome) => outcome === 'HELD_BACK') === 0,
    assigned: count((outcome) => outcome === 'ASSIGNED'),
    unchanged: count((outcome) => outcome === 'ALREADY_ASSIGNED'),
    refused: count(isRefused),
    assignments: assignments.map((one, index): AssignedEntitlement => {
      const { level, id } = parseOrganisationKey(one.holder) as { level: Level; id: string };
      const holder = holders.get(one.holder);
      return {
        licence: { id: one.licenceId },
        holderLevel: level,
        holderId: id,
        holder: holder ? organisation(level, id, holder.name) : null,
        outcome: one.outcome,
        suspendedSchools: one.suspendedSchools.map((school) => organisation('SCHOOL', school.id, school.name)),
        suspendedSchoolCount: one.suspendedCount,
        afterwards: licenceAccess(afterwards[index] ?? null, isThere),
        entitlementId: isThere(one.entitlementId) ? one.entitlementId : null,
      };
    }),
  };
}

function organisation(level: Level, id: string, name: string): Organisation {
  return { key: organisationKey(level, id), id, level, name, number: id.slice(id.lastIndexOf(':') + 1) };
}

@Resolver(() => AssignedEntitlement)
export class AssignedEntitlementResolver {
  @FieldResolver(() => Entitlement, {
    nullable: true,
    description: 'The one that was made, that stands, or that is suspended. Null where none is there.',
  })
  entitlement(@Root() { entitlementId }: AssignedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementId ? entitlementLoader(context).load(entitlementId) : null;
  }
}

@Resolver(() => RevokedEntitlement)
export class RevokedEntitlementResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'As it is now.' })
  entitlement(@Root() { entitlementId }: RevokedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementLoader(context).load(entitlementId);
  }
}

@Resolver(() => RevokeEntitlementsResult)
export class RevokeEntitlementsResultResolver {
  @FieldResolver(() => [Entitlement], {
    nullable: 'itemsAndList',
    description: 'All entitlements of the call, as they are now.',
  })
  entitlements(@Root() { revocations }: RevokeEntitlementsResult, @Ctx() context: SubgraphContext) {
    return revocations.map(({ entitlementId }) => entitlementLoader(context).load(entitlementId));
  }
}

@Resolver(() => LicenceAccess)
export class LicenceAccessResolver {
  @FieldResolver(() => Entitlement, {
    nullable: true,
    description:
      'What opens it to most of them; of several, the one that lasts longest. Null where nothing does, or where it would be one that a preview did not make.',
  })
  entitlement(@Root() { entitlementId }: LicenceAccess, @Ctx() context: SubgraphContext) {
    return entitlementId ? entitlementLoader(context).load(entitlementId) : null;
  }
}
