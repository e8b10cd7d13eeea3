import { type Bounds, periodOf } from '../../../access/period';
import { USAGE_RIGHTS } from '../../../access/right';
import { LEVELS, type OrganisationKey } from '../../../caller/caller';
import {
  bigint,
  boolean,
  instant,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  type RowOf,
  someOf,
  statement,
  text,
  textAs,
} from '../../../database/statement';
import { boundsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';
import type { HolderToAssign, LicenceToAssign, NamedSchool, Obstacles, Terms } from './assignment';

const FIND_LICENCES_TO_ASSIGN = statement(
  'findLicencesToAssign',
  `select l.id, l.number, l.owner_id as "ownerId", l.holder_levels as "holderLevels", l.rights,
     ${boundsOf('l.term')} as term, l.duration_days as "durationDays"
   from directory.licence l where l.id = any ($1)`,
  {
    id: bigint,
    number: text,
    ownerId: bigint,
    holderLevels: someOf(LEVELS),
    rights: someOf(USAGE_RIGHTS),
    term: json<Bounds>(),
    durationDays: nullable(int),
  },
);

/** Licences as the licences service publishes them, by id. Unknown ids are left out. */
export async function findLicencesToAssign(db: Transaction, ids: readonly string[]): Promise<LicenceToAssign[]> {
  const rows = await db.query(FIND_LICENCES_TO_ASSIGN, [ids]);
  return rows.map((row) => ({ ...row, term: periodOf(row.term) }));
}

const FIND_HOLDERS = statement(
  'findHolders',
  `select o.id as "rowId", o.key, o.external_id as id, o.level, o.name,
     case when s.school_id is not null then ${boundsOf('s.operating')} end as operating
   from directory.organisation o left join directory.operation s on s.school_id = o.id
   where o.key = any ($1)`,
  {
    rowId: bigint,
    key: textAs<OrganisationKey>(),
    id: text,
    level: oneOf(LEVELS),
    name: text,
    operating: nullable(json<Bounds>()),
  },
);

/** Organisations by key, as holders. Unknown keys are left out. */
export async function findHolders(db: Transaction, keys: readonly string[]): Promise<HolderToAssign[]> {
  const rows = await db.query(FIND_HOLDERS, [keys]);
  return rows.map((row) => ({ ...row, operating: periodOf(row.operating ?? [null, null]) }));
}

const LOCK_LICENCES = statement(
  'lockLicences',
  `select pg_advisory_xact_lock(hashtext('schools.entitlement'), hashtext(id::text))
   from unnest($1::bigint[]) as licence(id) order by id`,
);

/** Those who assign one licence at the same time wait for each other, so that nothing is made twice. */
export async function lockLicences(db: Transaction, ids: readonly string[]): Promise<void> {
  await db.query(LOCK_LICENCES, [ids]);
}

/** A licence for a holder, on the terms of this call. */
export interface Pair {
  readonly terms: Terms;
  readonly holder: HolderToAssign;
}

/** So many schools are named at once. A state has thousands, and the first hundred say enough to look into it. */
export const MOST_NAMED_SCHOOLS = 100;

const FIND_OBSTACLES = statement(
  'findObstacles',
  `with wanted as (
     select *, string_to_array(rights_list, ',') as rights
     from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::int[])
       with ordinality as wanted(licence_id, holder_id, valid_from, valid_until, rights_list, days, place)),
   pair as materialized (
     select w.*, tstzrange(w.valid_from, w.valid_until) as period, case when first.activated is null then w.valid_until
       else least(w.valid_until, (date_trunc('day', first.activated at time zone 'Europe/Berlin')
                                  + make_interval(days => w.days)) at time zone 'Europe/Berlin') end as until
     from wanted w left join lateral (
       select min(lower(e.valid)) as activated from schools.entitlement e
       where w.days is not null and e.licence_id = w.licence_id and e.holder_id = w.holder_id
         and (e.revoked_at is null or e.revoked_at > lower(e.valid))) first on true),
   own as (
     select p.place, min(id) filter (where covers and not is_suspended) as active,
       min(id) filter (where is_suspended) as suspended
     from pair p cross join lateral (
       select e.id,
         exists (select from schools.entitlement_suspension s where s.entitlement_id = e.id and s.valid && p.period)
           as is_suspended,
         e.revoked_at is null and e.rights @> p.rights and (p.days is not null or e.valid @> tstzrange(
           case when $7 then greatest(p.valid_from, least(lower(e.valid), clock_timestamp())) else p.valid_from end,
           p.valid_until)) as covers
       from schools.entitlement e
       where e.licence_id = p.licence_id and e.holder_id = p.holder_id
         and (e.revoked_at is null or e.revoked_at > $8) and (upper_inf(e.valid) or upper(e.valid) > $8)) e
     group by p.place),
   suspension as materialized (
     select e.licence_id, e.holder_id, e.valid * s.valid * tstzrange(null, e.revoked_at) as span
     from schools.entitlement e join schools.entitlement_suspension s on s.entitlement_id = e.id
     where e.licence_id = any ($1) and s.valid && tstzrange($8, null)
       and (e.revoked_at is null or e.revoked_at > $8)),
   closed as materialized (
     select x.licence_id, x.holder_id, theirs.school_id, mine.organisation_id,
       x.span * theirs.valid * mine.valid as span
     from suspension x
     join schools.membership theirs on theirs.organisation_id = x.holder_id
     join schools.membership mine on mine.school_id = theirs.school_id),
   opened as (
     select p.place, count(distinct o.id)::int as schools,
       (array_agg(distinct jsonb_build_object('id', o.external_id, 'name', o.name)))[:${MOST_NAMED_SCHOOLS}] as named
     from pair p
     join closed c on c.licence_id = p.licence_id and c.organisation_id = p.holder_id
       and c.holder_id <> p.holder_id and c.span && p.period
     join directory.organisation o on o.id = c.school_id
     group by p.place)
   select own.active, own.suspended, p.until, p.days is not null and p.until <= p.valid_from as "isOver",
     opened.place is not null as "opensSuspended", coalesce(to_jsonb(opened.named), '[]') as "suspendedSchools",
     coalesce(opened.schools, 0) as "suspendedCount"
   from pair p left join own using (place) left join opened using (place) order by place`,
  {
    active: nullable(bigint),
    suspended: nullable(bigint),
    /** When an entitlement of it would end; null: without an end of its own. */
    until: nullable(instant),
    isOver: neverNull(boolean, 'a pair with days begins at an instant'),
    opensSuspended: boolean,
    /** Schools of the holder at which the licence is suspended, by number: the first of them. */
    suspendedSchools: json<NamedSchool[]>(),
    suspendedCount: int,
  },
);

export type PairFound = Obstacles & RowOf<typeof FIND_OBSTACLES>;

/**
 * What stands in the way of each pair, in their order. One statement for all of them.
 *
 * @param fromNow the periods begin now, whenever that is: one that began while this call waited its turn covers them too
 */
export function findObstacles(
  db: Transaction,
  pairs: readonly Pair[],
  fromNow: boolean,
  now: number,
): Promise<PairFound[]> {
  return db.query(FIND_OBSTACLES, [
    pairs.map(({ terms }) => terms.licence.id),
    pairs.map(({ holder }) => holder.rowId),
    pairs.map(({ terms }) => new Date(terms.period.from)),
    pairs.map(({ terms: { period } }) => (Number.isFinite(period.until) ? new Date(period.until) : null)),
    pairs.map(({ terms }) => terms.rights.join(',')),
    pairs.map(({ terms }) => terms.licence.durationDays),
    fromNow,
    new Date(now),
  ]);
}

const INSERT_ENTITLEMENTS = statement(
  'insertEntitlements',
  `with made as (
     insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select licence_id, owner_id, holder_id, tstzrange(valid_from, valid_until), string_to_array(rights_list, ','), $7
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::text[])
       as wanted(licence_id, owner_id, holder_id, valid_from, valid_until, rights_list)
     returning id, licence_id, holder_id)
   select id, licence_id as "licenceId", holder_id as "holderId" from made`,
  { id: bigint, licenceId: bigint, holderId: bigint },
);

/** @returns the ids of the entitlements, in the order of the pairs. One statement for all of them. */
export async function insertEntitlements(
  db: Transaction,
  pairs: readonly (Pair & { readonly until: Date | null })[],
  createdBy: string,
): Promise<string[]> {
  if (pairs.length === 0) return [];
  const rows = await db.query(INSERT_ENTITLEMENTS, [
    pairs.map(({ terms }) => terms.licence.id),
    pairs.map(({ terms }) => terms.licence.ownerId),
    pairs.map(({ holder }) => holder.rowId),
    pairs.map(({ terms }) => new Date(terms.period.from)),
    pairs.map(({ until }) => until),
    pairs.map(({ terms }) => terms.rights.join(',')),
    createdBy,
  ]);
  const made = new Map(rows.map(({ id, licenceId, holderId }) => [`${licenceId} ${holderId}`, id]));
  return pairs.map(({ terms, holder }) => made.get(`${terms.licence.id} ${holder.rowId}`) as string);
}
