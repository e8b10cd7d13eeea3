import { USAGE_RIGHTS } from '../../../access/right';
import { LEVELS } from '../../../caller/caller';
import {
  bigint,
  boolean,
  instant,
  int,
  neverNull,
  nullable,
  oneOf,
  someOf,
  statement,
  text,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { type Entitlement, EntitlementStatus } from './entitlement';

/**
 * The holdings of school `s`, in the form that access/timeline.ts reads, each with its holder's id: for each of its
 * memberships every entitlement of the holder that holds while the school belongs to it, in the past, now or later.
 * The same entitlements give the same text.
 *
 * @param omitted the condition of memberships `m` that are left out
 */
export const holdings = (omitted: string) => `
  coalesce((
    select json_agg(json_build_array(m.organisation_id::text, '[' || m.on_timeline || groups || ']'))
    from (
      select organisation_id, valid,
        '[' || directory.rank(level) - 1 || ',' || schools.milliseconds(lower(valid))
            || ',' || schools.milliseconds(upper(valid)) || ']' as on_timeline
      from schools.membership m where school_id = s.id and not (${omitted}) offset 0) m
    cross join lateral (
      select string_agg(',[' || what || ',[' || ids || ']]', '' order by what) as groups
      from (
        select what, string_agg(id || ',' || licence_id, ',' order by id) as ids
        from (
          select e.id, e.licence_id, (e.on_timeline || ',[' || coalesce((
              select string_agg(schools.suspension_bounds(suspension), ',' order by suspension.valid, suspension.denial)
              from schools.entitlement_suspension suspension where suspension.entitlement_id = e.id), '') || ']') collate "C" as what
          from schools.entitlement e where e.holder_id = m.organisation_id and e.valid && m.valid) applying
        group by what) alike) held
    where groups is not null), '[]')`;

export const ENTITLEMENT = {
  id: bigint,
  licenceId: bigint,
  holderKey: text,
  holderId: bigint,
  level: oneOf(LEVELS),
  ownerKey: text,
  rights: someOf(USAGE_RIGHTS),
  validFrom: neverNull(instant, 'a check of the table: an entitlement has a beginning'),
  validUntil: nullable(instant),
  endsWithLicence: boolean,
  createdAt: instant,
  createdBy: text,
  revokedAt: nullable(instant),
  status: oneOf(Object.values(EntitlementStatus)),
  reason: nullable(text),
  note: nullable(text),
  version: int,
};

/** The columns of entitlements `e` as of the instant in this parameter, with {@link joinsAsOf}. */
export const columnsAsOf = (now: string) => `
  e.id, e.licence_id as "licenceId", h.key as "holderKey", h.id as "holderId", h.level, w.key as "ownerKey",
  e.rights, held.from as "validFrom", held.until as "validUntil", upper_inf(e.valid) as "endsWithLicence",
  e.created_at as "createdAt", e.created_by as "createdBy", e.revoked_at as "revokedAt",
  case when e.revoked_at <= ${now} then 'REVOKED'
       when held.until <= ${now} then 'ENDED'
       when held.from > ${now} then 'SCHEDULED'
       when suspended.id is not null then 'SUSPENDED'
       else 'IN_FORCE' end as status,
  case when e.revoked_at is not null then e.revoked_reason else suspended.reason end as reason,
  e.note,
  e.version`;

export const joinsAsOf = (now: string) => `
  join directory.organisation h on h.id = e.holder_id
  join directory.organisation w on w.id = e.owner_id
  join directory.licence l on l.id = e.licence_id
  cross join lateral (
    select greatest(lower(e.valid), lower(l.term)) as from, least(upper(e.valid), upper(l.term)) as until) held
  left join lateral (
    select s.entitlement_id as id, s.reason from schools.entitlement_suspension s
    where s.entitlement_id = e.id and s.valid @> ${now}) suspended on true`;

const FIND_ENTITLEMENTS = statement(
  'findEntitlements',
  `select ${columnsAsOf('$2::timestamptz')}
   from schools.entitlement e ${joinsAsOf('$2::timestamptz')}
   where e.id = any ($1)`,
  ENTITLEMENT,
);

/** Returns entitlements by id, with their holders and owners. Unknown ids are left out. */
export async function findEntitlements(
  reader: Transaction,
  ids: readonly string[],
  now: number,
): Promise<Entitlement[]> {
  return reader.query(FIND_ENTITLEMENTS, [ids, new Date(now)]);
}
