/**
 * A licence is assigned within the territory of its owner. A holder may still have a school outside of it, which joined
 * while the licence opened nothing there; new terms do not open the licence at such a school. Access before and after
 * is compared, so a school that had the licence before it left the owner is no obstacle.
 */
import type { Queryable } from '../../../database/queryable';
import { type RowOf, statement, text } from '../../../database/statement';
import { isOutsideTerritory } from '../../directory/territory';

/** By entitlement of the licences $1 and school outside of the territory: where it opens at any time from $2 on. */
const OPEN_OUTSIDE = `
  select distinct e.id as entitlement_id, x.school_id
  from (
    select holding.owner_id, m.organisation_id as holder_id, m.school_id, m.level, m.valid
    from (select distinct owner_id, holder_id from directory.entitlement
          where licence_id = any ($1::bigint[]) and owner_id <> holder_id) holding
    join directory.membership m on m.organisation_id = holding.holder_id
    where ${isOutsideTerritory({ school: 'm.school_id', owner: 'holding.owner_id', level: 'm.level' })}) x
  join directory.entitlement e on e.licence_id = any ($1::bigint[]) and e.owner_id = x.owner_id and e.holder_id = x.holder_id
  join directory.operation o on o.school_id = x.school_id
  join licences.licence_terms t on t.licence_id = e.licence_id and x.level = any (t.holder_levels)
  where e.in_force && x.valid * o.operating * t.valid * t.term * tstzrange($2::timestamptz, null)`;

const DROP_BEFORE = statement('storeOutsideBefore', 'drop table if exists pg_temp.licence_outside_before');
const CREATE_BEFORE = statement(
  'storeOutsideBefore',
  'create temporary table licence_outside_before (entitlement_id bigint, school_id bigint) on commit drop',
);
const STORE_BEFORE = statement('storeOutsideBefore', `insert into licence_outside_before ${OPEN_OUTSIDE}`);

/** To be called before anything is written. It writes only to a temporary table. */
export async function storeOutsideBefore(db: Queryable, licenceIds: readonly string[]): Promise<void> {
  for (const prepare of [DROP_BEFORE, CREATE_BEFORE]) await db.query(prepare);
  await db.query(STORE_BEFORE, [licenceIds, null]);
}

const FIND_OPENED_OUTSIDE = statement(
  'findOpenedOutside',
  `with opened as materialized (
     select n.* from (${OPEN_OUTSIDE}) n
     where not exists (select from licence_outside_before b
                       where b.entitlement_id = n.entitlement_id and b.school_id = n.school_id))
   select c.number, h.key as holder, s.key as school
   from opened
   join directory.entitlement e on e.id = opened.entitlement_id
   join licences.contract c on c.licence_id = e.licence_id
   join directory.organisation h on h.id = e.holder_id
   join directory.organisation s on s.id = opened.school_id
   order by 1, 2, 3`,
  { number: text, holder: text, school: text },
);

/** A licence that new terms open for a holder at a school outside of its territory. */
type OpenedOutside = RowOf<typeof FIND_OPENED_OUTSIDE>;

/** To be called after everything is written. */
export function findOpenedOutside(db: Queryable, licenceIds: readonly string[], from: Date): Promise<OpenedOutside[]> {
  return db.query(FIND_OPENED_OUTSIDE, [licenceIds, from]);
}
