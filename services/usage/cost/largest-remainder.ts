/**
 * SQL for shares in whole cents, by largest remainder: each share is rounded down, and the cents that are left go,
 * one each, to the shares that lost most. So the cents add up to the total, and none differs from its share by a cent
 * or more.
 *
 * @param weights a query with `total`, the cents to share, the same in each row of a group; and `weight`, by which
 * they are shared
 * @param group the columns that identify a group
 * @param order for equal remainders: it identifies one row of its group
 * @returns a query with the same columns, `share` and `cents`
 */
export const largestRemainder = (weights: string, group: string, order: string) => `
  select *, (floor(share) + (
      row_number() over (partition by ${group} order by share - floor(share) desc, ${order})
        <= total - sum(floor(share)) over (partition by ${group}))::int)::bigint as cents
  from (select *, total * weight / sum(weight) over (partition by ${group}) as share from (${weights}) weighed) shared`;

/**
 * The same where many shares are equal: each kind of share is computed once. {@link centsOfEqual} gives each share its
 * cents.
 *
 * @param weights a query as above, with one row for each kind of shares
 * @param many its column with the number of shares of the kind
 * @param kind its column that orders kinds with equal remainders; without it, their cents are given out together
 * @returns a query with the same columns, `least`, `remainder`, and `odd`: how many cents are left for this remainder,
 * which is 0 or negative where larger remainders took them
 */
export const sharesOfEqual = (weights: string, group: string, many: string, kind?: string) => `
  select *, total - sum(least * ${many}) over (partition by ${group})
    - coalesce(sum(${many}) over (partition by ${group} order by remainder desc${kind ? `, ${kind}` : ''} groups between unbounded preceding and 1 preceding), 0) as odd
  from (
    select *, floor(share) as least, share - floor(share) as remainder
    from (select *, total * weight / sum(weight * ${many}) over (partition by ${group}) as share from (${weights}) weighed) shared) parts`;

/** The cents of each share of {@link sharesOfEqual}. @param order as above: it identifies one row of its group */
export const centsOfEqual = (group: string, order: string) => `
  (least + (odd > 0 and row_number() over (partition by ${group}, remainder order by ${order}) <= odd)::int)::bigint`;
