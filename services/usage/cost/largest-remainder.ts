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
