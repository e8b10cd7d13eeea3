/**
 * The relations of permissions.ts as SQL conditions, for lists and for statements that read no more than is allowed.
 */
import type { Caller, OrganisationKey } from '../../../caller/caller';
import { bigint, PLANNED_ONCE, statement } from '../../../database/statement';
import { conditionOf } from '../../subgraph/authorisation/condition';
import { relationsOf } from '../../subgraph/authorisation/permissions';
import {
  isAboveReach,
  isReached,
  isWithin,
  preparedWithin,
  reachOf,
  stoodWith,
} from '../../subgraph/authorisation/reach-queries';
import type { Transaction } from '../../subgraph/database/session';
import {
  type GroupAction,
  type LicenceAction,
  type OrganisationAction,
  PERMISSIONS,
  type SchoolAction,
  type SurveyAction,
  type SurveyRelation,
} from './permissions';

const FIND_OWNED_WITHIN = statement(
  'findOwnedWithin',
  `select l.id from directory.licence l where l.id = any ($2) and ${isWithin('l.owner_id', '$1')}`,
  { id: bigint },
  PLANNED_ONCE,
);

/** Returns, of the licences, those whose owners are WITHIN a caller bound to `bound`. */
export async function findOwnedWithin(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await reader.query(FIND_OWNED_WITHIN, [bound, ids]);
  return new Set(rows.map(({ id }) => id));
}

const FIND_HELD_ABOVE_REACH = statement(
  'findHeldAboveReach',
  `${reachOf('$1')}
   select l.id from directory.licence l where l.id = any ($2)
     and exists (select from schools.entitlement e where e.licence_id = l.id and e.holder_id in (select id from over))`,
  { id: bigint },
);

/** Returns, of the licences, those that are HELD_ABOVE_REACH of a caller bound to `bound`. */
export async function findHeldAboveReach(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await reader.query(FIND_HELD_ABOVE_REACH, [bound, ids]);
  return new Set(rows.map(({ id }) => id));
}

/** The condition that the caller may do this to the school with this id. */
export function schoolCondition(caller: Pick<Caller, 'kind'>, action: SchoolAction, id: string, bound: string): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, {
    REACHED: () => isReached(id, bound),
  });
}

/** The condition that the caller may do this to the organisation with this id; for a few that are named. */
export function organisationCondition(
  caller: Pick<Caller, 'kind'>,
  action: OrganisationAction,
  id: string,
  bound: string,
): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, {
    ABOVE_REACH: () => isAboveReach(id, bound),
    WITHIN: () => isWithin(id, bound),
    STOOD_WITH: () => stoodWith(id, bound),
  });
}

/** The condition that the caller may do this to a school group, of a row with its `id` and `owner_id`. */
export function groupCondition(
  caller: Pick<Caller, 'kind'>,
  action: GroupAction,
  group: string,
  bound: string,
): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, {
    ABOVE_REACH: () => isAboveReach(`${group}.id`, bound),
    OWNER_WITHIN: () => isWithin(`${group}.owner_id`, bound),
  });
}

/** The condition that the caller may do this to a licence whose owner has this id. */
export function licenceCondition(
  caller: Pick<Caller, 'kind'>,
  action: Exclude<LicenceAction, 'licence.annotate'>,
  ownerId: string,
  bound: string,
): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, { OWNER_WITHIN: () => isWithin(ownerId, bound) });
}

/**
 * The condition that the caller may read an entitlement whose holder and owner have these ids and this key; for a few
 * that are named.
 */
export function entitlementCondition(
  caller: Pick<Caller, 'kind'>,
  { holderId, ownerId, ownerKey }: { holderId: string; ownerId: string; ownerKey: string },
  bound: string,
): string {
  return conditionOf(relationsOf(PERMISSIONS, 'entitlement.read', caller), bound, {
    HOLDER_ABOVE_REACH: () => isAboveReach(holderId, bound),
    OWNER_BOUND: () => `${ownerKey} = any (${bound})`,
    OWNER_AND_HOLDER_WITHIN: () => `(${isWithin(holderId, bound)} and ${isWithin(ownerId, bound)})`,
  });
}

/**
 * Like {@link organisationCondition}, but for a list of authorities: it goes from the caller to all that it may read.
 */
export function authorityCondition(caller: Pick<Caller, 'kind'>, id: string, bound: string): string {
  return conditionOf(relationsOf(PERMISSIONS, 'organisation.read', caller), bound, {
    ABOVE_REACH: () => `${id} = any (array(
      select m.organisation_id from directory.membership m
      where m.level = 'AUTHORITY' and m.valid @> now() and m.school_id in (
        select own.school_id from directory.membership own join directory.organisation b on b.id = own.organisation_id
        where b.key = any (${bound}) and own.valid @> now())
      union all
      select id from directory.organisation where key = any (${bound})))`,
    // An authority that is within a caller is above its reach, too. This differs only for groups.
    WITHIN: () => 'false',
  });
}

/**
 * Like {@link readableEntitlements}, but as a condition of `e`, for a list that is read in its order until a page is
 * full, in a statement that begins with {@link reachOf}: what is over the caller's reach is looked up once, and only
 * for an entitlement that is not the caller's own.
 */
export function readableInOrder(caller: Pick<Caller, 'kind'>, bound: string): string {
  return conditionOf(relationsOf(PERMISSIONS, 'entitlement.read', caller), bound, readableBy(bound));
}
export { reachOf };

/**
 * Selects entitlements that the caller may read: up to `most` for each relation that allows it, so one may occur twice.
 */
export function someReadable(caller: Pick<Caller, 'kind'>, bound: string, most: number): string {
  const relations = relationsOf(PERMISSIONS, 'entitlement.read', caller);
  const ways = relations.length > 0 ? relations.map((relation) => [relation]) : [relations];
  const found = ways.map(
    (way) =>
      `(select e.id from schools.entitlement e where ${conditionOf(way, bound, readableBy(bound))} limit ${most})`,
  );
  return `${reachOf(bound)} ${found.join(' union all ')}`;
}

const readableBy = (bound: string) => ({
  OWNER_BOUND: () => 'e.owner_id = any (array(select id from bound))',
  HOLDER_ABOVE_REACH: () => 'e.holder_id in (select id from over)',
  OWNER_AND_HOLDER_WITHIN: () => preparedFor('e', bound),
});

/**
 * Of the entitlements `e` that are OWNER_AND_HOLDER_WITHIN, those that are not HOLDER_ABOVE_REACH: they belong to
 * groups without schools so far. They are few, so each owner is looked up individually.
 */
const preparedFor = (e: string, bound: string) =>
  `(${e}.holder_id in (select id from prepared) and ${isWithin(`${e}.owner_id`, bound)})`;

/**
 * The entitlements `e` that the caller may read, for a list: from the organisations to their entitlements, by index.
 */
export function readableEntitlements(caller: Pick<Caller, 'kind'>, bound: string): string {
  const relations = relationsOf(PERMISSIONS, 'entitlement.read', caller);
  const all = relations.some((relation) => relation === 'ANY');
  if (all || relations.length === 0) {
    return `(select * from schools.entitlement where ${bound}::text[] is ${all ? 'not null' : 'null'})`;
  }
  const idsBy = idsByRelation(bound);
  const ids = relations.map((relation) => idsBy[relation as keyof typeof idsBy]);
  return `(
  with bound as (select id from directory.organisation where key = any (${bound})),
  over as (
    select id from bound
    union
    select m.organisation_id from directory.membership own
    join directory.membership m on m.school_id = own.school_id and m.valid @> now()
    where own.organisation_id in (select id from bound) and own.valid @> now()),
  ${preparedWithin(bound)}
  select e.* from schools.entitlement e where e.id in (${ids.join(' union all ')}))`;
}

const idsByRelation = (bound: string) => ({
  OWNER_BOUND: `
    select owned.id from schools.entitlement owned where owned.owner_id = any (array(select id from bound))`,
  HOLDER_ABOVE_REACH: `
    select held.id from schools.entitlement held where held.holder_id in (select id from over)`,
  OWNER_AND_HOLDER_WITHIN: `
    select written.id from schools.entitlement written where ${preparedFor('written', bound)}`,
});

/**
 * Parts of a statement that lists the entries `e` of the audit trail that the caller may read: its beginning, and the
 * condition.
 */
export function readableEntries(
  caller: Pick<Caller, 'kind'>,
  bound: string,
): { readonly with: string; readonly condition: string } {
  const condition = conditionOf(relationsOf(PERMISSIONS, 'audit.read', caller), bound, {
    HOLDER_ABOVE_REACH: () => 'e.holder_id in (select id from over)',
    OWNER_WITHIN: () => 'e.owner_id in (select id from within)',
  });
  return { with: reachOf(bound), condition };
}

/** The condition that the caller may do this to survey `s` of organisation `w`. */
export function surveyCondition(caller: Pick<Caller, 'kind'>, action: SurveyAction, bound: string): string {
  return conditionOf<SurveyRelation>(relationsOf(PERMISSIONS, action, caller), bound, {
    ASKER: () => `w.key = any (${bound})`,
    ASKED: () => `(s.state <> 'DRAFT' and exists (
      select from schools.survey_request r join directory.organisation o on o.id = r.organisation_id
      where r.survey_id = s.id and o.key = any (${bound})))`,
  });
}

/**
 * The keys of the organisations that the caller is bound to and that are the organisation with this id, or at some time
 * had a school in common with it.
 */
export function bindingsBeside(id: string, bound: string): string {
  return `array(select b.key from directory.organisation b where b.key = any (${bound}) and ${stoodWith(id, 'array[b.key]')})`;
}
