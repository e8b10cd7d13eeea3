/**
 * The cost of licences, by month and school, in whole cents: docs/decisions/0056. It is SQL with which reports begin.
 *
 * - A **purchase** pays for the days from a first to a last one, in Europe/Berlin. It has no cost without these days,
 *   where it is not in euros, and where the caller may not read it. A licence may be bought again: each purchase falls
 *   on its own days.
 * - The **days** of a period are those that end within it: from the day of its beginning to the day before its end.
 *   So periods that follow each other never share a day.
 * - A **class** is the purchases of one owner that pay for the same schools on the same days of a month. They are
 *   shared out as one: a hundred licences of a state are one class, and it takes seconds for 5,500 schools instead of
 *   minutes. A caller who may read the cost of one of them may read all.
 * - A cost without a school has the school id 0, like figures of use without one.
 */
import { reachOf } from '../authorisation/allowed-queries';
import { costOfEntitlements } from './cost-of-entitlements';
import { centsOfEqual, largestRemainder, sharesOfEqual } from './largest-remainder';

/** Both are dates, and the second one is the day after the period. */
export const PERIOD = 'daterange($2::date, $3::date)';

const dayOf = (instant: string) => `(${instant} at time zone 'Europe/Berlin')::date`;
/** @param period never empty */
export const daysOf = (period: string) => `daterange(${dayOf(`lower(${period})`)}, ${dayOf(`upper(${period})`)})`;
/** The days of entitlement `e`, until it was revoked. */
export const DAYS_OF_ENTITLEMENT = `${daysOf('e.valid')} * daterange(null, ${dayOf('e.revoked_at')})`;

/** The organisations of a school in figures of use, with their levels in directory.membership. */
const LEVEL_OF = {
  authority_id: 'AUTHORITY',
  school_id: 'SCHOOL',
  media_centre_id: 'MEDIA_CENTRE',
  district_id: 'DISTRICT',
  regional_association_id: 'REGIONAL_ASSOCIATION',
  state_id: 'STATE',
} as const;
const LINE = Object.keys(LEVEL_OF);
const line = (alias: string) => LINE.map((column) => `${alias}.${column}`).join(', ');

/**
 * A different order of schools for each class and month: a prime for each, modulo a prime. So among equal schools,
 * others pay the odd cents each time.
 */
const IN_TURN = "mod(school_id * 7919 + class * 104729 + (month - date '2000-01-01')::bigint * 1299709, 1000003)";

/** For each priced purchase, the months that it pays for, with its days in them. */
const MONTHS = `
  select purchase_id, licence_id, owner_id, total, month, days, (upper(days) - lower(days))::numeric as weight
  from (
    select purchase_id, licence_id, owner_id, priced.cents::numeric as total, month::date,
      days * daterange(month::date, (month + interval '1 month')::date) as days
    from priced cross join generate_series(
      date_trunc('month', lower(days)::timestamp), (upper(days) - 1)::timestamp, interval '1 month') month) months`;

/**
 * For each purchase in a month, what identifies those with the same holders: how many hold its licence on which days,
 * and two sums of hashes of these holders. Entitlements with the same days are grouped before months are considered:
 * 1.3 million rows of 110,000 entitlements in a year took most of the time of a report.
 */
const HOLDERS = `
  select purchase_id, month, string_agg(concat_ws(' ', days, many, one, other), ',' order by days) as holders
  from (
    select purchase_id, month, days, sum(many) as many, sum(one) as one, sum(other) as other
    from (
      select purchase_id, month, alike.days * month.days as days, many, one, other
      from month join (
        select licence_id, days, count(*) as many, sum(hashint8extended(holder_id, 0)::numeric) as one,
          sum(hashint8extended(holder_id, 1)::numeric) as other
        from entitlement group by licence_id, days) alike using (licence_id)) clipped
    where not isempty(days) group by purchase_id, month, days) by_days
  group by purchase_id, month`;

/**
 * For each class in a month, the patterns of days on which its cost falls, and how many schools have each: a day with n schools
 * weighs 1/n for each of them. What falls on no school is a pattern of its own, 0.
 */
const PATTERNS = `
  select class, month, class.cents::numeric as total, pattern, schools, sum(weight) as weight
  from (
    select class, month, pattern, sliced.schools, -change * before as weight
    from (
      select class, month, pattern, schools, day, change
      from slice cross join lateral (values (lower(days), 1), (upper(days), -1)) ends (day, change)) sliced
    join point using (class, month, day)
    union all
    select class, month, 0, 1, (next - day)::numeric from point where schools = 0 and next is not null) weighed
  join class using (class, month)
  group by class, month, class.cents, pattern, schools`;

/** For each class in a month, its purchases, for the cost at the caller's schools. */
const PURCHASES = `
  select class, month, purchase_id, licence_id, classed.cents::numeric as weight, own_class.cents::numeric as total
  from classed join (
    select class, month, sum(cents) as cents from cost where is_own group by class, month having sum(cents) > 0) own_class
    using (class, month)`;

/** Conditions on `s`. */
export interface ChosenCosts {
  readonly places: string;
  readonly licences: string;
  /** A condition on `licence_id`: the licences whose entitlements are requested; left out for none. */
  readonly entitlements?: string;
}
export const ALL_COSTS: ChosenCosts = { places: 'true', licences: 'true' };

/** The condition that figures of a use or a cost are the caller's: {@link costs} makes `own`. */
export const isOwn = (alias: string) =>
  `(${LINE.map((column) => `${alias}.${column} in (select id from own)`).join(' or ')})`;

/** Whether all uses of the period at the caller's schools have been assigned to licences. */
export const IS_COMPLETE = `not exists (
  select from usage.coverage
  where month >= date_trunc('month', $2::date) and month < $3::date and uncounted_since is not null and school_id in (
    select school_id from directory.membership where organisation_id in (select id from own)))`;

/**
 * Begins a statement. Parts that it does not name are not computed.
 *
 * - `own`: the organisations whose figures the caller may read; `licence`: the licences that it may know
 * - `priced`: the purchases whose cost is known, with the `days` that they pay for; `classed`: their `cents` by month
 * - `cost`: the cents of classes by month and school, and whether they are the caller's, `is_own`
 * - `own_month`: the cents of purchases at the caller's schools, by month; `own_cost`: of all months
 * - `entitlement_cost`: the same, by entitlement (cost-of-entitlements.ts)
 *
 * $1 keys of what the caller is bound to; $2 the first day of the period; $3 the day after it.
 *
 * @param readable the condition that the caller may read figures that name organisation `o`
 * @param owned the condition that the caller may read what licences of owner `o` cost
 * @param known the condition that the caller may read the name of licence `l`
 * @param chosen conditions on `s`: whether a school of the caller's is one of the requested ones, and the same for
 * licences
 */
export const costs = (readable: string, owned: string, known: string, chosen: ChosenCosts = ALL_COSTS) => `
  ${reachOf('$1')},
  own as materialized (select o.id from directory.own_organisation o where ${readable}),
  owner as materialized (
    select o.id from (select distinct owner_id as id from directory.licence) o where ${owned}),
  licence as (select l.licence_id as id, l.number, l.name from directory.contract l where ${known}),
  priced as materialized (
    select purchase_id, licence_id, owner_id, cents, days
    from (
      select p.id as purchase_id, licence_id, l.owner_id, p.cents, coalesce(p.term, (
          select daterange(min(${dayOf('lower(e.valid)')}), min(${dayOf('lower(e.valid)')}) + p.duration_days)
          from directory.entitlement e where e.licence_id = l.id and p.duration_days is not null)) as days
      from directory.licence l join directory.purchase p on p.licence_id = l.id
      where p.currency = 'EUR' and l.owner_id in (select id from owner)) s
    where not lower_inf(days) and not upper_inf(days) and ${chosen.licences}),

  month as materialized (
    select purchase_id, licence_id, owner_id, month, days, cents
    from (${largestRemainder(MONTHS, 'purchase_id', 'month')}) shared
    where month >= $2::date and month < $3::date),
  entitlement as materialized (
    select entitlement_id, licence_id, holder_id, days
    from (
      select e.id as entitlement_id, e.licence_id, e.holder_id, ${DAYS_OF_ENTITLEMENT} * ${PERIOD} as days
      from directory.entitlement e where e.licence_id in (select licence_id from month)) within_period
    where not isempty(days)),
  classed as materialized (
    select purchase_id, licence_id, month, days, cents,
      min(purchase_id) over (partition by month, owner_id, days, holders) as class
    from month left join (${HOLDERS}) holders using (purchase_id, month)),
  class as materialized (
    select class, month, days, sum(cents) as cents from classed group by class, month, days),
  belonging as materialized (
    select m.school_id, m.organisation_id, m.level, ${daysOf('m.valid')} * ${PERIOD} as days, ${daysOf('o.operating')} as operating
    from directory.membership m join directory.operation o using (school_id)
    where m.school_id in (
      select school_id from directory.membership where organisation_id in (select holder_id from entitlement))),
  line as materialized (
    select daterange(turn.day, turn.until) as days,
      ${Object.entries(LEVEL_OF)
        .map(([column, level]) => `coalesce(max(organisation_id) filter (where level = '${level}'), 0) as ${column}`)
        .join(',\n      ')}
    from (
      select school_id, day, lead(day) over (partition by school_id order by day) as until
      from (select distinct school_id, day from belonging cross join unnest(array[lower(days), upper(days)]) day
            where level <> 'SCHOOL_GROUP' and not isempty(days)) turns) turn
    join belonging on belonging.school_id = turn.school_id and belonging.days @> turn.day and level <> 'SCHOOL_GROUP'
    where turn.until is not null
    group by turn.school_id, turn.day, turn.until),

  -- Of each class, its schools under the organisations that they belonged to, with all days on which it pays for them so; and how
  -- many have the same days. Schools are looked at one by one only here and in "cost": between them stand the patterns, of which a
  -- state has a few, whatever the number of its schools.
  -- A school learns its pattern by a window: the planner joined 100,000 schools with 500 patterns one by one.
  unit as materialized (
    select *, dense_rank() over (order by days, class) as pattern
    from (
      select class, ${line('s')}, covered.days * s.days as days, ${isOwn('s')} and ${chosen.places} as is_own
      from (
        select class, school_id, range_agg(entitlement.days * belonging.days * operating) as days
        from (select distinct class, licence_id from classed where purchase_id = class) named
        join entitlement using (licence_id)
        join belonging on organisation_id = holder_id and entitlement.days && belonging.days
        group by class, school_id) covered
      join (select ${LINE.join(', ')}, range_agg(days) as days from line group by ${LINE.join(', ')}) s using (school_id)
      where covered.days && s.days) lines),
  pattern as materialized (select class, pattern, days, count(*) as schools from unit group by class, pattern, days),
  slice as materialized (
    select class, month, pattern, schools, slices as days
    from pattern join (select class, month, days as month_days from class) months using (class)
    cross join unnest(pattern.days * datemultirange(month_days)) slices),

  -- The days on which the count of schools changes; "before": what one school that is covered on all days had until then of the
  -- cost, in days.
  point as materialized (
    select *, coalesce(sum(case when schools > 0 then (next - day)::numeric / schools else 0 end)
      over (partition by class, month order by day rows between unbounded preceding and 1 preceding), 0) as before
    from (
      select class, month, day, sum(change) over turns as schools, lead(day) over turns as next
      from (
        select class, month, day, sum(change) as change
        from (select class, month, lower(days) as day, schools as change from slice
              union all select class, month, upper(days), -schools from slice
              union all select class, month, lower(days), 0 from class
              union all select class, month, upper(days), 0 from class) changes
        group by class, month, day) days
      window turns as (partition by class, month order by day)) counted),
  shared as materialized (${sharesOfEqual(PATTERNS, 'class, month', 'schools')}),
  cost as materialized (
    select class, month, ${LINE.join(', ')}, ${centsOfEqual('class, month', `${IN_TURN}, ${LINE.join(', ')}`)} as cents, is_own
    from (
      select class, ${LINE.join(', ')}, pattern, is_own from unit
      union all
      select distinct class, ${LINE.map(() => '0').join(', ')}, 0, false from class) alike
    join shared using (class, pattern)),
  own_month as materialized (
    select class, month, purchase_id, licence_id, cents
    from (${largestRemainder(PURCHASES, 'class, month', 'purchase_id')}) shared),
  own_cost as materialized (
    select purchase_id, licence_id, sum(cents) as cents from own_month group by purchase_id, licence_id),
  -- By month, who holds the licence of the purchase that the class is named after, and by how many entitlements of these days.
  held as materialized (
    select class, month, entitlement.holder_id, entitlement.days * classed.days as days, count(*) as many
    from classed join entitlement using (licence_id)
    where purchase_id = class and not isempty(entitlement.days * classed.days)
    group by 1, 2, 3, 4),
  ${costOfEntitlements(`${isOwn('s')} and ${chosen.places}`, chosen.entitlements ?? 'true')}`;
