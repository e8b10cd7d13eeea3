import { bigint, statement } from '../../../database/statement';
import { isOutsideTerritory } from '../../directory/territory';
import type { Transaction } from '../../subgraph/database/session';
import type { Opening } from './opened-schools-queries';

const FIND_OUTSIDE = statement(
  'findOpenedOutside',
  `with outside as materialized (
     select e.id, tstzmultirange(e.valid * tstzrange(null, e.revoked_at)) as held, m.valid
     from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as o(id, begins, ends)
     join schools.entitlement e on e.id = o.id
     join directory.membership m on m.organisation_id = e.holder_id and m.valid && tstzrange(o.begins, o.ends)
     where e.owner_id <> e.holder_id and ${isOutsideTerritory({ school: 'm.school_id', owner: 'e.owner_id', level: 'm.level' })})
   select distinct id from outside
   where isempty(tstzmultirange(valid) * (held - coalesce(
     (select range_agg(x.valid) from schools.entitlement_suspension x where x.entitlement_id = outside.id), '{}')))`,
  { id: bigint },
);

/**
 * Returns the ids of those openings that reach a school which does not belong to the licence's owner now, and at which
 * the entitlement is never open otherwise. A school that had it before it left the owner does not count.
 */
export async function findOpenedOutside(db: Transaction, openings: readonly Opening[]): Promise<ReadonlySet<string>> {
  if (openings.length === 0) return new Set();
  const rows = await db.query(FIND_OUTSIDE, [
    openings.map(({ id }) => id),
    openings.map(({ from }) => new Date(from)),
    openings.map(({ until }) => (Number.isFinite(until) ? new Date(until) : null)),
  ]);
  return new Set(rows.map(({ id }) => id));
}
