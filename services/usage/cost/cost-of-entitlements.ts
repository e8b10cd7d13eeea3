/**
 * The cost of entitlements, in whole cents, from the costs of schools (cost-shares.ts): a school's part of a day falls
 * equally on the entitlements to the licence that cover it on that day. It is shared out by purchase and month, so
 * months, the entitlements to a licence and the holders of a licence add up to what it cost at the caller's schools.
 *
 * The purchases of a class have the same holders on the same days, so everything that depends on holders is computed
 * once for each class, from the entitlements of the purchase that names it: the share of each entitlement, and the
 * order in which odd cents are given out. The rows for each purchase, month and entitlement are only added up. 110,000
 * entitlements have 1.3 million of them in a year; sorting them took most of the time of a report.
 *
 * It uses window functions instead of joins by days: the planner does not know how many rows match, and tried each with
 * each (more than 10 minutes for 5,500 schools and 20 licences, instead of seconds).
 */
import { sharesOfEqual } from './largest-remainder';

/** Equal remainders have another order in each month. */
const IN_TURN = "mod(holder_id * 7919 + (month - date '2000-01-01')::bigint * 1299709, 1000003), holder_id, days";

/** For each purchase in a month, the weights of its entitlements, and how many entitlements have each weight. */
const weights = (requested: string) => `
  select class, purchase_id, licence_id, month, own_month.cents::numeric as total, kind, weight, many
  from own_month join (
    select class, month, kind, weight, sum(many) as many from entitled group by class, month, kind, weight) alike using (class, month)
  where ${requested}`;

/** Within another expression it stays a look-up in a hash table, whatever the planner thinks of the sizes. */
const isSeveral = 'coalesce((licence_id, holder_id) in (select licence_id, holder_id from several), false)';

/**
 * @param isOwn whether the figures of `s`, a line of organisations, are the caller's
 * @param requested a condition on `licence_id`: whether its entitlements are requested
 */
export const costOfEntitlements = (isOwn: string, requested: string) => `
  own_line as materialized (select school_id, days from line s where ${isOwn}),
  granted as materialized (
    select * from (
      select class, month, holder_id, held.days as held_days, many, own_line.school_id,
        held.days * belonging.days * operating * own_line.days as days
      from held join belonging on organisation_id = holder_id
      join own_line on own_line.school_id = belonging.school_id) periods
    where not isempty(days)),

  -- Each end of a grant, with what a school that is covered on all days had until then of the cost, in days: "before" of point,
  -- which grows with the days.
  turn as materialized (
    select class, month, day, school_id, holder_id, held_days, many, change, max(before) over (partition by class, month, day) as before
    from (
      select class, month, day, school_id, holder_id, held_days, many, change, null as before
      from granted cross join lateral (values (lower(days), 1), (upper(days), -1)) ends (day, change)
      union all
      select class, month, each.day, null, null, null, null, null,
        before + case when schools > 0 then (each.day - point.day)::numeric / schools else 0 end
      from point cross join lateral (
        select point.day + n as day from generate_series(0, coalesce(next - point.day, 1) - 1) n) each) turns),

  -- "had": the same of a grant that covers the school on all days, which has its part of those that cover it.
  shared_turn as materialized (
    select class, month, holder_id, held_days, many, change,
      coalesce(sum(step) over (partition by class, month, school_id order by day rows between unbounded preceding and 1 preceding), 0) as had
    from (
      select *, (lead(before) over turns - before) / nullif(sum(change * many) over (turns range unbounded preceding), 0) as step
      from turn where school_id is not null
      window turns as (partition by class, month, school_id order by day)) steps),
  -- What each of those entitlements weighs, of those that are held alike; and how many of this weight have their turn "before".
  entitled as materialized (
    select *, dense_rank() over (partition by class, month order by weight) as kind
    from (
      select class, month, holder_id, held_days as days, many, -sum(change * had) as weight
      from shared_turn group by class, month, holder_id, held_days, many) weighed),
  in_turn as materialized (
    select class, month, kind, holder_id, days,
      coalesce(sum(many) over (partition by class, month, kind order by ${IN_TURN} rows between unbounded preceding and 1 preceding), 0)::bigint
        as before
    from entitled),
  part as materialized (
    select class, purchase_id, licence_id, month, kind, least::bigint, odd::bigint
    from (${sharesOfEqual(weights(requested), 'purchase_id, month', 'many', 'kind')}) shared),

  -- Most organisations hold a licence by one entitlement: what falls on the organisation is that entitlement's. Where there are
  -- several, each has its turn among those that are alike.
  several as materialized (
    select licence_id, holder_id from entitlement where ${requested} group by licence_id, holder_id having count(*) > 1),
  sole_month as (
    select purchase_id, licence_id, month, holder_id, least + (odd > before)::int as cents
    from part join in_turn using (class, month, kind)),
  several_month as (
    select purchase_id, month, entitlement_id, holder_id, least + (odd > before + place)::int as cents
    from (
      select purchase_id, month, entitlement_id, holder_id, row_number() over (alike order by entitlement_id) - 1 as place,
        max(least) over alike as least, max(odd) over alike as odd, max(before) over alike as before
      from (
        select purchase_id, month, holder_id, entitlement.days * month.days as days, entitlement_id, null as least, null as odd,
          null as before
        from own_month join month using (purchase_id, month, licence_id) join entitlement using (licence_id)
        where ${isSeveral} and not isempty(entitlement.days * month.days)
        union all
        select purchase_id, month, holder_id, days, null, least, odd, before
        from part join (select * from in_turn where coalesce(holder_id in (select holder_id from several), false)) often
          using (class, month, kind)
        where ${isSeveral}) held
      window alike as (partition by purchase_id, month, holder_id, days)) placed
    where entitlement_id is not null and least is not null),
  entitlement_cost as materialized (
    select entitlement_id, holder_id, sum(cents) as cents
    from (
      select min(entitlement_id) as entitlement_id, holder_id, sum(cents) as cents
      from (
        select licence_id, holder_id, entitlement_id, null::bigint as cents from entitlement where ${requested}
        union all
        select licence_id, holder_id, null, cents from sole_month) sole
      group by licence_id, holder_id having count(entitlement_id) = 1 and count(cents) > 0
      union all
      select entitlement_id, holder_id, cents from several_month) shares
    group by entitlement_id, holder_id)`;
