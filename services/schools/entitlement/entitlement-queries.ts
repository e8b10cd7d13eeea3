import { type Bounds, periodOf } from '../../../access/period';
import type { EntitlementFacts } from '../../../access/rule';
import type { Level } from '../../../caller/caller';
import { boundsOf, millisecondsOf } from '../../subgraph/bounds';
import type { Transaction } from '../../subgraph/session';
import type { Entitlement } from './entitlement';

interface TimelineRow {
  readonly schoolRow: string;
  readonly id: string;
  readonly licence: string;
  readonly level: Level;
  readonly membership: Bounds;
  readonly period: Bounds;
  readonly revokedAt: number | null;
  readonly rights: number;
  readonly suspensions: Bounds[];
}

/**
 * The timelines of schools: every entitlement whose holder covers, covered or will cover a school while the entitlement
 * holds, once for each such membership. One statement for the whole batch.
 */
export async function findTimelines(
  reader: Transaction,
  schoolRows: readonly string[],
): Promise<Map<string, EntitlementFacts[]>> {
  const rows = await reader.query<TimelineRow>(
    `select m.school_id as "schoolRow", e.id, e.licence_id as licence, m.level, e.right_bits as rights,
       ${boundsOf('m.valid')} as membership, ${boundsOf('e.valid')} as period,
       ${millisecondsOf('e.revoked_at')} as "revokedAt",
       coalesce((
         select json_agg(${boundsOf('s.valid')})
         from schools.entitlement_suspension s where s.entitlement_id = e.id), '[]') as suspensions
     from schools.membership m
     join schools.entitlement e on e.holder_id = m.organisation_id and e.valid && m.valid
     where m.school_id = any ($1)
     order by e.id, m.level`,
    [schoolRows],
  );
  const timelines = new Map<string, EntitlementFacts[]>(schoolRows.map((row) => [row, []]));
  for (const row of rows) {
    timelines.get(row.schoolRow)?.push({
      id: row.id,
      licence: row.licence,
      level: row.level,
      membership: periodOf(row.membership),
      period: periodOf(row.period),
      revokedAt: row.revokedAt ?? Infinity,
      rights: row.rights,
      suspensions: row.suspensions.map(periodOf),
    });
  }
  return timelines;
}

/** Entitlements by id, with their holders and owners. Unknown ids are left out. */
export async function findEntitlements(
  reader: Transaction,
  ids: readonly string[],
  now: number,
): Promise<Entitlement[]> {
  return reader.query<Entitlement>(
    `select e.id, e.licence_id as "licenceId", h.key as "holderKey", h.level, w.key as "ownerKey", e.rights,
       lower(e.valid) as "validFrom", upper(e.valid) as "validUntil", e.revoked_at as "revokedAt",
       case when e.revoked_at <= $2 then 'REVOKED'
            when upper(e.valid) <= $2 then 'ENDED'
            when lower(e.valid) > $2 then 'SCHEDULED'
            when exists (select from schools.entitlement_suspension s where s.entitlement_id = e.id and s.valid @> $2)
              then 'SUSPENDED'
            else 'IN_FORCE' end as status
     from schools.entitlement e
     join directory.organisation h on h.id = e.holder_id
     join directory.organisation w on w.id = e.owner_id
     where e.id = any ($1)`,
    [ids, new Date(now)],
  );
}
