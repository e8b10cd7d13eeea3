/**
 * The cost of entitlements, in whole cents, from the costs of schools (cost-shares.ts): a school's part of a day
 * falls equally on the entitlements to the licence that cover it on that day. It is shared out by purchase and month,
 * so months, the entitlements to a licence and the holders of a licence add up to what it cost at the caller's
 * schools.
 *
 * The purchases of a class have the same holders on the same days, so the part that falls on each entitlement is
 * computed once for a class: by the entitlements of the purchase that gives the class its name.
 *
 * It uses window functions instead of joins by days: the planner does not know how many rows match, and tried each
 * with each (more than 10 minutes for 5,500 schools and 20 licences, instead of seconds).
 */
import { centsOfEqual, sharesOfEqual } from './largest-remainder';

/** Equal remainders have another order in each month. */
const IN_TURN = "mod(entitlement_id * 7919 + (month - date '2000-01-01')::bigint * 1299709, 1000003), entitlement_id";

/** Of each purchase in a month, what its entitlements weigh, and how many weigh as much. */
const WEIGHTS = `
  select purchase_id, month, own_month.cents::numeric as total, weight, many
  from own_month join (
    select class, month, weight, sum(many) as many from entitled group by class, month, weight) alike using (class, month)`;

/**
 * @param isOwn whether the figures of `s`, a line of organisations, are the caller's
 * @param asked on `licence_id`: whether its entitlements are asked for
 */
export const costOfEntitlements = (isOwn: string, asked: string) => `
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
  -- What each of those entitlements weighs, of those that are held alike.
  entitled as materialized (
    select class, month, holder_id, held_days as days, many, -sum(change * had) as weight
    from shared_turn group by class, month, holder_id, held_days, many),
  weight_share as materialized (${sharesOfEqual(WEIGHTS, 'purchase_id, month', 'many')}),
  holding as materialized (
    select class, purchase_id, month, entitlement_id, holder_id, entitlement.days * month.days as days
    from own_month join month using (purchase_id, month, licence_id) join entitlement using (licence_id)
    where not isempty(entitlement.days * month.days) and ${asked}),
  entitlement_month as (
    select purchase_id, month, entitlement_id, holder_id, ${centsOfEqual('purchase_id, month', IN_TURN)} as cents
    from holding join entitled using (class, month, holder_id, days) join weight_share using (purchase_id, month, weight)),
  entitlement_cost as materialized (
    select entitlement_id, holder_id, sum(cents) as cents from entitlement_month group by entitlement_id, holder_id)`;
