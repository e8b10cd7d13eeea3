import { bigint, int, json, neverNull, statement } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { MAX_NAMED_SCHOOLS, type NamedSchool } from '../assignment/suspended-schools-queries';

/** A licence that is opened to the schools of a holder for a time. */
export interface Opening {
  readonly id: string;
  readonly licenceId: string;
  readonly holderId: string;
  readonly from: number;
  readonly until: number;
}

export interface OpenedSchools {
  readonly schools: readonly NamedSchool[];
  readonly count: number;
}

/** Like `findObstacles` of assigning, except for the entitlements of this call, which are meant to open. */
const FIND_OPENED_SCHOOLS = statement(
  'findOpenedSchools',
  `with opening as (
     select id, licence_id, holder_id, tstzrange(begins, ends) as span
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[])
       as opening(id, licence_id, holder_id, begins, ends)),
   closed as materialized (
     select e.licence_id, theirs.school_id, mine.organisation_id,
       e.valid * s.valid * tstzrange(null, e.revoked_at) * theirs.valid * mine.valid as span
     from schools.entitlement_suspension s
     join schools.entitlement e on e.id = s.entitlement_id
     join schools.membership theirs on theirs.organisation_id = e.holder_id
     join schools.membership mine on mine.school_id = theirs.school_id
     where s.denial = 'SUSPENDED' and e.licence_id in (select licence_id from opening) and not e.id = any ($1))
   select o.id, count(distinct s.id)::int as count,
     to_jsonb((array_agg(distinct jsonb_build_object('id', s.external_id, 'name', s.name)))[:${MAX_NAMED_SCHOOLS}]) as schools
   from opening o
   join closed c on c.licence_id = o.licence_id and c.organisation_id = o.holder_id and c.span && o.span
   join directory.organisation s on s.id = c.school_id
   group by o.id`,
  {
    id: neverNull(bigint, 'each opening has its id'),
    count: int,
    /** The first of them, in the order of their numbers. */
    schools: json<NamedSchool[]>(),
  },
);

/**
 * Returns, of the openings, by id, those whose licence is suspended by another entitlement at schools of the holder
 * in that time.
 */
export async function findOpenedSchools(
  db: Transaction,
  openings: readonly Opening[],
): Promise<ReadonlyMap<string, OpenedSchools>> {
  if (openings.length === 0) return new Map();
  const rows = await db.query(FIND_OPENED_SCHOOLS, [
    openings.map(({ id }) => id),
    openings.map(({ licenceId }) => licenceId),
    openings.map(({ holderId }) => holderId),
    openings.map(({ from }) => new Date(from)),
    openings.map(({ until }) => (Number.isFinite(until) ? new Date(until) : null)),
  ]);
  return new Map(rows.map(({ id, ...opened }) => [id, opened]));
}
