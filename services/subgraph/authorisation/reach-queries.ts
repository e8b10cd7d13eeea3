/**
 * How organisations and schools are related to what a caller is bound to, in SQL: by the published organisations and
 * memberships as they are now, so that none of it depends on row-level security.
 */
import type { OrganisationKey } from '../../../caller/caller';
import { PLANNED_ONCE, statement, text } from '../../../database/statement';
import type { Transaction } from '../database/session';

/** Looked up once for a statement. */
const idsOf = (bound: string) =>
  `(select array(select id from directory.organisation where key = any (${bound})))::bigint[]`;

/** REACHED: the school with this id now belongs to one of them, or is one. @param bound a parameter with their keys */
export const isReached = (id: string, bound: string) => `${id} in (
  select m.school_id from directory.membership m join directory.organisation b on b.id = m.organisation_id
  where b.key = any (${bound}) and m.valid @> now())`;

/** REACHED, of a school that is named: by its own memberships, which are a handful (`offset 0` keeps the planner to them). */
export const isReachedById = (id: string, bound: string) => `exists (
  select from directory.membership m join directory.organisation b on b.id = m.organisation_id
  where m.school_id = ${id} and m.valid @> now() and b.key = any (${bound}) offset 0)`;

/**
 * ABOVE_REACH: the organisation with this id is one of them, or a school that they reach belongs to it now.
 *
 * Goes from the organisation to its schools, one by one (`offset 0` keeps the planner to it): a plan for all bindings
 * would read all memberships of a state (45 ms for one school; this way 1 ms).
 */
export const isAboveReach = (id: string, bound: string) => `(
  ${id} = any (${idsOf(bound)})
  or exists (
    select from directory.membership above
    where above.organisation_id = ${id} and above.valid @> now() and exists (
      select from directory.membership own
      where own.school_id = above.school_id and own.valid @> now() and own.organisation_id = any (${idsOf(bound)})
      offset 0)))`;

/** Whether a school by which it is told where the organisation of this id lies is under none of them. Stops at the first one. */
const isPartlyOutside = (id: string, bound: string) => `exists (
  select from directory.standing under
  where under.organisation_id = ${id} and not exists (
    select from directory.membership own
    where own.school_id = under.school_id and own.valid @> now() and own.organisation_id = any (${idsOf(bound)})
      and directory.rank(own.level) <= directory.rank(under.level) offset 0))`;

const hasSchools = (id: string) =>
  `exists (select from directory.standing under where under.organisation_id = ${id} and under.is_now)`;

/** Of a prepared group. Its owner is no group. */
const isPreparedWithin = (bound: string) => `
  (prepared_group.owner_id = any (${idsOf(bound)})
   or (${hasSchools('prepared_group.owner_id')} and not ${isPartlyOutside('prepared_group.owner_id', bound)}))
  and not ${isPartlyOutside('prepared_group.id', bound)}`;

/** The prepared groups that are WITHIN, as `prepared` of a statement. */
export const preparedWithin = (bound: string) =>
  `prepared as materialized (select id from directory.prepared_group where ${isPreparedWithin(bound)})`;

/** WITHIN, as contains() in caller/caller.ts defines it. */
export const isWithin = (id: string, bound: string) => `(
  ${id} = any (${idsOf(bound)})
  or (${hasSchools(id)} and not ${isPartlyOutside(id, bound)})
  or exists (select from directory.prepared_group where prepared_group.id = ${id} and ${isPreparedWithin(bound)}))`;

/**
 * STOOD_WITH: the organisation with this id is one of them, or was in one line with one of them at some time: uses
 * may name both. It reads memberships of all times, because a school that has left still counts in the figures of its
 * former organisations.
 */
export const stoodWith = (id: string, bound: string) => `(
  ${id} = any (${idsOf(bound)})
  or exists (
    select from directory.membership beside
    join directory.membership own on own.school_id = beside.school_id and own.valid && beside.valid
    where beside.organisation_id = ${id} and own.organisation_id = any (${idsOf(bound)})))`;

/** What lies WITHIN by its schools, of what a condition on `s` leaves. It counts, as Citus has no anti-join here. */
const lyingWithin = (condition = 'true') => `select s.organisation_id as id from directory.standing s
    left join reach on reach.school_id = s.school_id and reach.rank <= directory.rank(s.level)
    where ${condition} group by s.organisation_id having count(*) = count(reach.school_id) and bool_or(s.is_now)`;

/**
 * For the statement of a list, which starts from the caller and finds everything related to it: `reach` (schools),
 * `over` (ABOVE_REACH), `prepared` (the groups that are WITHIN though no school belongs to them yet) and `within`
 * (WITHIN). Each has an `id`, and follows all memberships. What the statement does not name is not looked up.
 *
 * @param bound a parameter with the keys of what the caller is bound to
 */
export const reachOf = (bound: string) => `
  with bound as (select id from directory.organisation where key = any (${bound})),
  reach as materialized (
    select m.school_id, min(directory.rank(m.level)) as rank from directory.membership m
    where m.organisation_id in (select id from bound) and m.valid @> now() group by m.school_id),
  over as materialized (
    select m.organisation_id as id from directory.membership m
    where m.school_id in (select school_id from reach) and m.valid @> now()
    union select id from bound),
  prepared as materialized (
    select p.id from directory.prepared_group p
    left join directory.standing later on later.organisation_id = p.id
    left join reach on reach.school_id = later.school_id and reach.rank <= directory.rank(later.level)
    where p.owner_id in (
      ${lyingWithin('s.organisation_id in (select owner_id from directory.prepared_group)')} union select id from bound)
    group by p.id having count(later.school_id) = count(reach.school_id)),
  within as materialized (
    ${lyingWithin()}
    union select id from prepared
    union select id from bound)`;

const FIND_ABOVE_REACH = statement(
  'findAboveReach',
  `select o.key from directory.organisation o where o.key = any ($2) and ${isAboveReach('o.id', '$1')}`,
  { key: text },
  PLANNED_ONCE,
);

/** Returns, of the organisations with these keys, those that are ABOVE_REACH of a caller bound to `bound`. */
export async function findAboveReach(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await reader.query(FIND_ABOVE_REACH, [bound, keys]);
  return new Set(rows.map(({ key }) => key));
}

const FIND_WITHIN = statement(
  'findWithin',
  `select o.key from directory.organisation o where o.key = any ($2) and ${isWithin('o.id', '$1')}`,
  { key: text },
  PLANNED_ONCE,
);

/** Returns, of the organisations with these keys, those that are WITHIN a caller bound to `bound`. */
export async function findWithin(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await reader.query(FIND_WITHIN, [bound, keys]);
  return new Set(rows.map(({ key }) => key));
}
