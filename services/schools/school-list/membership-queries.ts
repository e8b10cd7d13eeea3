/**
 * Moves schools between organisations. The recorded past stays; from `asOf` on the list holds.
 *
 * `wanted_membership` has for each listed school the organisation above it at each level except groups; `moving` has
 * those that do not hold at `asOf`.
 */

import { onlyRow, type Queryable } from '../../../database/queryable';
import { float, int, neverNull, type RowOf, statement, text, texts } from '../../../database/statement';

/**
 * The organisation above each listed school at each level except groups; null where it is only about to be created.
 * Parameters: the state, and `asOf`.
 */
const WANTED = `
  listed_school l
  join schools.district d on d.ags = left(l.municipality_ags, 5)
  join schools.organisation state on state.key = 'STATE:' || $1
  left join schools.organisation authority on authority.key = 'AUTHORITY:' || $1 || ':' || l.authority_number
  left join lateral (
    select a.media_centre_id as id from schools.media_centre_area a
    where a.district_id = d.id and coalesce(a.municipality_ags, l.municipality_ags) = l.municipality_ags
      and a.valid @> $2::timestamptz
    order by a.municipality_ags nulls last limit 1) centre on true
  cross join lateral (values ('SCHOOL', l.id), ('AUTHORITY', authority.id), ('MEDIA_CENTRE', centre.id),
    ('DISTRICT', d.id), ('REGIONAL_ASSOCIATION', d.regional_association_id), ('STATE', state.id)
  ) as x(level, organisation_id)`;

const LATER_MOVES = statement(
  'laterMoves',
  `select l.number, l.line::float8 as line, x.level, extract(epoch from min(lower(later.valid)))::float8 * 1000 as at
   from ${WANTED}
   join schools.membership later on later.school_id = l.id and later.level = x.level and lower(later.valid) > $2
   where (x.organisation_id is not null or x.level in ('AUTHORITY', 'MEDIA_CENTRE')) and not exists (
     select from schools.membership m
     where m.school_id = l.id and m.organisation_id = x.organisation_id and m.valid @> $2::timestamptz)
   group by l.number, l.line, x.level order by l.number, x.level`,
  {
    number: text,
    line: neverNull(float, 'what is listed has a line'),
    level: text,
    /** In epoch milliseconds. */
    at: neverNull(float, 'a later beginning is one'),
  },
);

type LaterMove = RowOf<typeof LATER_MOVES>;

/**
 * Returns moves recorded for later than `asOf`, of schools that the list would move: writing would undo what was
 * recorded. To be called before anything is written.
 */
export async function laterMoves(db: Queryable, state: string, asOf: Date): Promise<LaterMove[]> {
  return db.query(LATER_MOVES, [state, asOf]);
}

const DROP_MOVING = statement('dropMoving', 'drop table if exists pg_temp.wanted_membership, pg_temp.moving');

const CREATE_WANTED_MEMBERSHIPS = statement(
  'createWantedMemberships',
  'create temporary table wanted_membership (school_id bigint, level text, organisation_id bigint) on commit drop',
);

const INSERT_WANTED_MEMBERSHIPS = statement(
  'insertWantedMemberships',
  `insert into wanted_membership
   select l.id, x.level, x.organisation_id from ${WANTED} where x.organisation_id is not null`,
);

const ANALYZE_WANTED_MEMBERSHIPS = statement('analyzeWantedMemberships', 'analyze wanted_membership');

const CREATE_MOVING = statement(
  'createMoving',
  `create temporary table moving on commit drop as
   select w.school_id, w.level, w.organisation_id, exists (
     select from schools.membership m where m.school_id = w.school_id and m.level = w.level) as known
   from wanted_membership w
   where not exists (
     select from schools.membership m
     where m.school_id = w.school_id and m.organisation_id = w.organisation_id and m.valid @> $1::timestamptz)`,
);

export async function findMoving(db: Queryable, state: string, asOf: Date): Promise<void> {
  await db.query(DROP_MOVING);
  await db.query(CREATE_WANTED_MEMBERSHIPS);
  await db.query(INSERT_WANTED_MEMBERSHIPS, [state, asOf]);
  await db.query(ANALYZE_WANTED_MEMBERSHIPS);
  await db.query(CREATE_MOVING, [asOf]);
}

const DROP_MOVED = statement('dropMoved', 'drop table if exists pg_temp.moved');

const CREATE_MOVED = statement(
  'createMoved',
  `create temporary table moved on commit drop as
   select school_id, organisation_id, level,
     (coalesce(range_agg(held), '{}') * tstzmultirange(tstzrange(null, $1::timestamptz)))
       + coalesce(range_agg(begun), '{}') as valid
   from (
     select m.school_id, m.organisation_id, m.level, m.valid as held, null::tstzrange as begun
     from schools.membership m join moving x on x.school_id = m.school_id and x.level = m.level
     union all
     select school_id, organisation_id, level, null,
       case when known then tstzrange($1::timestamptz, null) else '(,)'::tstzrange end
     from moving) piece
   group by school_id, organisation_id, level`,
);

const DROP_FORMER = statement(
  'dropFormerMemberships',
  `delete from schools.membership m using moving x where x.known and m.school_id = x.school_id and m.level = x.level`,
);

const INSERT_MOVED = statement(
  'insertMovedMemberships',
  `insert into schools.membership (school_id, organisation_id, level, valid)
   select school_id, organisation_id, level, unnest(valid) from moved order by school_id, level`,
);

const COUNT_MOVES = statement(
  'countMoves',
  `select count(*) filter (where level = 'AUTHORITY')::int as authority,
     count(distinct school_id) filter (where level <> 'AUTHORITY')::int as region
   from moving where known`,
  {
    /** Schools that have another authority than before. */
    authority: int,
    /** Schools that lie in another district, or have another media centre, than before. */
    region: int,
  },
);

type Moves = RowOf<typeof COUNT_MOVES>;

/**
 * Ends the old membership at `asOf` and begins the new one there. A school that is new at a level belongs to its
 * organisation without a beginning, so that questions about the past have an answer.
 */
export async function move(db: Queryable, asOf: Date): Promise<Moves> {
  await db.query(DROP_MOVED);
  await db.query(CREATE_MOVED, [asOf]);
  await db.query(DROP_FORMER);
  await db.query(INSERT_MOVED);
  return onlyRow(await db.query(COUNT_MOVES));
}

const ENTITLEMENTS_LEFT_BEHIND = statement(
  'entitlementsLeftBehind',
  `with held as (
     select o.number || ' by ' || l.number || ' of ' || w.key as named
     from moving x
     join schools.organisation o on o.id = x.school_id
     join schools.entitlement e on e.holder_id = x.school_id
     join schools.organisation w on w.id = e.owner_id
     join directory.licence l on l.id = e.licence_id
     where x.known and x.level = 'AUTHORITY' and (e.revoked_at is null or e.revoked_at > $1)
       and least(upper(e.valid), upper(l.term), 'infinity') > $1
       and not exists (select from schools.membership m
                       where m.school_id = x.school_id and m.organisation_id = e.owner_id and m.valid @> $1))
   select count(*)::int as count, coalesce((array_agg(named order by named))[:5], '{}') as some from held`,
  { count: int, some: texts },
);

/**
 * Returns entitlements that moved schools hold themselves and that were given by an organisation to which they no
 * longer belong: they hold to their end, and only the organisation that owns the licence can end them.
 */
export async function entitlementsLeftBehind(db: Queryable, asOf: Date): Promise<{ count: number; some: string[] }> {
  return onlyRow(await db.query(ENTITLEMENTS_LEFT_BEHIND, [asOf]));
}

const COUNT_UNCHANGED = statement(
  'countUnchanged',
  `select count(*)::int as count from listed_school l
   where not l.is_new and not l.is_reopened and not l.is_changed
     and not exists (select from moving x where x.school_id = l.id)`,
  { count: int },
);

/** Counts the listed schools about which nothing changed, memberships included. */
export async function countUnchanged(db: Queryable): Promise<number> {
  const [row] = await db.query(COUNT_UNCHANGED);
  return row?.count ?? 0;
}
