/**
 * Wall 2 of this service: of a set of objects, those to which the caller may do something, as permissions.ts has it. Every
 * loader and every list asks here, or by a condition of allowed-queries.ts. What is not in the answer is refused, whether it
 * exists or not.
 */
import { type Caller, forbidden } from '../../../caller/caller';
import { relationsOf } from '../../subgraph/authorisation/permissions';
import type { Transaction } from '../../subgraph/database/session';
import { findAllowedLicences } from './allowed-queries';
import { type CatalogueAction, type LicenceAction, PERMISSIONS, type SchoolAction } from './permissions';

const NONE: ReadonlySet<string> = new Set();

/** Licences, by id. */
export async function allowedLicences(
  reader: Transaction,
  caller: Caller,
  action: LicenceAction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const relations: readonly string[] = relationsOf(PERMISSIONS, action, caller);
  if (relations.includes('ANY')) return new Set(ids);
  return relations.length === 0 ? NONE : findAllowedLicences(reader, caller, action, ids);
}

/** A school with its timeline. @throws FORBIDDEN */
export function requireSchool(
  caller: Caller,
  action: SchoolAction,
  { timeline }: { readonly timeline: unknown },
): void {
  const isVouchedFor = relationsOf(PERMISSIONS, action, caller).length > 0 && typeof timeline === 'string';
  if (!isVouchedFor) throw forbidden();
}

/** The catalogue, which is one object. @throws FORBIDDEN */
export function requireCatalogue(caller: Caller, action: CatalogueAction = 'catalogue.read'): void {
  if (relationsOf(PERMISSIONS, action, caller).length === 0) throw forbidden();
}
