/**
 * What licences cost, by month and school, in whole cents: docs/decisions/0056. As SQL that reports begin with.
 *
 * - A **term** has a first and a last day, in Europe/Berlin; a licence without them has no cost, as has one without a price in
 *   euros that the caller may read.
 * - The **day** of a period is one that ends within it: from the day of its beginning to the day before its end. So periods that
 *   follow each other never share a day.
 * - A cost without a school has 0 for it, as figures of use have for what there is not.
 */
import { largestRemainder } from './largest-remainder';

/** Both are dates, and the second one is no more of the period. */
export const PERIOD = 'daterange($2::date, $3::date)';

const dayOf = (instant: string) => `(${instant} at time zone 'Europe/Berlin')::date`;
/** @param period never empty */
export const daysOf = (period: string) => `daterange(${dayOf(`lower(${period})`)}, ${dayOf(`upper(${period})`)})`;

/** The organisations of a school, as they stand beside figures of use, with the levels of directory.membership. */
const LEVEL_OF = {
  authority_id: 'AUTHORITY',
  school_id: 'SCHOOL',
  media_centre_id: 'MEDIA_CENTRE',
  district_id: 'DISTRICT',
  regional_association_id: 'REGIONAL_ASSOCIATION',
  state_id: 'STATE',
} as const;
const LINE = Object.keys(LEVEL_OF);
export const line = (alias: string) => LINE.map((column) => `${alias}.${column}`).join(', ');

/**
 * An order of schools that is another one for each licence and month: a prime for each, modulo a prime. So of equal schools, not
 * the same ones pay the odd cents each time.
 */
const IN_TURN = "mod(school_id * 7919 + licence_id * 104729 + (month - date '2000-01-01')::bigint * 1299709, 1000003)";

/** Of each priced licence, the months of its term, with their days of it. */
const MONTHS = `
  select licence_id, total, month, days, (upper(days) - lower(days))::numeric as weight
  from (
    select licence_id, priced.cents::numeric as total, month::date,
      days * daterange(month::date, (month + interval '1 month')::date) as days
    from priced cross join generate_series(
      date_trunc('month', lower(days)::timestamp), (upper(days) - 1)::timestamp, interval '1 month') month) months`;

/** Of each month, those that its cost falls on: days on which there are n schools weigh 1/n for each of them. */
const SCHOOLS = `
  select licence_id, month, total, ${LINE.join(', ')}, sum(until.before - since.before) as weight
  from (
    select month.licence_id, month.month, month.cents::numeric as total, ${line('line')},
      month.days * covered.days * line.days as days
    from month
    join covered on covered.licence_id = month.licence_id and covered.days && month.days
    join line on line.school_id = covered.school_id and line.days && covered.days) pieces
  join day since using (licence_id) join day until using (licence_id)
  where since.day = lower(days) and until.day = upper(days)
  group by licence_id, month, total, ${LINE.join(', ')}
  union all
  select month.licence_id, month.month, month.cents::numeric, ${LINE.map(() => '0').join(', ')}, count(*)::numeric
  from month join day on day.licence_id = month.licence_id and month.days @> day.day
  where day.schools = 0
  group by month.licence_id, month.month, month.cents`;

/**
 * By licence and school, the days on which an entitlement covers the school: a query with `periods`, a multirange.
 *
 * @param licences a relation with `licence_id` and `asked`, the days of the licence that are of interest
 */
export const coveredBy = (licences: string) => `
  select e.licence_id, m.school_id, range_agg(${daysOf('e.valid')} * daterange(null, ${dayOf('e.revoked_at')})
    * ${daysOf('m.valid')} * ${daysOf('o.operating')} * l.asked) as periods
  from ${licences} l
  join directory.entitlement e on e.licence_id = l.licence_id
  join directory.membership m on m.organisation_id = e.holder_id and m.valid && e.valid
  join directory.operation o on o.school_id = m.school_id
  where not isempty(l.asked)
  group by e.licence_id, m.school_id`;

/** Whether figures of a use or a cost are the caller's: `own` is made by {@link costs}. */
export const isOwn = (alias: string) =>
  `(${LINE.map((column) => `${alias}.${column} in (select id from own)`).join(' or ')})`;

/** Whether all uses of the period at the caller's schools have been looked at, as to which licence they fall to. */
export const IS_COMPLETE = `not exists (
  select from usage.coverage
  where month >= $2::date and month < $3::date and not is_attributed and school_id in (
    select school_id from directory.membership where organisation_id in (select id from own)))`;

/**
 * Begins a statement: `cost`, with `licence_id`, `month`, the organisations of a school, and `cents`. Beside it stand `priced`, the
 * licences whose cost is known, `own`, the organisations whose figures the caller may read, and `licence`, the licences that it may
 * know.
 *
 * - $1 keys of what the caller is bound to; $2 the first day of the period; $3 the day after it
 *
 * @param readable the condition that the caller may read figures that name organisation `o`
 * @param owned the condition that the caller may read what licences of owner `o` cost
 * @param known the condition that the caller may read the name of licence `l`
 */
export const costs = (readable: string, owned: string, known: string) => `
  with own as materialized (select o.id from directory.own_organisation o where ${readable}),
  owner as materialized (
    select o.id from (select distinct owner_id as id from directory.licence) o where ${owned}),
  licence as (select l.licence_id as id, l.number, l.name from directory.contract l where ${known}),
  priced as materialized (
    select licence_id, cents, days, days * ${PERIOD} as asked
    from (
      select l.id as licence_id, price.cents, case when l.term_kind <> 'DURATION' then ${daysOf('l.term')} else (
          select daterange(min(${dayOf('lower(e.valid)')}), min(${dayOf('lower(e.valid)')}) + l.duration_days)
          from directory.entitlement e where e.licence_id = l.id) end as days
      from directory.licence l join directory.price on price.licence_id = l.id
      where price.currency = 'EUR' and l.owner_id in (select id from owner)) terms
    where not lower_inf(days) and not upper_inf(days) and not isempty(days)),

  month as materialized (
    select licence_id, month, days, cents
    from (${largestRemainder(MONTHS, 'licence_id', 'month')}) shared
    where month >= $2::date and month < $3::date),

  covered as materialized (
    select licence_id, school_id, days from (${coveredBy('priced')}) covered cross join unnest(periods) days),
  change as (
    select licence_id, day, sum(schools) as schools
    from (select licence_id, lower(days) as day, 1 as schools from covered
          union all select licence_id, upper(days), -1 from covered) changes
    group by licence_id, day),
  -- "before": what one school that is covered on every day has had of the cost, in days, when a day begins.
  day as materialized (
    select *, coalesce(sum(case when schools > 0 then 1.0 / schools else 0 end)
      over (partition by licence_id order by day rows between unbounded preceding and 1 preceding), 0) as before
    from (
      select licence_id, day, sum(coalesce(change.schools, 0)) over (partition by licence_id order by day) as schools
      from (
        select licence_id, lower(asked) + place as day
        from priced cross join generate_series(0, upper(asked) - lower(asked)) place) days
      left join change using (licence_id, day)) counted),

  belonging as materialized (
    select school_id, organisation_id, level, ${daysOf('valid')} * ${PERIOD} as days
    from directory.membership
    where school_id in (select school_id from covered) and level <> 'SCHOOL_GROUP' and ${daysOf('valid')} && ${PERIOD}),
  line as materialized (
    select daterange(turn.day, turn.until) as days,
      ${Object.entries(LEVEL_OF)
        .map(([column, level]) => `coalesce(max(organisation_id) filter (where level = '${level}'), 0) as ${column}`)
        .join(',\n      ')}
    from (
      select school_id, day, lead(day) over (partition by school_id order by day) as until
      from (select distinct school_id, day from belonging cross join unnest(array[lower(days), upper(days)]) day) turns) turn
    join belonging on belonging.school_id = turn.school_id and belonging.days @> turn.day
    where turn.until is not null
    group by turn.school_id, turn.day, turn.until),

  cost as materialized (
    select licence_id, month, ${LINE.join(', ')}, cents
    from (${largestRemainder(SCHOOLS, 'licence_id, month', `${IN_TURN}, ${LINE.join(', ')}`)}) shared)`;
