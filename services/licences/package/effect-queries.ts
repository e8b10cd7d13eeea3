/**
 * Computes what a change of a package opens and closes, as a difference of access and not of rows: access that another
 * package, another licence or an open licence also grants is not reported. The periods of licences, entitlements,
 * memberships, schools and titles are joined as in the access rule (access/rule.ts), without seats. Only schools in the
 * caller's reach count.
 *
 * Thousands of titles at thousands of schools come to few cases: titles that the same packages hold form one group, and
 * schools at which the same is open form one class. Each group is computed once for each class.
 */
import { onlyRow } from '../../../database/queryable';
import {
  bigint,
  boolean,
  float,
  instant,
  int,
  json,
  neverNull,
  nullable,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { type PackagePlan, PLAN, planParameters } from './plan-queries';

/** The largest number of cases of one call, each a group of titles at a class of schools. */
export const MAX_CASES = 200_000;
/** The largest number of ids of titles and schools that are kept for one call. */
const MAX_KEPT_IDS = 2_000_000;
/** The largest number of pairs of a title and a school, so that they can be counted in an Int of GraphQL. */
export const MAX_PAIRS = 2_000_000_000;
/** The effects are listed for this many licences; the others are counted. */
export const MAX_LISTED_LICENCES = 100;

/**
 * The grant paths by school, package, right and audience, each with the package `lp` by which it is open from $2 on.
 */
const WAYS = `
  licences.licence_package lp
  join directory.entitlement e on e.licence_id = lp.licence_id
  join directory.membership m on m.organisation_id = e.holder_id
  join directory.operation o on o.school_id = m.school_id
  join licences.licence_terms t on t.licence_id = lp.licence_id and m.level = any (t.holder_levels)
  cross join lateral unnest(
    e.in_force * tstzmultirange(lp.valid * m.valid * o.operating * t.valid * t.term * tstzrange($2, null))) as span
  cross join lateral (
    select usage_right, 'TEACHER' as audience from unnest(e.rights) usage_right where usage_right = any (t.rights)
    union all
    select usage_right, 'PUPIL' from unnest(e.rights) usage_right where usage_right = any (t.pupil_rights)) granted`;

/**
 * The periods of a multirange as text. One that begins with the change is marked, because a preview began earlier than
 * what is applied.
 */
const periodsAsText = (periods: string) => `(
  select string_agg(concat(coalesce(nullif(lower(one), $2)::text, 'now'), ' ', upper(one)), ', ' order by one)
  from unnest(${periods}) as one)`;

const JUDGE = statement(
  'judgePackageChange',
  `with ${PLAN},
   way as materialized (
     select m.school_id, e.licence_id, e.id as entitlement_id, granted.usage_right, granted.audience, range_agg(span) as span
     from ${WAYS}
     where lp.package_id = $1 and ((select directory.is_operator()) or m.school_id in (select directory.reach()))
     group by 1, 2, 3, 4, 5),
   opened as materialized (
     select school_id, $1 as package_id, usage_right, audience, range_agg(one) as span
     from way cross join lateral unnest(way.span) as one group by 1, 3, 4
     union all
     select m.school_id, lp.package_id, granted.usage_right, granted.audience, range_agg(span)
     from ${WAYS}
     where lp.package_id <> $1
       and lp.package_id in (select package_id from licences.package_title join plan using (title_id))
       and m.school_id in (select school_id from way)
     group by 1, 2, 3, 4),
   class as materialized (
     select row_number() over () as class, min(school_id) as one, array_agg(school_id order by school_id) as school_ids
     from (
       select school_id, string_agg(concat_ws(' ', package_id, usage_right, audience, span), ' '
                                    order by package_id, usage_right, audience) as what
       from opened group by school_id) described
     group by what),
   class_of as materialized (select class, unnest(school_ids) as school_id from class),
   open as materialized (
     select c.class, o.package_id, o.usage_right, o.audience, o.span from class c join opened o on o.school_id = c.one),
   title_group as materialized (
     select row_number() over () as nr, array_agg(title_id order by title_id) as title_ids, added, removed, rights, others, spans
     from (
       select p.title_id, (p.after - p.before) * shown as added, (p.before - p.after) * shown as removed, t.rights,
         coalesce(other.ids, '{}') as others, coalesce(other.spans, '{}') as spans
       from plan p join licences.title t on t.id = p.title_id and t.open_licence is null
       cross join lateral (select tstzmultirange(t.playout * tstzrange(null, t.withdrawn_at)) as shown) title
       cross join lateral (
         select array_agg(package_id order by package_id) as ids, array_agg(valid order by package_id) as spans
         from (
           select pt.package_id, range_agg(pt.valid) as valid from licences.package_title pt
           where pt.title_id = p.title_id and pt.package_id <> $1 and pt.package_id in (select package_id from open)
           group by 1) one) other) one
     where not (isempty(added) and isempty(removed))
     group by added, removed, rights, others, spans),
   extent as materialized (
     select (select count(*) from title_group) * (select count(*) from class) > ${MAX_CASES} as "isTooLarge"),
   open_otherwise as materialized (
     select g.nr, q.class, q.usage_right, q.audience, range_agg(one) as span
     from title_group g cross join lateral unnest(g.others, g.spans) as other(package_id, valid)
     join open q on q.package_id = other.package_id
     cross join lateral unnest(q.span * other.valid) as one
     where not (select "isTooLarge" from extent)
     group by 1, 2, 3, 4),
   changed as materialized (
     select g.nr, o.class, o.usage_right, o.audience, of_kind.is_opening,
       o.span * of_kind.span - coalesce(otherwise.span, '{}') as span
     from title_group g
     join open o on o.package_id = $1 and o.usage_right = any (g.rights)
     cross join lateral (values (true, g.added), (false, g.removed)) as of_kind(is_opening, span)
     left join open_otherwise otherwise on (otherwise.nr, otherwise.class, otherwise.usage_right, otherwise.audience)
       = (g.nr, o.class, o.usage_right, o.audience)
     where not (select "isTooLarge" from extent)),
   told as (
     select nr, class, is_opening, min(lower(span)) as "from",
       case when not bool_or(upper_inf(span)) then max(upper(span)) end as until,
       coalesce(array_agg(usage_right order by usage_right) filter (where audience = 'TEACHER'), '{}') as rights,
       coalesce(array_agg(usage_right order by usage_right) filter (where audience = 'PUPIL'), '{}') as pupil_rights,
       string_agg(concat(usage_right, ' ', audience, ' ', ${periodsAsText('span')}), '; ' order by usage_right, audience) as exactly
     from changed where not isempty(span) group by 1, 2, 3),
   of_class as (
     select class, is_opening, "from", until, rights, pupil_rights, exactly, array_agg(nr order by nr) as groups
     from told group by 1, 2, 3, 4, 5, 6, 7),
   alike as (
     select is_opening, "from", until, rights, pupil_rights, exactly, groups, array_agg(class order by class) as classes
     from of_class group by 1, 2, 3, 4, 5, 6, 7),
   unnumbered as materialized (
     select is_opening, tstzrange("from", until) as valid, rights, pupil_rights, exactly,
       array(select id from title_group g cross join lateral unnest(g.title_ids) as id where g.nr = any (groups) order by id)
         as title_ids,
       array(select school_id from class_of c where c.class = any (classes) order by school_id) as school_ids
     from alike),
   part as materialized (
     select *, cardinality(title_ids)::bigint * cardinality(school_ids) as pairs, row_number() over (
       order by is_opening desc, valid, rights, pupil_rights, title_ids, school_ids, exactly) as nr
     from unnumbered),
   at_class as (
     select class, usage_right, audience, range_agg(one) filter (where is_opening) as opened,
       range_agg(one) filter (where not is_opening) as closed
     from changed cross join lateral unnest(span) as one group by 1, 2, 3),
   of_licence as materialized (
     select w.licence_id, count(distinct w.entitlement_id)::int as entitlements,
       count(distinct w.school_id) filter (where w.span && a.opened)::int as opened,
       count(distinct w.school_id) filter (where w.span && a.closed)::int as closed
     from way w join class_of c using (school_id) join at_class a using (class, usage_right, audience)
     where w.span && a.opened or w.span && a.closed group by 1),
   counted as materialized (
     select
       (select count(*)::int from plan where not isempty(after - before)) as "titlesAdded",
       (select count(*)::int from plan where not isempty(before - after)) as "titlesRemoved",
       (select count(distinct id)::int from part cross join lateral unnest(title_ids) as id where is_opening) as "titlesOpened",
       (select count(distinct id)::int from part cross join lateral unnest(title_ids) as id where not is_opening)
         as "titlesClosed",
       (select count(distinct id)::int from part cross join lateral unnest(school_ids) as id where is_opening) as "schoolsOpened",
       (select count(distinct id)::int from part cross join lateral unnest(school_ids) as id where not is_opening)
         as "schoolsClosed",
       (select coalesce(sum(pairs), 0)::float8 from part where is_opening) as "pairsOpened",
       (select coalesce(sum(pairs), 0)::float8 from part where not is_opening) as "pairsClosed",
       (select count(*)::int from of_licence) as "licenceCount",
       (select coalesce(json_agg(json_build_object('licenceId', l.licence_id::text, 'entitlements', l.entitlements,
                 'schoolsOpened', l.opened, 'schoolsClosed', l.closed) order by l.licence_id), '[]')
        from (select * from of_licence order by licence_id limit ${MAX_LISTED_LICENCES}) l) as licences,
       (select min(lower(valid)) from part) as "from"),
   kept as (
     insert into licences.package_change_part
       (change_id, part, first_pair, is_opening, title_ids, school_ids, valid, rights, pupil_rights)
     select $5::uuid, nr, sum(pairs) over (order by nr) - pairs, is_opening, title_ids, school_ids, valid, rights, pupil_rights
     from part
     where (select coalesce(sum(cardinality(title_ids) + cardinality(school_ids)), 0) from part) <= ${MAX_KEPT_IDS})
   select counted.*,
     "isTooLarge" or "pairsOpened" + "pairsClosed" > ${MAX_PAIRS}
       or (select coalesce(sum(cardinality(title_ids) + cardinality(school_ids)), 0) from part) > ${MAX_KEPT_IDS} as "isTooLarge",
     exists (select from plan) as "isChanged",
     encode(sha256(convert_to(concat(
       (select string_agg(sha256(convert_to(concat_ws(' ', is_opening, exactly,
                  title_ids, school_ids), 'UTF8'))::text, ' ' order by nr) from part),
       (select string_agg(of_licence::text, ' ' order by licence_id) from of_licence),
       (select string_agg(concat_ws(' ', title_id, ${periodsAsText('before - after')}, '+', ${periodsAsText('after - before')}), ' '
                          order by title_id) from plan)), 'UTF8')), 'hex') as fingerprint
   from counted, extent`,
  {
    titlesAdded: int,
    titlesRemoved: int,
    titlesOpened: int,
    titlesClosed: int,
    schoolsOpened: int,
    schoolsClosed: int,
    pairsOpened: float,
    pairsClosed: float,
    licenceCount: int,
    licences: json<LicenceEffectRow[]>(),
    from: nullable(instant),
    isTooLarge: boolean,
    isChanged: boolean,
    fingerprint: neverNull(text, 'concat() is never null'),
  },
);

interface LicenceEffectRow {
  readonly licenceId: string;
  readonly entitlements: number;
  readonly schoolsOpened: number;
  readonly schoolsClosed: number;
}

type Judged = RowOf<typeof JUDGE>;
/** The effects as they are stored, with instants as text. */
export type Effects = Omit<Judged, 'isTooLarge' | 'isChanged' | 'fingerprint' | 'from'> & {
  readonly from: string | null;
};

/** Judges the plan, and stores each part of what it opens and closes under the id of its call, which must exist. */
export async function judge(
  db: Transaction,
  changeId: string,
  plan: PackagePlan,
): Promise<{ isTooLarge: boolean; isChanged: boolean; fingerprint: string; effects: Effects }> {
  const { isTooLarge, isChanged, fingerprint, from, ...counts } = onlyRow(
    await db.query(JUDGE, [...planParameters(plan), changeId]),
  );
  return { isTooLarge, isChanged, fingerprint, effects: { ...counts, from: from?.toISOString() ?? null } };
}

const FIND_PAIRS = statement(
  'findPackageAccessChanges',
  `select (place - 1)::float8 as place, p.is_opening as "isOpening",
     p.title_ids[(place - 1 - p.first_pair) / cardinality(p.school_ids) + 1] as "titleId",
     o.external_id as "schoolId", lower(p.valid) as "from", upper(p.valid) as until, p.rights, p.pupil_rights as "pupilRights"
   from licences.package_change_part p
   cross join lateral generate_series(
     greatest(p.first_pair, $2::bigint) + 1,
     least(p.first_pair + cardinality(p.title_ids)::bigint * cardinality(p.school_ids), $3::bigint)) as place
   join directory.organisation o
     on o.id = p.school_ids[(place - 1 - p.first_pair) % cardinality(p.school_ids) + 1]
   where p.change_id = $1 and p.first_pair < $3
     and p.first_pair + cardinality(p.title_ids)::bigint * cardinality(p.school_ids) > $2
   order by place`,
  {
    /** The number of the pair within its call, from 0 on. */
    place: neverNull(float, 'generated for each row'),
    isOpening: boolean,
    titleId: neverNull(bigint, 'a place of the part lies within its titles'),
    schoolId: text,
    from: neverNull(instant, 'nothing changes before the call'),
    until: nullable(instant),
    rights: texts,
    pupilRights: texts,
  },
);

export type AccessChangeRow = RowOf<typeof FIND_PAIRS>;

/** Returns the pairs of a call from one number to before another. The caller must have been found to own the call. */
export function findAccessChanges(
  db: Transaction,
  changeId: string,
  from: number,
  until: number,
): Promise<AccessChangeRow[]> {
  return db.query(FIND_PAIRS, [changeId, from, until]);
}
