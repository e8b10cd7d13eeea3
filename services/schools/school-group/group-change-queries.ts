import { type Bounds, type Period, periodOf } from '../../../access/period';
import type { Caller } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';
import {
  bigint,
  boolean,
  instant,
  json,
  neverNull,
  nullable,
  type RowOf,
  statement,
  text,
} from '../../../database/statement';
import { isOutsideTerritory } from '../../directory/territory';
import { byCondition } from '../../subgraph/authorisation/condition';
import { boundsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';
import { schoolCondition } from '../authorisation/allowed-queries';

const INSERT_GROUP_ORGANISATION = statement(
  'insertGroup',
  `insert into schools.organisation (level, state, number, name) values ('SCHOOL_GROUP', $1, $2, $3)`,
);

const INSERT_GROUP = statement(
  'insertGroup',
  `insert into schools.school_group (id, owner_id, kept_by)
   select o.id, w.id, 'DESK' from directory.organisation o, directory.organisation w where o.key = $1 and w.key = $2`,
);

interface NewGroup {
  readonly state: string;
  readonly number: string;
  readonly name: string;
  readonly ownerKey: string;
}

/** To be called after `lockGroup`, where there is no group with this number. */
export async function insertGroup(db: Queryable, { state, number, name, ownerKey }: NewGroup): Promise<void> {
  await db.query(INSERT_GROUP_ORGANISATION, [state, number, name]);
  await db.query(INSERT_GROUP, [`SCHOOL_GROUP:${state}:${number}`, ownerKey]);
}

const RENAME_GROUP = statement('renameGroup', 'update schools.organisation set name = $2 where id = $1 and name <> $2');

export async function renameGroup(db: Queryable, row: string, name: string): Promise<void> {
  await db.query(RENAME_GROUP, [row, name]);
}

const ADOPT_GROUP = statement(
  'adoptGroup',
  `update schools.school_group set kept_by = 'DESK', owner_id = (select id from directory.organisation where key = $2)
   where id = $1`,
);

/** From now on the staff of this owner keep it. */
export async function adoptGroup(db: Queryable, row: string, ownerKey: string): Promise<void> {
  await db.query(ADOPT_GROUP, [row, ownerKey]);
}

const CLOSE_GROUP = statement('closeGroup', 'update schools.school_group set closed_at = $2 where id = $1');

export async function closeGroup(db: Queryable, row: string, at: Date): Promise<void> {
  await db.query(CLOSE_GROUP, [row, at]);
}

const FIND_MEMBERSHIPS = statement(
  'findGroupMemberships',
  `select s.id as row, s.external_id as id, bool_or(upper_inf(m.valid) or upper(m.valid) > $2) as "lastsLonger"
   from schools.membership m join directory.organisation s on s.id = m.school_id
   where m.organisation_id = $1 group by s.id, s.external_id order by s.external_id`,
  { row: bigint, id: text, lastsLonger: nullable(boolean) },
);

/** Returns the schools that belong to a group at any time, and whether any of them does at this instant or later. */
export function findMemberships(db: Transaction, group: string, at: Date): Promise<RowOf<typeof FIND_MEMBERSHIPS>[]> {
  return db.query(FIND_MEMBERSHIPS, [group, at]);
}

export interface Span {
  readonly from: Date;
  /** Null: open end. */
  readonly until: Date | null;
}

const TO_ADD = (caller: Pick<Caller, 'kind'>) => schoolCondition(caller, 'school.addToGroup', 's.id', '$1');

const FIND_SCHOOLS_TO_ADD = byCondition(TO_ADD, (mayAdd) =>
  statement(
    'findSchoolsToAdd',
    `select s.id as row, o.external_id as id, ${boundsOf('s.operating')} as operating, coalesce((
       select range_agg(m.valid) from schools.membership m where m.organisation_id = $3 and m.school_id = s.id
     ), '{}') @> tstzrange($4, $5) as "isMember"
     from schools.organisation o join schools.school s on s.id = o.id
     where o.key = any ($2) and ${mayAdd} order by o.key`,
    { row: bigint, id: text, operating: json<Bounds>(), isMember: neverNull(boolean, 'neither side is null') },
  ),
);

export type SchoolToAdd = Omit<RowOf<ReturnType<typeof FIND_SCHOOLS_TO_ADD>>, 'operating'> & {
  readonly operating: Period;
};

/**
 * Returns, of these schools, by key, those that the caller may add to its groups, and whether each belongs to this
 * one for the whole span.
 */
export async function findSchoolsToAdd(
  db: Transaction,
  caller: Caller,
  { keys, group, span }: { keys: readonly string[]; group: string; span: Span },
): Promise<SchoolToAdd[]> {
  const rows = await db.query(FIND_SCHOOLS_TO_ADD(caller), [caller.bound, keys, group, span.from, span.until]);
  return rows.map((row) => ({ ...row, operating: periodOf(row.operating) }));
}

const JOIN_GROUP = statement(
  'joinGroup',
  `insert into schools.membership (school_id, organisation_id, level, valid)
   select asked.school_id, $1, 'SCHOOL_GROUP', missing.valid
   from unnest($2::bigint[]) as asked(school_id)
   cross join lateral unnest(tstzmultirange(tstzrange($3, $4)) - coalesce((
     select range_agg(m.valid) from schools.membership m
     where m.organisation_id = $1 and m.school_id = asked.school_id), '{}')) as missing(valid)`,
);

/** Makes schools belong to a group for the whole span: the missing parts are added. */
export async function joinGroup(db: Transaction, group: string, schools: readonly string[], span: Span): Promise<void> {
  await db.query(JOIN_GROUP, [group, schools, span.from, span.until]);
}

const DROP_LATER = statement(
  'leaveGroup',
  `delete from schools.membership where organisation_id = $1 and school_id = any ($2) and lower(valid) >= $3`,
);

const END_AT = statement(
  'leaveGroup',
  `update schools.membership set valid = valid * tstzrange(null, $3)
   where organisation_id = $1 and school_id = any ($2) and (upper_inf(valid) or upper(valid) > $3)`,
);

/** From this instant on the schools no longer belong to the group; the past stays on record. */
export async function leaveGroup(db: Transaction, group: string, schools: readonly string[], at: Date): Promise<void> {
  await db.query(DROP_LATER, [group, schools, at]);
  await db.query(END_AT, [group, schools, at]);
}

const OF_A_TABLE = 'directory.held_by_own_group gives columns of schools.entitlement';

/** What a group holds in a span, of licences that a group may hold. */
const HELD = `
  select held.id, held.licence_id, held.owner_id, l.school_count, held.rights, held.in_force * tstzmultirange(l.term) * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz)) as span
  from directory.held_by_own_group($1::bigint) held join directory.licence l on l.id = held.licence_id
  where 'SCHOOL_GROUP' = any (l.holder_levels)`;

const FIND_HELD = statement(
  'findHeldByGroup',
  `select distinct licence_id as id from directory.held_by_own_group($1::bigint)
   where in_force && tstzrange($2::timestamptz, $3::timestamptz) order by 1`,
  { id: neverNull(bigint, OF_A_TABLE) },
);

const FIND_CROWDED = statement(
  'findCrowdedByGroup',
  `select licence_id as id from (select distinct licence_id, school_count from (${HELD}) h where not isempty(span)) held
   where case when school_count is not null then school_count < schools.most_schools_with(licence_id, '{}', 'empty') end
   order by 1`,
  { id: neverNull(bigint, OF_A_TABLE) },
);

/** Returns, of these licences, those that more schools have at one time, from now on, than the licence allows. */
export async function findCrowdedByGroup(db: Transaction, group: string, span: Span): Promise<ReadonlySet<string>> {
  const rows = await db.query(FIND_CROWDED, [group, span.from, span.until]);
  return new Set(rows.map(({ id }) => id));
}

/** Returns the licences of entitlements that a group holds at any time in a span, whatever the terms of the licences say. */
export async function findLicencesOfGroup(db: Transaction, group: string, span: Span): Promise<string[]> {
  const rows = await db.query(FIND_HELD, [group, span.from, span.until]);
  return rows.map(({ id }) => id);
}

/**
 * For each school and each entitlement of the group that holds in the span: whether the school has the licence with these
 * rights anyway, all the time, whether it lies outside of the licence's territory, and whether the licence is suspended there
 * by an entitlement of another holder.
 */
const FIND_OPENED_BY_GROUP = statement(
  'findOpenedByGroup',
  `with held as materialized (${HELD}),
   beside as materialized (
     select a.school_id, e.licence_id, e.rights, e.valid * m.valid * tstzrange(null, e.revoked_at) as span,
       (select range_agg(s.valid) from schools.entitlement_suspension s where s.entitlement_id = e.id) as suspended
     from unnest($4::bigint[]) as a(school_id)
     join schools.membership m on m.school_id = a.school_id and m.organisation_id <> $1
     join schools.entitlement e on e.holder_id = m.organisation_id and e.valid && m.valid
     where e.licence_id in (select licence_id from held))
   select a.school_id as "schoolRow", h.id as "entitlementId", h.licence_id as "licenceId",
     lower(h.span) as "validFrom", upper(h.span) as "validUntil",
     not coalesce((
       select range_agg(one) from beside b
       cross join lateral unnest(tstzmultirange(b.span) - coalesce(b.suspended, '{}')) as one
       where b.school_id = a.school_id and b.licence_id = h.licence_id and b.rights @> h.rights), '{}') @> h.span as "isNew",
     h.owner_id <> $1 and ${isOutsideTerritory({ school: 'a.school_id', owner: 'h.owner_id', level: "'SCHOOL_GROUP'" })} as "isOutside",
     exists (
       select from beside b
       where b.school_id = a.school_id and b.licence_id = h.licence_id and tstzmultirange(b.span) * h.span && b.suspended) as "isSuspended"
   from unnest($4::bigint[]) with ordinality as a(school_id, place) cross join held h
   where not isempty(h.span) order by a.place, h.licence_id, h.id`,
  {
    schoolRow: neverNull(bigint, 'as it was asked for'),
    entitlementId: neverNull(bigint, OF_A_TABLE),
    licenceId: neverNull(bigint, OF_A_TABLE),
    validFrom: neverNull(instant, 'an entitlement has a beginning, and a span that is not empty one too'),
    validUntil: nullable(instant),
    isNew: neverNull(boolean, 'neither side is null'),
    isOutside: neverNull(boolean, OF_A_TABLE),
    isSuspended: boolean,
  },
);

export type OpenedByGroup = RowOf<typeof FIND_OPENED_BY_GROUP>;

/** Returns what the group would open at schools that should belong to it for a span. */
export function findOpenedByGroup(
  db: Transaction,
  group: string,
  schools: readonly string[],
  span: Span,
): Promise<OpenedByGroup[]> {
  return db.query(FIND_OPENED_BY_GROUP, [group, span.from, span.until, schools]);
}
