import { int, json, statement } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

/**
 * How many schools are listed at once. A state has thousands, and the first hundred are enough to look into the
 * matter.
 */
export const MAX_NAMED_SCHOOLS = 100;

export interface NamedSchool {
  readonly id: string;
  readonly name: string;
}

const FIND_SUSPENDED_SCHOOLS = statement(
  'findSuspendedSchools',
  `with asked as (
     select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) with ordinality
       as asked(licence_id, holder_id, valid_from, place)),
   suspended as materialized (
     select e.licence_id, e.holder_id, e.valid * s.valid * tstzrange($4, e.revoked_at) as span
     from schools.entitlement e join schools.entitlement_suspension s on s.entitlement_id = e.id
     where e.licence_id = any ($1) and s.valid && tstzrange($4, null) and (e.revoked_at is null or e.revoked_at > $4)),
   school as (
     select a.place, count(distinct o.id)::int as schools,
       (array_agg(distinct jsonb_build_object('id', o.external_id, 'name', o.name)))[:${MAX_NAMED_SCHOOLS}] as named
     from asked a
     join suspended x on x.licence_id = a.licence_id and x.holder_id <> a.holder_id
     join directory.membership theirs on theirs.organisation_id = x.holder_id
     join directory.membership mine on mine.school_id = theirs.school_id and mine.organisation_id = a.holder_id
     join directory.organisation o on o.id = theirs.school_id
     where x.span * theirs.valid * mine.valid && tstzrange(a.valid_from, null)
     group by a.place)
   select coalesce(to_jsonb(school.named), '[]') as named, coalesce(school.schools, 0) as schools
   from asked left join school using (place) order by place`,
  { named: json<NamedSchool[]>(), schools: int },
);

export interface SuspendedSchools {
  /** The first of them, in the order of their numbers. */
  readonly named: readonly NamedSchool[];
  readonly schools: number;
}

/**
 * Returns for each pair, in their order, the schools of the holder at which entitlements of other holders to the
 * licence are suspended.
 */
export function findSuspendedSchools(
  db: Transaction,
  pairs: readonly { readonly licenceId: string; readonly holderId: string | null; readonly validFrom: Date }[],
  now: number,
): Promise<SuspendedSchools[]> {
  return db.query(FIND_SUSPENDED_SCHOOLS, [
    pairs.map(({ licenceId }) => licenceId),
    pairs.map(({ holderId }) => holderId),
    pairs.map(({ validFrom }) => validFrom),
    new Date(now),
  ]);
}
