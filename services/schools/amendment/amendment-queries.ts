import { type Bounds, periodOf } from '../../../access/period';
import { LEVELS } from '../../../caller/caller';
import {
  bigint,
  boolean,
  float,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  someOf,
  statement,
  text,
  WRITES_MANY,
} from '../../../database/statement';
import { boundsOf, millisecondsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';
import { daysUntil } from '../entitlement/days-until';
import type { NewHolder, Target } from './amendment';

const FIND_NEW_HOLDER = statement(
  'findNewHolder',
  `select o.id as "rowId", o.level, case when s.school_id is not null then ${boundsOf('s.operating')} end as operating
   from directory.organisation o left join directory.operation s on s.school_id = o.id where o.key = any ($1)`,
  { rowId: bigint, level: oneOf(LEVELS), operating: nullable(json<Bounds>()) },
);

/** Returns null where the organisation does not exist, or where no key is given. */
export async function findNewHolder(db: Transaction, key: readonly string[]): Promise<NewHolder | null> {
  const [found] = await db.query(FIND_NEW_HOLDER, [key]);
  return found ? { ...found, operating: periodOf(found.operating ?? [null, null]) } : null;
}

const LOCK_ENTITLEMENTS = statement(
  'lockEntitlements',
  `select count(*)::int as locked
   from (select from schools.entitlement where id = any ($1) order by id for no key update) locked`,
  { locked: int },
);

/** Calls that change the same entitlement at the same time wait for each other; all lock in the same order. */
export async function lockEntitlements(db: Transaction, ids: readonly string[]): Promise<void> {
  await db.query(LOCK_ENTITLEMENTS, [ids]);
}

const WHOLE = 'each call says at which instant';

/** Instants are compared here by the database's clock: rows have microseconds, which a service would lose. */
const FIND_TARGETS = statement(
  'findEntitlementsToChange',
  `with asked as (
     select id, place, $2::timestamptz as at, tstzrange($2, $3) as wanted
     from unnest($1::bigint[]) with ordinality as asked(id, place)),
   closed as materialized (
     select entitlement_id, range_agg(valid) as periods from schools.entitlement_suspension
     where entitlement_id = any ($1) group by entitlement_id),
   destination as (
     select array(select m.school_id from directory.membership m
                  where m.organisation_id = $4::bigint
                    and (m.valid @> greatest($2, now()) or (m.level = 'SCHOOL_GROUP' and lower(m.valid) > greatest($2, now())))
                  union all
                  select m.school_id from directory.prepared_group p join directory.membership m on m.organisation_id = p.owner_id
                  where p.id = $4::bigint and m.valid @> greatest($2, now())) as schools)
   select e.id, e.version, e.licence_id as "licenceId", e.holder_id as "holderId", h.key as "holderKey", w.key as "ownerKey",
     ${boundsOf('e.valid')} as period, ${millisecondsOf('e.revoked_at')} as "revokedAt", ${boundsOf('l.term')} as term,
     l.holder_levels as "holderLevels",
     ${millisecondsOf(`(${daysUntil('e', 'l')})`)} as "daysUntil",
     s.closed @> a.at as "isSuspended", s.closed @> a.wanted as "isCovered",
     $4 is not null and exists (
       select from schools.entitlement o
       where o.licence_id = e.licence_id and o.holder_id = $4 and o.id <> e.id and o.rights @> e.rights
         and o.valid * tstzrange(null, o.revoked_at) @> e.valid * tstzrange(a.at, null) * tstzrange(null, e.revoked_at))
       as "isHeldThere",
     $4 is null or e.owner_id = $4 or (d.schools <> '{}' and not exists (
       select from unnest(d.schools) as school(id)
       where not exists (select from directory.membership m
                         where m.school_id = school.id and m.organisation_id = e.owner_id and m.valid @> greatest(a.at, now()))))
       as "isInTerritory"
   from asked a
   cross join destination d
   join schools.entitlement e on e.id = a.id
   join directory.organisation h on h.id = e.holder_id
   join directory.organisation w on w.id = e.owner_id
   join directory.licence l on l.id = e.licence_id
   left join closed c on c.entitlement_id = e.id
   cross join lateral (select coalesce(c.periods, '{}') as closed) s
   order by a.place`,
  {
    id: bigint,
    version: int,
    licenceId: bigint,
    holderId: bigint,
    holderKey: text,
    ownerKey: text,
    period: json<Bounds>(),
    revokedAt: nullable(float),
    term: json<Bounds>(),
    holderLevels: someOf(LEVELS),
    daysUntil: nullable(float),
    isSuspended: neverNull(boolean, WHOLE),
    isCovered: neverNull(boolean, WHOLE),
    isHeldThere: boolean,
    isInTerritory: neverNull(boolean, WHOLE),
  },
);

/** An entitlement with the keys of its holder and of its licence's owner. */
export type FoundTarget = Target & { readonly holderKey: string; readonly ownerKey: string };

/**
 * Returns entitlements by id, in the order of the ids. Unknown ids, and those that row-level security hides, are left
 * out.
 *
 * @param until the end of a suspension
 * @param destination the new holder of a move, by the database's id
 */
export async function findTargets(
  db: Transaction,
  ids: readonly string[],
  { at, until, destination }: { at: number; until: number; destination: string | null },
): Promise<FoundTarget[]> {
  const rows = await db.query(FIND_TARGETS, [ids, new Date(at), dateOf(until), destination]);
  return rows.map((row) => ({
    ...row,
    period: periodOf(row.period),
    revokedAt: row.revokedAt ?? Infinity,
    term: periodOf(row.term),
    daysUntil: row.daysUntil ?? Infinity,
  }));
}

const REVOKE = statement(
  'revokeEntitlementsAt',
  `update schools.entitlement set revoked_at = $2, revoked_by = $3, revoked_reason = $4 where id = any ($1)`,
  {},
  WRITES_MANY,
);

export async function revoke(
  db: Transaction,
  ids: readonly string[],
  { at, by, reason }: { at: number; by: string; reason: string | null },
): Promise<void> {
  await db.query(REVOKE, [ids, new Date(at), by, reason]);
}

const SUSPEND = statement(
  'suspendEntitlements',
  `with closed as materialized (
     select entitlement_id, range_agg(valid) as periods from schools.entitlement_suspension
     where entitlement_id = any ($1) group by entitlement_id)
   insert into schools.entitlement_suspension (entitlement_id, valid, created_by, reason)
   select suspended.id, piece, $4, $5
   from unnest($1::bigint[]) as suspended(id) left join closed on closed.entitlement_id = suspended.id
   cross join lateral unnest(tstzmultirange(tstzrange($2, $3)) - coalesce(closed.periods, '{}')) as piece`,
  {},
  WRITES_MANY,
);

/**
 * Suspends them for the part of the time in which they are not suspended yet. Existing suspensions are read first, as
 * a set: a table that was empty is planned to be scanned for each of 110,000 lookups, and fills meanwhile.
 */
export async function suspend(
  db: Transaction,
  ids: readonly string[],
  { at, until, by, reason }: { at: number; until: number; by: string; reason: string | null },
): Promise<void> {
  await db.query(SUSPEND, [ids, new Date(at), dateOf(until), by, reason]);
}

/**
 * The suspensions that hold at the instant, with those that follow without a gap. They are found in one pass: a
 * self-join for 110,000 entitlements took minutes where the table had been empty when it was last analysed.
 */
const RESUMED = `
  select x.id, x.valid
  from (select id, valid, range_agg(valid) over (partition by entitlement_id) as periods
        from schools.entitlement_suspension where entitlement_id = any ($1) and denial = 'SUSPENDED') x
  where exists (select from unnest(x.periods) as stretch where stretch @> $2::timestamptz and stretch && x.valid)
    and (upper_inf(x.valid) or upper(x.valid) > $2)`;

const CANCEL_SUSPENSIONS = statement(
  'cancelSuspensions',
  `delete from schools.entitlement_suspension where id in (select id from (${RESUMED}) r where lower(valid) >= $2)`,
  {},
  WRITES_MANY,
);

const END_SUSPENSIONS = statement(
  'endSuspensions',
  `update schools.entitlement_suspension s set valid = tstzrange(lower(s.valid), $2)
   where s.id in (select id from (${RESUMED}) r where lower(valid) is null or lower(valid) < $2)`,
  {},
  WRITES_MANY,
);

/** A suspension that begins later, after a gap, was planned by somebody and stays. */
export async function resume(db: Transaction, ids: readonly string[], { at }: { at: number }): Promise<void> {
  await db.query(CANCEL_SUSPENSIONS, [ids, new Date(at)]);
  await db.query(END_SUSPENSIONS, [ids, new Date(at)]);
}

const SET_END = statement(
  'setEndOfEntitlements',
  `update schools.entitlement set valid = tstzrange(lower(valid), $2) where id = any ($1)`,
  {},
  WRITES_MANY,
);

const SET_END_WITH_LICENCE = statement(
  'setEndOfEntitlementsWithLicence',
  `update schools.entitlement e
   set valid = tstzrange(lower(e.valid), case when days.until is not null then greatest(days.until, upper(e.valid)) end)
   from (
     select e.id, ${daysUntil('e', 'l')} as until
     from schools.entitlement e join directory.licence l on l.id = e.licence_id where e.id = any ($1)) days
   where e.id = days.id`,
  {},
  WRITES_MANY,
);

/** @param until Infinity means the end that `endOf` of amendment.ts gives each of them */
export async function setEnd(db: Transaction, ids: readonly string[], { until }: { until: number }): Promise<void> {
  if (Number.isFinite(until)) await db.query(SET_END, [ids, new Date(until)]);
  else await db.query(SET_END_WITH_LICENCE, [ids]);
}

const MOVE = statement(
  'moveEntitlements',
  `insert into schools.entitlement
     (licence_id, owner_id, holder_id, valid, rights, created_by, revoked_at, revoked_by, revoked_reason, moved_from)
   select licence_id, owner_id, $3, tstzrange(greatest(lower(valid), $2), upper(valid)), rights, $4,
     revoked_at, revoked_by, revoked_reason, id
   from schools.entitlement where id = any ($1)
   returning id, moved_from as "movedFrom"`,
  { id: bigint, movedFrom: neverNull(bigint, 'it is what is moved') },
  WRITES_MANY,
);

const MOVE_SUSPENSIONS = statement(
  'moveSuspensions',
  `insert into schools.entitlement_suspension (entitlement_id, valid, created_by, reason)
   select moved.id, x.valid * tstzrange($3, null), x.created_by, x.reason
   from unnest($1::bigint[], $2::bigint[]) as moved(id, moved_from)
   join schools.entitlement_suspension x on x.entitlement_id = moved.moved_from and x.valid && tstzrange($3, null)`,
  {},
  WRITES_MANY,
);

/**
 * The rest of their time goes to the new holder unchanged: with its end, its rights, and with the suspensions that
 * somebody made. The old entitlement ends at the instant at which the new one begins.
 *
 * @returns the new ones by the old ones
 */
export async function move(
  db: Transaction,
  ids: readonly string[],
  { at, to, by, reason }: { at: number; to: string; by: string; reason: string | null },
): Promise<ReadonlyMap<string, string>> {
  const made = await db.query(MOVE, [ids, new Date(at), to, by]);
  const moved = new Map(made.map(({ id, movedFrom }) => [movedFrom, id]));
  await db.query(MOVE_SUSPENSIONS, [[...moved.values()], [...moved.keys()], new Date(at)]);
  await revoke(db, ids, { at, by, reason });
  return moved;
}

function dateOf(instant: number): Date | null {
  return Number.isFinite(instant) ? new Date(instant) : null;
}
