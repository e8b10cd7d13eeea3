/** Compares what a source lists with its existing entitlements, within the database, as sets. */
import { onlyRow, type Queryable } from '../../../database/queryable';
import {
  bigint,
  bigints,
  float,
  int,
  neverNull,
  nullable,
  oneOf,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { isOutsideTerritory } from '../../directory/territory';
import { MAX_LISTED } from '../../import-file/import-error';
import { WRITTEN } from '../../import-file/staging-queries';

/** The outcomes of a row that are mistakes: a file with one of them is not imported. */
const WRONG = [
  'NO_LICENCE',
  'NO_HOLDER',
  'LEVEL',
  'RIGHTS',
  'PUPILS',
  'BEYOND_TERM',
  'OUT_OF_TERM',
  'OUTSIDE_TERRITORY',
  'SUSPENDED',
  'TOO_MANY_SCHOOLS',
] as const;

/** The author by which a sync ends what it made; any other author did it by hand. */
const authorOf = (source: string) => `sync ${source}`;

const DROP_ROWS = statement('judgeSync', 'drop table if exists pg_temp.sync_row, pg_temp.sync_end');
const CREATE_ROWS = statement(
  'judgeSync',
  `create temporary table sync_row (nr bigint, line bigint, element bigint, licence text, holder text, licence_id bigint,
     owner_id bigint, holder_id bigint, begins timestamptz, until timestamptz, rights text[], note text, live_id bigint,
     outcome text) on commit drop`,
);
const CREATE_ENDS = statement(
  'judgeSync',
  'create temporary table sync_end (id bigint, licence text, holder text, by_hand boolean) on commit drop',
);

/** Whether schools that belong to the holder now, or to a group later, do not belong to the licence's owner. */
const hasOutside = (which: string) => `(holder_id <> owner_id and exists (
         select from directory.membership m
         where m.organisation_id = b.holder_id and (m.valid @> $2 or (m.level = 'SCHOOL_GROUP' and lower(m.valid) > $2))
           and ${which} and ${isOutsideTerritory({ school: 'm.school_id', owner: 'b.owner_id', level: 'm.level', at: '$2' })}))`;

const JUDGE_ROWS = statement(
  'judgeSync',
  `insert into sync_row
   with wanted as (
     select s.nr, s.line, s.element, s.record->>'licence' as licence, s.record->>'holder' as holder,
       (s.record->>'from')::timestamptz as "from", (s.record->>'until')::timestamptz as until,
       (s.record->>'days')::int as days, (s.record->>'teachersOnly')::boolean as teachers_only, s.record->>'note' as note,
       case when json_typeof(s.record->'rights') = 'array' then array(select json_array_elements_text(s.record->'rights')) end
         as rights
     from staged_sync s),
   found as materialized (
     select w.nr, w.line, w.element, w.licence, w.holder, w.note, w.teachers_only, w."from", w.rights as said_rights,
       l.id as licence_id, l.owner_id, l.holder_levels, l.rights as licence_rights, l.pupil_rights, l.term,
       coalesce(w.rights, l.rights) as rights, o.id as holder_id, o.level, coalesce(s.operating, '(,)') as operating,
       begin.begins, w.until as said_until, w.days as said_days,
       coalesce(w.until, (date_trunc('day', begin.begins at time zone 'Europe/Berlin')
                          + make_interval(days => coalesce(w.days, l.duration_days))) at time zone 'Europe/Berlin') as until
     from wanted w
     cross join lateral (select greatest(w."from", $2::timestamptz) as begins) begin
     left join directory.licence l on l.number = w.licence and ($3::bigint[] is null or l.id = any ($3))
     left join directory.organisation o on o.key = w.holder and ($4::text[] is null or o.key = any ($4))
     left join directory.operation s on s.school_id = o.id),
   beside as materialized (
     select f.*, live.id as live_id, live.version, live.valid as live_valid, live.rights as live_rights,
       live.until as live_until, last.revoked_at as last_revoked_at, last.revoked_by as last_revoked_by
     from found f
     left join lateral (
       select e.id, e.version, e.valid, e.rights, upper(e.valid) as until from schools.entitlement e
       where e.licence_id = f.licence_id and e.holder_id = f.holder_id and e.source = $1
         and (e.revoked_at is null or e.revoked_at > $2) and (upper_inf(e.valid) or upper(e.valid) > $2)
       order by e.id desc limit 1) live on true
     left join lateral (
       select e.revoked_at, e.revoked_by from schools.entitlement e
       where e.licence_id = f.licence_id and e.holder_id = f.holder_id and e.source = $1
       order by e.id desc limit 1) last on true)
   select nr, line, element, licence, holder, licence_id, owner_id, holder_id, begins, until, rights, note, live_id,
     case
       when licence_id is null then 'NO_LICENCE'
       when holder_id is null then 'NO_HOLDER'
       when level <> all (holder_levels) then 'LEVEL'
       when not rights <@ licence_rights then 'RIGHTS'
       when teachers_only and pupil_rights <> '{}' then 'PUPILS'
       when until <= begins then 'OVER'
       when said_until > upper(term) then 'BEYOND_TERM'
       when isempty(tstzrange(begins, until) * term * operating) then 'OUT_OF_TERM'
       when live_id is not null and (said_rights is null or said_rights <@ live_rights and live_rights <@ said_rights)
         and (said_until is not distinct from live_until or said_until is null and said_days is not null
              or said_until is null and until is not null)
         and greatest(coalesce("from", lower(live_valid)), $2) = greatest(lower(live_valid), $2) then 'KEPT'
       when live_id is not null and version > 1 then 'CHANGED_BY_HAND'
       when live_id is not null and ${hasOutside('not m.valid && b.live_valid')} then 'OUTSIDE_TERRITORY'
       when live_id is not null then 'REPLACED'
       when last_revoked_by <> $5 and not coalesce("from" > last_revoked_at, false) then 'REVOKED_BY_HAND'
       when exists (
         select from schools.entitlement e
         where e.licence_id = b.licence_id and e.holder_id = b.holder_id and e.source is distinct from $1
           and e.revoked_at is null and e.rights @> b.rights and e.valid @> tstzrange(b.begins, b.until)
           and not exists (select from schools.entitlement_suspension s
                           where s.entitlement_id = e.id and s.valid && tstzrange(b.begins, b.until))) then 'COVERED'
       when exists (
         select from schools.entitlement e join schools.entitlement_suspension s on s.entitlement_id = e.id
         where e.licence_id = b.licence_id and e.holder_id = b.holder_id and s.denial = 'SUSPENDED'
           and s.valid && tstzrange(b.begins, b.until) and (e.revoked_at is null or e.revoked_at > $2)
           and (upper_inf(e.valid) or upper(e.valid) > $2)) then 'SUSPENDED'
       when ${hasOutside('true')} then 'OUTSIDE_TERRITORY'
       else 'ADDED' end
   from beside b`,
);

const COUNT_SCHOOLS = statement(
  'judgeSync',
  `update sync_row r set outcome = 'TOO_MANY_SCHOOLS'
   from (
     select l.id from directory.licence l
     join (select licence_id, array_agg(holder_id) as holders, range_merge(range_agg(tstzrange(begins, until))) as period
           from sync_row where outcome = 'ADDED' group by licence_id) added on added.licence_id = l.id
     where case when l.school_count is not null
                then l.school_count < schools.most_schools_with(l.id, added.holders, added.period) end) crowded
   where r.licence_id = crowded.id and r.outcome = 'ADDED'`,
);

/**
 * Stores the outcome of each staged row, in temporary tables only.
 *
 * @param licences the ids of those that may be assigned; null: all
 * @param holders the keys of those that may hold; null: all
 */
export async function judgeSync(
  db: Queryable,
  source: string,
  now: Date,
  { licences, holders }: { licences: readonly string[] | null; holders: readonly string[] | null },
): Promise<void> {
  for (const prepare of [DROP_ROWS, CREATE_ROWS, CREATE_ENDS]) await db.query(prepare);
  await db.query(JUDGE_ROWS, [source, now, licences, holders, authorOf(source)]);
  await db.query(COUNT_SCHOOLS);
}

const WRONG_ROWS = statement(
  'findWrongRows',
  `select r.line::float8 as line, r.element::float8 as element, r.licence, r.holder, r.outcome,
     (count(*) over ())::int as count
   from sync_row r where r.outcome = any ($1) order by r.nr limit ${MAX_LISTED}`,
  {
    line: neverNull(float, WRITTEN),
    element: nullable(float),
    licence: neverNull(text, WRITTEN),
    holder: neverNull(text, WRITTEN),
    outcome: neverNull(oneOf(WRONG), WRITTEN),
    count: int,
  },
);

export type WrongRow = RowOf<typeof WRONG_ROWS>;

/** Returns the first of them, and how many there are. */
export function findWrongRows(db: Queryable): Promise<WrongRow[]> {
  return db.query(WRONG_ROWS, [WRONG]);
}

/** $3 is the author by which a sync ends what it made: a later end by this author is no change by hand. */
const LIVE = `
  select e.id, l.number as licence, o.key as holder, w.key as owner,
    e.version > case when e.revoked_by = $3 then 2 else 1 end as by_hand
  from schools.entitlement e
  join directory.licence l on l.id = e.licence_id
  join directory.organisation o on o.id = e.holder_id
  join directory.organisation w on w.id = e.owner_id
  where e.source = $1 and (e.revoked_at is null or e.revoked_at > $2) and (upper_inf(e.valid) or upper(e.valid) > $2)`;

const FIND_LIVE = statement(
  'findLiveOfSource',
  `select id, owner as "ownerKey", holder as "holderKey" from (${LIVE}) live`,
  { id: bigint, ownerKey: text, holderKey: text },
);

/** Returns the existing entitlements of the source. */
export function findLive(db: Queryable, source: string, now: Date) {
  return db.query(FIND_LIVE, [source, now, authorOf(source)]);
}

const COUNT_LIVE = statement('countLiveOfSource', `select count(*)::int as count from (${LIVE}) live`, { count: int });

export async function countLive(db: Queryable, source: string, now: Date): Promise<number> {
  return onlyRow(await db.query(COUNT_LIVE, [source, now, authorOf(source)])).count;
}

const JUDGE_ENDS = statement(
  'judgeEnds',
  `insert into sync_end
   select live.id, live.licence, live.holder, live.by_hand from (${LIVE}) live
   where ($4::bigint[] is null or live.id = any ($4))
     and not exists (select from sync_row r where r.licence = live.licence and r.holder = live.holder)`,
);

const COUNTS = statement(
  'countSync',
  `select (select count(*)::int from sync_row where outcome = 'ADDED') as added,
     (select count(*)::int from sync_row where outcome = 'REPLACED') as replaced,
     (select count(*)::int from sync_row where outcome = 'KEPT') as kept,
     (select count(*)::int from sync_row where outcome = 'OVER') as over,
     (select count(*)::int from sync_row where outcome = 'COVERED') as covered,
     (select count(*)::int from sync_row where outcome in ('CHANGED_BY_HAND', 'REVOKED_BY_HAND'))
       + (select count(*)::int from sync_end where by_hand) as "changedByHand",
     (select count(*)::int from sync_row where outcome = any ($1)) as wrong,
     (select count(*)::int from sync_end where not by_hand) as ended`,
  { added: int, replaced: int, kept: int, over: int, covered: int, changedByHand: int, wrong: int, ended: int },
);

export type SyncCounts = RowOf<typeof COUNTS>;

/** @param ids of those that may be ended; null: all */
export async function judgeEnds(
  db: Queryable,
  source: string,
  now: Date,
  ids: readonly string[] | null,
): Promise<void> {
  await db.query(JUDGE_ENDS, [source, now, authorOf(source), ids]);
}

export async function countSync(db: Queryable): Promise<SyncCounts> {
  return onlyRow(await db.query(COUNTS, [WRONG]));
}

const CHANGED = statement(
  'findSyncChanges',
  `select what, outcome from (
     select r.licence || ' of ' || r.holder as what, r.outcome, r.nr from sync_row r
     where r.outcome in ('ADDED', 'REPLACED', 'CHANGED_BY_HAND', 'REVOKED_BY_HAND')
     union all
     select x.licence || ' of ' || x.holder, case when x.by_hand then 'CHANGED_BY_HAND' else 'ENDED' end, null from sync_end x) changed
   order by nr nulls last, what limit $1`,
  { what: neverNull(text, WRITTEN), outcome: neverNull(text, WRITTEN) },
);

/** Returns what changes, and what stays because somebody changed it, up to `most` of them. */
export function findSyncChanges(db: Queryable, most: number) {
  return db.query(CHANGED, [most]);
}

const INSERT = statement(
  'insertSynced',
  `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by, note, source)
   select licence_id, owner_id, holder_id, tstzrange(begins, until), rights, $1, note, $2
   from sync_row where outcome in ('ADDED', 'REPLACED') order by nr`,
);
const END_REPLACED = statement(
  'endReplaced',
  `update schools.entitlement e set revoked_at = r.begins, revoked_by = $1, revoked_reason = 'replaced'
   from sync_row r
   where r.outcome = 'REPLACED' and e.licence_id = r.licence_id and e.holder_id = r.holder_id and e.source = $2
     and e.id <= r.live_id and (e.revoked_at is null or e.revoked_at > r.begins)
     and (upper_inf(e.valid) or upper(e.valid) > r.begins)`,
);
const END_LEFT_OUT = statement(
  'endLeftOut',
  `update schools.entitlement e set revoked_at = $2, revoked_by = $1, revoked_reason = 'no longer in the file'
   from sync_end x where not x.by_hand and e.id = x.id`,
);

/** What is replaced ends at the instant at which the new one begins. */
export async function writeSync(db: Queryable, source: string, now: Date, createdBy: string): Promise<void> {
  await db.query(INSERT, [createdBy, source]);
  await db.query(END_REPLACED, [authorOf(source), source]);
  await db.query(END_LEFT_OUT, [authorOf(source), now]);
}

const GROUPS_AND_LICENCES = statement(
  'findGroupsAndLicences',
  `select
     array(select distinct s.record->>'holder' from staged_sync s where s.record->>'holder' like 'SCHOOL_GROUP:%') as groups,
     array(select l.id from directory.licence l where l.number in (select s.record->>'licence' from staged_sync s)) as licences`,
  { groups: texts, licences: bigints },
);

/** Returns the school groups, by key, and the licences that staged rows name. */
export async function findGroupsAndLicences(db: Queryable): Promise<{ groups: string[]; licences: string[] }> {
  return onlyRow(await db.query(GROUPS_AND_LICENCES));
}

const HOLDERS = statement('findHolders', `select distinct s.record->>'holder' as holder from staged_sync s`, {
  holder: neverNull(text, WRITTEN),
});

/** Returns the holders that staged rows name. */
export async function findHolders(db: Queryable): Promise<string[]> {
  return (await db.query(HOLDERS)).map(({ holder }) => holder);
}
