/**
 * The relations of permissions.ts in SQL, by the published memberships and entitlements, so that none of it depends
 * on row-level security. The owner is read from licences.contract, which has a policy; there the policy can only
 * narrow what is found.
 */
import type { Caller, OrganisationKey } from '../../../caller/caller';
import { bigint, boolean, neverNull, PLANNED_ONCE, type RowOf, statement } from '../../../database/statement';
import { conditionOf } from '../../subgraph/authorisation/condition';
import { relationsOf } from '../../subgraph/authorisation/permissions';
import { isAboveReach, isWithin, reachOf } from '../../subgraph/authorisation/reach-queries';
import type { Transaction } from '../../subgraph/database/session';
import { type LicenceAction, type PackageAction, type PackageRelation, PERMISSIONS } from './permissions';

export { reachOf } from '../../subgraph/authorisation/reach-queries';

/** For a list: the condition that the caller may do this to the licence of contract `c`; to be used after `reachOf`. */
export function licenceCondition(caller: Pick<Caller, 'kind'>, action: LicenceAction, bound: string): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, {
    OWNER_WITHIN: () => 'c.owner_id in (select id from within)',
    HELD_ABOVE_REACH: () => `exists (
      select from directory.entitlement e where e.licence_id = c.licence_id and e.holder_id in (select id from over))`,
  });
}

/** By relation, whether a licence has it to the caller. */
const RELATED = {
  id: bigint,
  OWNER_WITHIN: neverNull(boolean, 'an owner is not null, and neither is any organisation that it is compared with'),
  HELD_ABOVE_REACH: boolean,
};

const FIND_LICENCE_RELATIONS = statement(
  'findLicenceRelations',
  `select c.licence_id as id, ${isWithin('c.owner_id', '$1')} as "OWNER_WITHIN", exists (
     select from directory.entitlement e where e.licence_id = c.licence_id and ${isAboveReach('e.holder_id', '$1')}
   ) as "HELD_ABOVE_REACH"
   from licences.contract c where c.licence_id = any ($2)`,
  RELATED,
  PLANNED_ONCE,
);

export type LicenceRelations = RowOf<typeof RELATED>;

/** Returns the relations of licences, by id. Those without a contract are left out. */
export async function findLicenceRelations(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, LicenceRelations>> {
  const rows = await reader.query(FIND_LICENCE_RELATIONS, [bound, ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** For a list: the condition that the caller may do this to package `p`; to be used after `reachOf`. */
export function packageCondition(caller: Pick<Caller, 'kind'>, action: PackageAction, bound: string): string {
  return conditionOf<PackageRelation>(relationsOf(PERMISSIONS, action, caller), bound, {
    CATALOGUE: () => 'p.owner_id is null',
    OWNER_WITHIN: () => 'p.owner_id in (select id from within)',
  });
}

const FIND_PACKAGE_RELATIONS = statement(
  'findPackageRelations',
  `select p.id, p.owner_id is null as "CATALOGUE", p.owner_id is not null and ${isWithin('p.owner_id', '$1')} as "OWNER_WITHIN"
   from licences.package p where p.id = any ($2) and p.number not like 'licence:%'`,
  {
    id: bigint,
    CATALOGUE: boolean,
    OWNER_WITHIN: neverNull(boolean, 'an owner that is null is asked about no further'),
  },
  PLANNED_ONCE,
);

export type PackageRelations = RowOf<typeof FIND_PACKAGE_RELATIONS>;

/** Returns the relations of packages, by id. The licences' own packages are left out. */
export async function findPackageRelations(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, PackageRelations>> {
  const rows = await reader.query(FIND_PACKAGE_RELATIONS, [bound, ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The entries `e` of the audit trail that the caller may read: what stands before the statement of a list, and the
 * condition.
 */
export function readableEntries(
  caller: Pick<Caller, 'kind'>,
  bound: string,
): { readonly with: string; readonly condition: string } {
  const condition = conditionOf(relationsOf(PERMISSIONS, 'audit.read', caller), bound, {
    CATALOGUE: () => `(e.object in ('package', 'package_title') and e.owner_id is null)`,
    OWNER_WITHIN: () => 'e.owner_id in (select id from within)',
  });
  return { with: reachOf(bound), condition };
}
