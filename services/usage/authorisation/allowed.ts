/**
 * Wall 2 of this service: returns, of what was asked for, that to which the caller may do something, as
 * permissions.ts says. Every loader and every change asks here. It depends neither on the gateway nor on row-level
 * security.
 */
import { type Caller, type OrganisationKey, parseOrganisationKey, reaches } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { conditionOf } from '../../subgraph/authorisation/condition';
import { relationsOf } from '../../subgraph/authorisation/permissions';
import { findWithin, isReached, isReachedById } from '../../subgraph/authorisation/reach-queries';
import type { Transaction } from '../../subgraph/database/session';
import { findOrganisationsOfSchools, findOrganisationsOfUses, type OrganisationOfUses } from './allowed-queries';
import {
  type AuthorityAction,
  type EntitlementAction,
  type EntitlementRelation,
  type LicenceAction,
  type LicenceRelation,
  PERMISSIONS,
  type SchoolAction,
  type TitleAction,
  type UseAction,
} from './permissions';

const NONE: ReadonlySet<string> = new Set();

/** Decides about schools, by key (`SCHOOL:NW:100000`). One that does not exist is allowed to nobody. */
export async function allowedSchools(
  reader: Transaction,
  caller: Caller,
  action: SchoolAction,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const relations = relationsOf(PERMISSIONS, action, caller);
  if (relations.length === 0) return NONE;
  const found = await findOrganisationsOfSchools(reader, keys.filter(isOrganisation));
  const may = (organisations: readonly string[] | undefined) =>
    organisations && relations.some((relation) => relation === 'ANY' || reaches(caller, organisations));
  return new Set(keys.filter((key) => may(found.get(key))));
}

/** Decides about school authorities, by key (`AUTHORITY:NW:10182`). */
export async function allowedAuthorities(
  reader: Transaction,
  caller: Caller,
  action: AuthorityAction,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const relations: readonly string[] = relationsOf(PERMISSIONS, action, caller);
  if (relations.includes('ANY')) return new Set(keys);
  if (relations.length === 0) return NONE;
  const own = keys.filter((key) => caller.bound.includes(key as OrganisationKey));
  const others = keys.filter((key) => !own.includes(key) && isOrganisation(key));
  const within = others.length > 0 ? await findWithin(reader, caller.bound, others) : NONE;
  return new Set([...own, ...within]);
}

/** Decides about titles, by id. */
export function allowedTitles(caller: Caller, action: TitleAction, ids: readonly string[]): ReadonlySet<string> {
  return new Set(relationsOf(PERMISSIONS, action, caller).length > 0 ? ids : []);
}

/**
 * The SQL condition that the caller may do this to the school with this id; for a list. With `or` in it the schools
 * are found once and hashed, instead of being looked up for each sum.
 *
 * @param bound the parameter with what the caller is bound to, which is never null
 */
export function schoolCondition(caller: Pick<Caller, 'kind'>, action: SchoolAction, id: string, bound: string): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, {
    REACHED: () => `(${bound}::text[] is null or ${isReached(id, bound)})`,
  });
}

/**
 * {@link schoolCondition} for a statement that names a few schools: each is looked up by itself (`offset 0` keeps the planner from
 * finding all that a state has).
 */
export function schoolByIdCondition(
  caller: Pick<Caller, 'kind'>,
  action: SchoolAction,
  id: string,
  bound: string,
): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, {
    REACHED: () => isReachedById(id, bound),
  });
}

interface AllowedUses {
  /** Uses of schools that belonged to one of these at the time; null: all uses. */
  readonly of: readonly OrganisationOfUses[] | null;
  /** The named organisations that occur in such uses. */
  readonly named: readonly OrganisationOfUses[];
}

/** Returns which uses the caller may read, and the organisations in them, by key; null where it may read none. */
export async function allowedUses(
  reader: Transaction,
  caller: Caller,
  action: UseAction,
  keys: readonly string[],
): Promise<AllowedUses | null> {
  const relations: readonly string[] = relationsOf(PERMISSIONS, action, caller);
  if (relations.length === 0) return null;
  const isOwn = ({ key }: OrganisationOfUses) => caller.bound.some((bound) => bound === key);
  const found = await findOrganisationsOfUses(reader, caller, [...caller.bound, ...keys.filter(isOrganisation)]);
  return {
    of: relations.includes('ANY') ? null : found.filter(isOwn),
    named: found.filter(({ key }) => keys.includes(key)),
  };
}

/**
 * The SQL condition that the caller may do this to uses, denials and costs of schools that belonged to the
 * organisation with this key.
 */
export function useCondition(caller: Pick<Caller, 'kind'>, action: UseAction, key: string, bound: string): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, { NAMED: () => `${key} = any (${bound})` });
}

/**
 * The SQL condition that the caller may do this to a licence; to be used after `reachOf`.
 *
 * @param owner the id of its owner
 * @param licence its id; without it, the condition is about all licences of an owner
 */
export function licenceCondition(
  caller: Pick<Caller, 'kind'>,
  action: LicenceAction,
  { owner, licence = 'null' }: { readonly owner: string; readonly licence?: string },
  bound: string,
): string {
  return conditionOf<LicenceRelation>(relationsOf(PERMISSIONS, action, caller), bound, {
    OWNER_WITHIN: () => `${owner} in (select id from within)`,
    HELD_ABOVE_REACH: () => `exists (
      select from directory.entitlement e where e.licence_id = ${licence} and e.holder_id in (select id from over))`,
  });
}

/**
 * The SQL condition that the caller may do this to an entitlement; to be used after `reachOf`. @param owner, holder
 * their ids
 */
export function entitlementCondition(
  caller: Pick<Caller, 'kind'>,
  action: EntitlementAction,
  { owner, holder }: { readonly owner: string; readonly holder: string },
  bound: string,
): string {
  return conditionOf<EntitlementRelation>(relationsOf(PERMISSIONS, action, caller), bound, {
    OWNER_BOUND: () => `${owner} in (select id from bound)`,
    OWNER_AND_HOLDER_WITHIN: () => `(${owner} in (select id from within) and ${holder} in (select id from within))`,
  });
}

function isOrganisation(key: string): boolean {
  return parseOrganisationKey(key) !== null;
}

/** @throws FORBIDDEN unless the gateway asks for itself */
export function requireGateway(caller: Caller): void {
  const relations: readonly string[] = relationsOf(PERMISSIONS, 'botList.read', caller);
  if (!relations.includes('GATEWAY') || caller.subject !== 'gateway') throw forbidden();
}
