/** The difference between sums and their events: counting, and a recount, add it to the sums. */
import { DIMENSIONS, DIMENSIONS_OF_LICENCE, differenceOf, FIGURES, figuresOf } from './counted';

const midnightOf = (day: string) => `(${day})::timestamp at time zone 'Europe/Berlin'`;

/** For a month of an authority ($1, $2), the events of some reports ($3, $4). */
const EVENTS_OF_REPORTS = `
  report as (
    select school_id, client from unnest($3::bigint[], $4::text[]) as report (school_id, client)),
  event as (
    select e.* from report
    join usage.event e on e.authority_id = $1 and e.school_id = report.school_id and e.client = report.client
    where e.used_at >= ${midnightOf('$2::date')} and e.used_at < ${midnightOf("$2::date + interval '1 month'")})`;

/** The stored rows of these reports in a table. */
const storedIn = (table: string, dimensions: string): string => `
  select ${dimensions}, ${FIGURES.join(', ')} from report
  join ${table} stored using (school_id, client) where stored.authority_id = $1 and stored.month = $2::date`;

const common = (...sets: string[]) => `array(${sets.map((set) => `select unnest(${set})`).join(' intersect ')})`;

/**
 * The deciding entitlement of each event, by the rule of access/rule.ts: of the paths that were in force at the time
 * of use and granted the right to the audience, the one that lasts longest, then the one at the widest level, then
 * the oldest.
 *
 * - Seats do not matter: the use itself may have had the last one. A use that was refused because all were taken is
 *   assigned to the entitlement that would have opened the title.
 * - Where nobody stated which right was used, any right will do: looking at a title uses none yet.
 * - What covers a title is looked up before who holds it: few licences cover one, and a school holds hundreds.
 *   (`offset 0` keeps the planner from reading everything that a holder has.)
 * - A use that was refused as not licensed, or that an open licence opened, is assigned to none.
 */
const DECIDED = `
  covering as materialized (
    select asked.school_id, asked.title_id, c.licence_id, c.valid
    from (select distinct school_id, title_id from event) asked
    join directory.coverage c on c.title_id = asked.title_id),
  path as materialized (
    select covering.school_id, covering.title_id, e.id as entitlement_id, e.licence_id, m.level,
      directory.rank(m.level) as rank, ${common('e.rights', 'l.rights')} as rights,
      ${common('e.rights', 'l.pupil_rights')} as pupil_rights, t.rights as title_rights,
      held.valid * covering.valid * operation.operating * t.playout * tstzrange(null, t.withdrawn_at) as open,
      upper(held.valid * covering.valid) as lasts
    from covering
    join directory.membership m on m.school_id = covering.school_id
    cross join lateral (
      select e.id, e.licence_id, e.rights, e.in_force from directory.entitlement e
      where e.licence_id = covering.licence_id and e.holder_id = m.organisation_id offset 0) e
    join directory.licence_terms l on l.licence_id = e.licence_id and m.level = any (l.holder_levels)
    cross join lateral unnest(e.in_force) as uninterrupted
    cross join lateral (select uninterrupted * m.valid * l.valid * l.term as valid) held
    join directory.operation operation on operation.school_id = covering.school_id
    join directory.title t on t.id = covering.title_id
    where held.valid && covering.valid),
  decided as (
    select distinct on (e.school_id, e.event_id, e.used_at)
      e.authority_id, e.school_id, e.media_centre_id, e.district_id, e.regional_association_id, e.state_id, e.title_id,
      e.used_at, e.event_id, e.action, e.audience, e.client, e.access_type, e.session,
      coalesce(e.usage_right, '') as usage_right, coalesce(path.licence_id, 0) as licence_id,
      coalesce(path.entitlement_id, 0) as entitlement_id, coalesce(path.level, '') as level
    from event e
    left join path on path.school_id = e.school_id and path.title_id = e.title_id and path.open @> e.used_at
      and e.action <> 'NOT_LICENSED' and e.access_type = 'CONTROLLED'
      and case when e.usage_right is not null then array[e.usage_right] else path.title_rights end
          && case e.audience when 'PUPIL' then path.pupil_rights else path.rights end
      and (e.usage_right is null or e.usage_right = any (path.title_rights))
    order by e.school_id, e.event_id, e.used_at, path.lasts desc nulls first, path.rank, path.entitlement_id)`;

const WITH_LICENCE = `${DIMENSIONS}, ${DIMENSIONS_OF_LICENCE}`;

/** By how much the sums of those reports differ from those of their events: a query after its `with`. */
export const MONTHLY_DIFFERENCE = {
  with: EVENTS_OF_REPORTS,
  query: differenceOf(figuresOf('event'), storedIn('usage.monthly_sum', DIMENSIONS)),
};

/** By how much the sums of those reports by licence differ from those of their events: a query after its `with`. */
export const LICENCE_DIFFERENCE = {
  with: `${EVENTS_OF_REPORTS}, ${DECIDED}`,
  query: differenceOf(
    figuresOf('decided', DIMENSIONS_OF_LICENCE),
    storedIn('usage.licence_sum', WITH_LICENCE),
    DIMENSIONS_OF_LICENCE,
  ),
};
