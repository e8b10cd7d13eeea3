/**
 * Finds what an import opens although it is suspended, by comparing the records before it and after it. The reason
 * does not matter: a new entitlement, a level at which a licence may be held again, or a school that moves.
 */

import type { Queryable } from '../../../database/queryable';
import { type RowOf, statement, text } from '../../../database/statement';

/** By entitlement, school and right: when it is suspended there, as far as that is not over. */
const SUSPENDED = `
  select e.id as entitlement_id, e.licence_id, m.school_id, granted.usage_right,
    range_agg(e.valid * x.valid * m.valid * tstzrange(null, e.revoked_at)) as span
  from schools.entitlement_suspension x
  join schools.entitlement e on e.id = x.entitlement_id
  join schools.membership m on m.organisation_id = e.holder_id
  cross join lateral unnest(e.rights) as granted(usage_right)
  where (upper_inf(x.valid) or upper(x.valid) > now()) and (e.revoked_at is null or e.revoked_at > now())
    and (upper_inf(e.valid) or upper(e.valid) > now())
  group by 1, 2, 3, 4`;

/**
 * By entitlement, school and right: when it is open there, for the licences and schools of `suspended_before`. The
 * term of the licence is left out: what a longer term opens again was open beside the suspension before the term ended.
 */
const OPEN = `
  select e.id as entitlement_id, e.holder_id, e.licence_id, m.school_id, granted.usage_right,
    tstzmultirange(e.valid * l.valid * m.valid * tstzrange(null, e.revoked_at))
      - coalesce((select range_agg(x.valid) from schools.entitlement_suspension x where x.entitlement_id = e.id), '{}')
      as span
  from (select distinct licence_id, school_id from suspended_before) s
  join schools.entitlement e on e.licence_id = s.licence_id
  join schools.membership m on m.school_id = s.school_id and m.organisation_id = e.holder_id
  join directory.licence_terms l on l.licence_id = e.licence_id and m.level = any (l.holder_levels)
  join lateral unnest(e.rights) as granted(usage_right) on granted.usage_right = any (l.rights)`;

const DROP_REMEMBERED = statement(
  'storeSuspendedBefore',
  'drop table if exists pg_temp.suspended_before, pg_temp.open_before',
);

const CREATE_SUSPENDED_BEFORE = statement(
  'storeSuspendedBefore',
  `create temporary table suspended_before on commit drop as ${SUSPENDED}`,
);

const CREATE_OPEN_BEFORE = statement(
  'storeSuspendedBefore',
  `create temporary table open_before on commit drop as
   select licence_id, school_id, usage_right, range_agg(one) as span
   from (${OPEN}) o cross join lateral unnest(o.span) as one group by 1, 2, 3`,
);

/** To be called before anything is written. It writes only to temporary tables. */
export async function storeSuspendedBefore(db: Queryable): Promise<void> {
  await db.query(DROP_REMEMBERED);
  await db.query(CREATE_SUSPENDED_BEFORE);
  await db.query(CREATE_OPEN_BEFORE);
}

/**
 * In steps, because one join of all these tables takes longer to plan than the rest of a small import takes together.
 */
const FIND_OPENED = statement(
  'findOpened',
  `with still as materialized (${SUSPENDED}),
   open_now as materialized (${OPEN}),
   opened as materialized (
     select b.licence_id, b.school_id, b.entitlement_id, o.holder_id
     from suspended_before b
     join still using (entitlement_id, licence_id, school_id, usage_right)
     join open_now o on o.licence_id = b.licence_id and o.school_id = b.school_id and o.usage_right = b.usage_right
     left join open_before f
       on f.licence_id = b.licence_id and f.school_id = b.school_id and f.usage_right = b.usage_right
     where not isempty(b.span * still.span * (o.span - coalesce(f.span, '{}')) * tstzmultirange(tstzrange(now(), null))))
   select distinct l.number || ' at ' || s.key as what, s.key as school, h.key as "suspendedFor", g.key as "openedFor"
   from opened
   join directory.licence l on l.id = opened.licence_id
   join schools.entitlement e on e.id = opened.entitlement_id
   join schools.organisation s on s.id = opened.school_id
   join schools.organisation h on h.id = e.holder_id
   join schools.organisation g on g.id = opened.holder_id
   order by 1, 3, 4`,
  {
    /** Such as `L1 at SCHOOL:NW:100001`. */
    what: text,
    school: text,
    /** Keys of the holders. */
    suspendedFor: text,
    openedFor: text,
  },
);

/** A licence that is open at a school by one entitlement while another entitlement to it is suspended there. */
export type Opened = RowOf<typeof FIND_OPENED>;

/**
 * To be called after everything is written: returns what was suspended before, still is, and has become open, now or
 * later.
 */
export async function findOpened(db: Queryable): Promise<Opened[]> {
  return db.query(FIND_OPENED);
}
