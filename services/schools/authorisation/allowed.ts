/**
 * Wall 2 of this service: returns, of a set of objects, those to which the caller may do something, as permissions.ts
 * says. Every loader and every change asks here; a list, which cannot name its objects in advance, has a condition of
 * allowed-queries.ts. What is not in the answer is refused, whether it exists or not.
 */
import { type Caller, type OrganisationKey, reaches } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { relationsOf } from '../../subgraph/authorisation/permissions';
import { findAboveReach, findWithin } from '../../subgraph/authorisation/reach-queries';
import type { Transaction } from '../../subgraph/database/session';
import { findHeldAboveReach, findOwnedWithin } from './allowed-queries';
import {
  type DeskAction,
  type EntitlementAction,
  type EntitlementRelation,
  type GroupAction,
  type LicenceAction,
  type OrganisationAction,
  type OwnAction,
  PERMISSIONS,
  type SchoolAction,
  type SurveyAction,
  type SurveyRelation,
} from './permissions';

const NONE: ReadonlySet<string> = new Set();

/** Decides about schools, each with the keys of all organisations that it belongs to now. @returns their ids */
export function allowedSchools(
  caller: Caller,
  action: SchoolAction,
  schools: Iterable<{ readonly id: string; readonly organisations: readonly string[] }>,
): ReadonlySet<string> {
  const relations = relationsOf(PERMISSIONS, action, caller);
  const allowed = new Set<string>();
  for (const { id, organisations } of schools) {
    if (relations.some((relation) => relation === 'ANY' || reaches(caller, organisations))) allowed.add(id);
  }
  return allowed;
}

/** Decides about organisations of any level, by key. */
export async function allowedOrganisations(
  reader: Transaction,
  caller: Caller,
  action: OrganisationAction,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return NONE;
  const relations = relationsOf(PERMISSIONS, action, caller);
  if (has(relations, 'ANY')) return new Set(keys);
  const { bound } = caller;
  const above = has(relations, 'ABOVE_REACH') ? await aboveReach(reader, bound, keys) : NONE;
  const others = keys.filter((key) => !above.has(key));
  if (others.length === 0 || !has(relations, 'WITHIN')) return above;
  return new Set([...above, ...(await findWithin(reader, bound, others))]);
}

/**
 * What the caller is bound to is allowed without a look at memberships. Whether such an organisation exists is found
 * by whoever reads it.
 */
async function aboveReach(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const own = keys.filter((key) => bound.some((one) => one === key));
  const others = keys.filter((key) => !own.includes(key));
  return new Set([...own, ...(others.length > 0 ? await findAboveReach(reader, bound, others) : NONE)]);
}

/** The facts that decide about a school group. */
interface GroupFacts {
  readonly key: string;
  /** Null: it has no owner. */
  readonly ownerKey: string | null;
}

/** Decides about school groups. @returns their keys */
export async function allowedGroups(
  reader: Transaction,
  caller: Caller,
  action: GroupAction,
  groups: readonly GroupFacts[],
): Promise<ReadonlySet<string>> {
  const keys = groups.map(({ key }) => key);
  const relations = relationsOf(PERMISSIONS, action, caller);
  if (groups.length === 0 || has(relations, 'ANY')) return new Set(keys);
  const owners = distinct(groups.flatMap(({ ownerKey }) => ownerKey ?? []));
  const above = has(relations, 'ABOVE_REACH') ? await findAboveReach(reader, caller.bound, keys) : NONE;
  const within = has(relations, 'OWNER_WITHIN') ? await findWithin(reader, caller.bound, owners) : NONE;
  return new Set(
    groups
      .filter(({ key, ownerKey }) => above.has(key) || (ownerKey !== null && within.has(ownerKey)))
      .map(({ key }) => key),
  );
}

/** Decides about licences, as the licences service publishes them, by id. */
export async function allowedLicences(
  reader: Transaction,
  caller: Caller,
  action: LicenceAction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const relations = relationsOf(PERMISSIONS, action, caller);
  if (has(relations, 'ANY')) return new Set(ids);
  const owned = has(relations, 'OWNER_WITHIN') ? await findOwnedWithin(reader, caller.bound, ids) : NONE;
  const held = has(relations, 'HELD_ABOVE_REACH') ? await findHeldAboveReach(reader, caller.bound, ids) : NONE;
  return held.size === 0 ? owned : new Set([...owned, ...held]);
}

/** Returns, of the organisations that the caller is bound to, those for which it may do this as their staff. */
export function allowedOwnOrganisations(caller: Caller, action: DeskAction): readonly OrganisationKey[] {
  return has(relationsOf(PERMISSIONS, action, caller), 'BOUND') ? caller.bound : [];
}

/** The facts that decide about an entitlement. */
export interface EntitlementFacts {
  readonly id: string;
  readonly ownerKey: string;
  readonly holderKey: string;
}

/** Decides about entitlements. @returns their ids */
export async function allowedEntitlements(
  reader: Transaction,
  caller: Caller,
  action: EntitlementAction,
  entitlements: readonly EntitlementFacts[],
): Promise<ReadonlySet<string>> {
  const relations = relationsOf(PERMISSIONS, action, caller);
  const holders = entitlements.map(({ holderKey }) => holderKey);
  const owners = entitlements.map(({ ownerKey }) => ownerKey);
  const { bound } = caller;
  const above = has(relations, 'HOLDER_ABOVE_REACH') ? await findAboveReach(reader, bound, distinct(holders)) : NONE;
  // What is above the reach is allowed without it.
  const others = entitlements.filter(({ holderKey }) => !above.has(holderKey));
  const asked = [
    ...(has(relations, 'OWNER_WITHIN') ? owners : []),
    ...(has(relations, 'OWNER_AND_HOLDER_WITHIN') ? others.flatMap((one) => [one.ownerKey, one.holderKey]) : []),
  ];
  const within = asked.length > 0 ? await findWithin(reader, bound, distinct(asked)) : NONE;
  const holds: Readonly<Record<EntitlementRelation, (facts: EntitlementFacts) => boolean>> = {
    ANY: () => true,
    OWNER_BOUND: ({ ownerKey }) => bound.includes(ownerKey as OrganisationKey),
    OWNER_WITHIN: ({ ownerKey }) => within.has(ownerKey),
    HOLDER_ABOVE_REACH: ({ holderKey }) => above.has(holderKey),
    OWNER_AND_HOLDER_WITHIN: ({ ownerKey, holderKey }) => within.has(ownerKey) && within.has(holderKey),
  };
  const allowed = entitlements.filter((one) => relations.some((relation) => holds[relation](one)));
  return new Set(allowed.map(({ id }) => id));
}

/** The facts that decide about a survey. */
interface SurveyFacts {
  readonly id: string;
  readonly state: 'DRAFT' | 'OPEN' | 'CLOSED';
  readonly owner: { readonly key: string };
  /** The responses of those organisations that are asked and that the caller is bound to. */
  readonly ownResponses: readonly unknown[];
}

/** Decides about surveys. @returns their ids */
export function allowedSurveys(
  caller: Caller,
  action: SurveyAction,
  surveys: readonly SurveyFacts[],
): ReadonlySet<string> {
  const relations: readonly SurveyRelation[] = relationsOf(PERMISSIONS, action, caller);
  const holds: Readonly<Record<SurveyRelation, (facts: SurveyFacts) => boolean>> = {
    ANY: () => true,
    ASKER: ({ owner }) => caller.bound.includes(owner.key as OrganisationKey),
    ASKED: ({ state, ownResponses }) => state !== 'DRAFT' && ownResponses.length > 0,
  };
  const allowed = surveys.filter((one) => relations.some((relation) => holds[relation](one)));
  return new Set(allowed.map(({ id }) => id));
}

/** @throws FORBIDDEN unless the caller may ask in the name of this organisation */
export function requireAsker(caller: Caller, owner: OrganisationKey): void {
  const survey: SurveyFacts = { id: '', state: 'DRAFT', owner: { key: owner }, ownResponses: [] };
  if (allowedSurveys(caller, 'survey.manage', [survey]).size === 0) throw forbidden();
}

/**
 * @throws FORBIDDEN unless the gateway asks for itself. An operator is not the gateway: nobody else may see even the
 * hash of a key
 */
export function requireGateway(caller: Caller): void {
  const relations = relationsOf(PERMISSIONS, 'apiKey.read', caller);
  if (!has(relations, 'GATEWAY') || caller.subject !== 'gateway') throw forbidden();
}

/** @throws FORBIDDEN where the table does not allow the caller to see what its token says about it */
export function requireSelf(caller: Caller): void {
  if (!has(relationsOf(PERMISSIONS, 'self.read', caller), 'ANY')) throw forbidden();
}

/** @throws FORBIDDEN where the table does not allow the caller to do this to its own objects */
export function requireOwn(caller: Caller, action: OwnAction): void {
  if (!has(relationsOf(PERMISSIONS, action, caller), 'OWN')) throw forbidden();
}

function has(relations: readonly string[], relation: string): boolean {
  return relations.includes(relation);
}

function distinct(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}
