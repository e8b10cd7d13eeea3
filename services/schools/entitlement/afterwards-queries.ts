import { bigint, instant, int, nullable, type RowOf, statement } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

/** A licence and a holder, by the database's ids, and the instant of the question. */
interface AfterwardsOf {
  readonly licenceId: string;
  readonly holderId: string;
  readonly at: Date;
}

const FIND_AFTERWARDS = statement(
  'findAfterwards',
  `with asked as (
     select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) with ordinality
       as asked(licence_id, holder_id, at, place)),
   school as materialized (
     select a.place, a.licence_id, a.at, m.school_id, o.operating
     from asked a
     join schools.membership m on m.organisation_id = a.holder_id and m.valid @> a.at
     join directory.operation o on o.school_id = m.school_id and o.operating @> a.at),
   path as (
     select s.place, s.school_id, s.at, s.operating, e.id, m.level,
       tstzmultirange(e.valid * l.valid * l.term * m.valid * tstzrange(null, e.revoked_at))
         - coalesce((select range_agg(x.valid) from schools.entitlement_suspension x where x.entitlement_id = e.id), '{}')
         as in_force
     from school s
     join schools.membership m on m.school_id = s.school_id
     join schools.entitlement e on e.holder_id = m.organisation_id and e.licence_id = s.licence_id
     join directory.licence_terms l on l.licence_id = s.licence_id and m.level = any (l.holder_levels)),
   open as (
     select place, school_id, at, operating, range_agg(in_force) as open from path group by place, school_id, at, operating
     having range_agg(in_force) @> at),
   total as (
     select place, count(*)::int as allowed,
       min(least(upper(operating), (select upper(r) from unnest(open) r where r @> at))) as until
     from open group by place),
   deciding as (
     select distinct on (place) place, id from (
       select place, id, level, count(*) as schools,
         max(coalesce((select upper(r) from unnest(in_force) r where r @> at), 'infinity')) as lasts
       from path where in_force @> at group by place, id, level) by_entitlement
     order by place, schools desc, lasts desc, directory.rank(level), id)
   select (select count(*)::int from school s where s.place = a.place) as schools, coalesce(t.allowed, 0) as allowed,
     d.id as "entitlementId", t.until as "validUntil"
   from asked a left join total t using (place) left join deciding d using (place) order by place`,
  {
    /** Schools of the holder that are in operation then. */
    schools: int,
    /** Of these, the schools to which the licence is open. */
    allowed: int,
    /**
     * The entitlement that opens it to most of them; of several, the one that the access rule chooses. Null where
     * none does.
     */
    entitlementId: nullable(bigint),
    /** When it ends for the first of them, with all entitlements considered; null: without end, or open to none. */
    validUntil: nullable(instant),
  },
);

/** What the schools of the holder may do with the licence at that instant. */
export type Afterwards = RowOf<typeof FIND_AFTERWARDS>;

/**
 * Returns for each, in their order, what the rule of access/rule.ts says about a title that the licence always
 * covers, whatever the right. One statement answers all of them.
 */
export function findAfterwards(db: Transaction, of: readonly AfterwardsOf[]): Promise<Afterwards[]> {
  return db.query(FIND_AFTERWARDS, [
    of.map(({ licenceId }) => licenceId),
    of.map(({ holderId }) => holderId),
    of.map(({ at }) => at),
  ]);
}
