/**
 * Wall 2 of this service: returns, of a set of objects, those to which the caller may do something, as permissions.ts
 * says. Every loader and every list asks here, or has a condition of allowed-queries.ts. What is not in the answer is
 * refused, whether it exists or not.
 */
import type { Caller } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { type Relations, relationsOf } from '../../subgraph/authorisation/permissions';
import { findWithin } from '../../subgraph/authorisation/reach-queries';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import type { Transaction } from '../../subgraph/database/session';
import { organisationIds as findOrganisationIds } from '../import/licence-queries';
import {
  findLicenceRelations,
  findPackageRelations,
  type LicenceRelations,
  type PackageRelations,
} from './allowed-queries';
import {
  type CatalogueAction,
  type LicenceAction,
  type LicenceRelation,
  type OwnerRelation,
  type PackageAction,
  type PackageRelation,
  PERMISSIONS,
  type SchoolAction,
} from './permissions';

const NONE: ReadonlySet<string> = new Set();

/** Asked once in a request, whatever should be done to the licence. */
const relationsLoader = batchLoader<string, LicenceRelations | undefined>(async ({ session, caller }, ids) => {
  const found = await findLicenceRelations(session, caller.bound, ids);
  return ids.map((id) => found.get(id));
});

/** Decides about licences, by id. */
export async function allowedLicences(
  context: SubgraphContext,
  action: LicenceAction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const relations: Relations<LicenceRelation> = relationsOf(PERMISSIONS, action, context.caller);
  if (relations.includes('ANY')) return new Set(ids);
  if (relations.length === 0) return NONE;
  const related = await Promise.all(ids.map((id) => relationsLoader(context).load(id)));
  const isAllowed = (found: LicenceRelations | undefined) =>
    relations.some((relation) => relation !== 'ANY' && found?.[relation]);
  return new Set(ids.filter((_, at) => isAllowed(related[at])));
}

/** Decides in the transaction that amends it. */
export async function mayAmendLicence(db: Transaction, { kind, bound }: Caller, id: string): Promise<boolean> {
  const relations: Relations<LicenceRelation> = relationsOf(PERMISSIONS, 'licence.amend', { kind });
  if (relations.length === 0) return false;
  const found = (await findLicenceRelations(db, bound, [id])).get(id);
  return found !== undefined && relations.some((relation) => relation === 'ANY' || found[relation]);
}

/** Decides in the transaction that creates it. @param owner its key */
export async function mayCreateLicence(db: Transaction, { kind, bound }: Caller, owner: string): Promise<boolean> {
  const relations: Relations<OwnerRelation> = relationsOf(PERMISSIONS, 'organisation.createLicence', { kind });
  if (relations.length === 0) return false;
  if (relations.includes('ANY')) return (await findOrganisationIds(db, [owner])).has(owner);
  return (await findWithin(db, bound, [owner])).has(owner);
}

/** Decides about packages, by id. */
export async function allowedPackages(
  { session, caller }: Pick<SubgraphContext, 'session' | 'caller'>,
  action: PackageAction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  return packagesAllowed(session, caller, action, ids);
}

/** Decides in a transaction that names them. */
export function readablePackages(
  db: Transaction,
  caller: Caller,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  return packagesAllowed(db, caller, 'package.read', ids);
}

/** Decides in the transaction that amends it. */
export async function mayAmendPackage(db: Transaction, caller: Caller, id: string): Promise<boolean> {
  return (await packagesAllowed(db, caller, 'package.amend', [id])).has(id);
}

async function packagesAllowed(
  db: Transaction,
  { kind, bound }: Caller,
  action: PackageAction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const relations: Relations<PackageRelation> = relationsOf(PERMISSIONS, action, { kind });
  if (relations.length === 0) return NONE;
  const related = await findPackageRelations(db, bound, ids);
  const isAllowed = (found: PackageRelations | undefined) =>
    found !== undefined && relations.some((relation) => relation === 'ANY' || found[relation]);
  return new Set(ids.filter((id) => isAllowed(related.get(id))));
}

/**
 * Decides in the transaction that creates it. @param owner its key; null for the catalogue, which lies within nobody
 */
export async function mayCreatePackage(
  db: Transaction,
  { kind, bound }: Caller,
  owner: string | null,
): Promise<boolean> {
  const relations: Relations<OwnerRelation> = relationsOf(PERMISSIONS, 'organisation.createPackage', { kind });
  if (relations.length === 0) return false;
  if (relations.includes('ANY')) return owner === null || (await findOrganisationIds(db, [owner])).has(owner);
  return owner !== null && (await findWithin(db, bound, [owner])).has(owner);
}

/**
 * For calls that amend packages, each of which belongs to its caller. @throws FORBIDDEN where this kind of caller has
 * none
 */
export function requireOwnPackageChange(caller: Caller): void {
  const relations: readonly string[] = relationsOf(PERMISSIONS, 'packageChange.read', caller);
  if (!relations.includes('OWN')) throw forbidden();
}

/** Decides about a school with its timeline. @throws FORBIDDEN */
export function requireSchool(
  caller: Caller,
  action: SchoolAction,
  { timeline }: { readonly timeline: unknown },
): void {
  const isVouchedFor = relationsOf(PERMISSIONS, action, caller).length > 0 && typeof timeline === 'string';
  if (!isVouchedFor) throw forbidden();
}

/** Decides about the catalogue, which is one object. @throws FORBIDDEN */
export function requireCatalogue(caller: Caller, action: CatalogueAction = 'catalogue.read'): void {
  if (relationsOf(PERMISSIONS, action, caller).length === 0) throw forbidden();
}

/** Returns, of organisations, by key, those of which the caller may know who acted for them, and why. */
export async function knownOrganisations(
  { session, caller }: SubgraphContext,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const relations = relationsOf(PERMISSIONS, 'organisation.readNames', caller);
  if (relations.some((relation) => relation === 'ANY')) return new Set(keys);
  return relations.length === 0 || keys.length === 0 ? NONE : findWithin(session, caller.bound, keys);
}
