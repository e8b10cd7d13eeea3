import type { Caller } from '../../../caller/caller';
import { bigint, boolean, float, int, nullable, statements, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { licenceCondition, useCondition } from '../authorisation/allowed';
import { type ChosenUses, isAtChosenPlace, isChosen } from '../report/report-filter';
import { TITLES as LISTS_OF_TITLES } from '../report/requested-filter';
import { roundedSql } from '../rounding';
import type { CostFigures, CostGroup, CostOrder } from './cost';
import { type ChosenCosts, costs, daysOf, IS_COMPLETE, isOwn, PERIOD } from './cost-shares';
import { largestRemainder } from './largest-remainder';

interface CostReport extends ChosenUses {
  readonly by: CostGroup;
  readonly order: CostOrder;
  /** The first day, and the day after the last one. */
  readonly first: string;
  readonly after: string;
  /** The number to whose multiples requests are rounded. */
  readonly base: number;
}

/**
 * The order of a report: by the value that it is ordered by, descending, then by the database's id of the row's
 * object, ascending.
 */
export interface CostPlace {
  readonly value: number;
  readonly key: string;
}

interface FoundCost extends CostPlace {
  readonly id: string | null;
  readonly name: string | null;
  readonly figures: CostFigures;
}

interface CostPage {
  readonly rows: readonly FoundCost[];
  readonly count: number;
  readonly totals: CostFigures;
  readonly isComplete: boolean;
}

/** The column of sums and costs that identifies the object of a row. */
const KEY: Record<CostGroup, string> = {
  TITLE: 'title_id',
  LICENCE: 'licence_id',
  ENTITLEMENT: 'entitlement_id',
  HOLDER: 'holder_id',
  SCHOOL: 'school_id',
  AUTHORITY: 'authority_id',
};

/** Sums of use record the entitlement that opened the title, which leads to its holder. */
const USES: Record<CostGroup, string> = {
  ...(Object.fromEntries(Object.keys(KEY).map((by) => [by, 'usage.licence_sum'])) as Record<CostGroup, string>),
  HOLDER: `(select s.*, coalesce(e.holder_id, 0) as holder_id
    from usage.licence_sum s left join directory.entitlement e on e.id = s.entitlement_id)`,
};

/**
 * The cost at the caller's schools falls on the titles of each licence, by the days on which it covered them while it
 * was paid for.
 */
const TITLES = `
  with title as materialized (
    select purchase_id, title_id, cents * days / sum(days) over (partition by purchase_id) as weight
    from (
      select purchase_id, title_id, cents,
        case when count(*) = 1 then max(upper(days) - lower(days))
             else (select sum(upper(one) - lower(one)) from unnest(range_agg(days)) one) end as days
      from (
        select purchase_id, own_cost.cents, title_id, ${daysOf('c.valid')} * priced.days * ${PERIOD} as days
        from own_cost join priced using (purchase_id, licence_id) join directory.coverage c using (licence_id)) covered
      group by purchase_id, title_id, cents) titles
    where days > 0)
  select title_id, (select sum(cents) from own_cost where purchase_id in (select purchase_id from title)) as total,
    sum(weight) as weight
  from title group by title_id`;

const ofEntitlements = (column: string) =>
  `select ${column} as key, sum(cents) as cents, 0::numeric as elsewhere from entitlement_cost group by ${column}`;

const ofSchools = (column: string) =>
  `select ${column} as key, sum(cents) as cents, 0::numeric as elsewhere from cost where is_own group by ${column}`;

/** @param titles the condition on `s` for the requested titles */
const spentBy = (titles: string): Record<CostGroup, string> => ({
  TITLE: `select title_id as key, cents::numeric, 0::numeric as elsewhere
    from (${largestRemainder(TITLES, 'total', 'title_id')}) s where ${titles}`,
  LICENCE: `select licence_id as key, coalesce(own.cents, 0) as cents, spent.cents - coalesce(own.cents, 0) as elsewhere
    from (select licence_id, sum(cents) as cents from classed group by licence_id) spent
    left join (select licence_id, sum(cents) as cents from own_cost group by licence_id) own using (licence_id)`,
  ENTITLEMENT: ofEntitlements('entitlement_id'),
  HOLDER: ofEntitlements('holder_id'),
  SCHOOL: ofSchools('school_id'),
  AUTHORITY: ofSchools('authority_id'),
});

const ORGANISATIONS = 'select id as key, external_id as id, name from directory.organisation';
const NAMES: Record<CostGroup, string> = {
  TITLE: 'select id as key, id::text as id, name from directory.title',
  LICENCE: 'select id as key, id::text as id, name from licence',
  ENTITLEMENT: `select e.id as key, e.id::text as id, l.name from directory.entitlement e join licence l on l.id = e.licence_id`,
  HOLDER: ORGANISATIONS,
  SCHOOL: ORGANISATIONS,
  AUTHORITY: ORGANISATIONS,
};

/**
 * $4: the number to whose multiples requests are rounded. The cost for each request uses the rounded requests, so it
 * reveals no more.
 */
const perRequest = (cents: string, requests: string) => `
  case when $4::bigint = 1 then (${cents})::float8 / nullif(${requests}, 0)
       else (round((${cents})::numeric / nullif(${requests}, 0) / $4::bigint) * $4::bigint)::float8 end`;

const FIGURES = {
  cents: nullable(float),
  elsewhere: nullable(float),
  requests: nullable(int),
  perRequest: nullable(float),
  withoutCost: nullable(int),
};

const REPORT = statements('costPerUse', {
  isComplete: boolean,
  totalCount: int,
  totalCents: nullable(float),
  totalElsewhere: float,
  totalRequests: nullable(int),
  totalPerRequest: nullable(float),
  totalWithoutCost: nullable(int),
  key: nullable(bigint),
  value: nullable(float),
  id: nullable(text),
  name: nullable(text),
  ...FIGURES,
});

/** Conditions on `s`: which of the caller's figures are requested. */
interface Chosen extends ChosenCosts {
  readonly titles: string;
}

const report = (by: CostGroup, costsOfCaller: string, { places, licences, titles }: Chosen) =>
  REPORT(
    `${costsOfCaller},
     spent as materialized (${spentBy(titles)[by]}),
     used as materialized (
       select ${KEY[by]} as key,
         coalesce(sum(streams + downloads) filter (where licence_id in (select licence_id from priced)), 0)::bigint as requests,
         coalesce(sum(streams + downloads) filter (where licence_id not in (select licence_id from priced)), 0)::bigint as without_cost
       from ${USES[by]} s
       where month >= $2::date and month < $3::date and ${isOwn('s')} and ${places} and ${licences} and ${titles} group by 1),
     figure as (
       select coalesce(spent.key, used.key) as key, spent.cents, spent.elsewhere,
         ${roundedSql('coalesce(used.requests, 0)', '$4::bigint')} as requests,
         ${roundedSql('coalesce(used.without_cost, 0)', '$4::bigint')} as without_cost
       from spent full join used on used.key = spent.key),
     entry as materialized (
       select key, cents, coalesce(elsewhere, 0) as elsewhere, requests, without_cost, per_request,
         case $5 when 'CENTS' then coalesce(cents, -1)::float8
                 when 'REQUESTS' then requests::float8
                 else case when cents is null then -1 when requests > 0 then per_request
                           when cents > 0 then 'Infinity' else 0 end end as value
       from (
         select key, coalesce(cents, case when requests > 0 then 0 end) as cents, elsewhere, requests, without_cost,
           ${perRequest('coalesce(cents, 0)', 'requests')} as per_request
         from figure) figures
       where cents is not null or without_cost > 0),
     total as (
       select rows.count, rows.cents, all_costs.cents - coalesce(rows.cents, 0) as elsewhere,
         ${roundedSql('uses.requests', '$4::bigint')} as requests,
         ${roundedSql('uses.without_cost', '$4::bigint')} as without_cost
       from (select count(*) as count, sum(cents) as cents from entry) rows,
         (select coalesce(sum(cents), 0) as cents from cost) all_costs,
         (select coalesce(sum(requests), 0)::bigint as requests, coalesce(sum(without_cost), 0)::bigint as without_cost
          from used) uses)
     select ${IS_COMPLETE} as "isComplete", total.count::int as "totalCount", total.cents::float8 as "totalCents", total.elsewhere::float8 as "totalElsewhere",
       total.requests::int as "totalRequests", ${perRequest('total.cents', 'total.requests')} as "totalPerRequest",
       total.without_cost::int as "totalWithoutCost",
       page.key, page.value, named.id, named.name, page.cents::float8 as cents, page.elsewhere::float8 as elsewhere,
       page.requests::int as requests, page.per_request as "perRequest", page.without_cost::int as "withoutCost"
     from total
     left join (
       select * from entry
       where $6::float8 is null or value < $6::float8 or (value = $6::float8 and key > $7::bigint)
       order by value desc, key limit $8) page on true
     left join (${NAMES[by]}) named on named.key = page.key
     order by page.value desc, page.key`,
  );

/** The beginning of a statement about costs, for this kind of caller. */
export const costsOf = (caller: Pick<Caller, 'kind'>, chosen?: ChosenCosts) =>
  costs(
    useCondition(caller, 'use.report', 'o.key', '$1'),
    licenceCondition(caller, 'licence.readCost', { owner: 'o.id' }, '$1'),
    licenceCondition(caller, 'licence.read', { owner: 'l.owner_id', licence: 'l.licence_id' }, '$1'),
    chosen,
  );

/** Returns the page after `after`, with one more than `first` where there is one. */
export async function reportCost(
  reader: Transaction,
  caller: Pick<Caller, 'bound' | 'kind'>,
  { by, order, first, after, base, ...uses }: CostReport,
  page: { readonly first: number; readonly after: CostPlace | null },
): Promise<CostPage> {
  const values: unknown[] = [
    caller.bound,
    first,
    after,
    base,
    order,
    page.after?.value ?? null,
    page.after?.key ?? null,
    page.first + 1,
  ];
  const chosen = {
    places: isAtChosenPlace(uses, values),
    licences: isChosen(uses, ['licences'], values),
    titles: isChosen(uses, LISTS_OF_TITLES, values),
  };
  const rows = await reader.query(report(by, costsOf(caller, chosen), chosen), values);
  const [total] = rows;
  if (!total) throw new Error('A report has totals, even without rows.');
  return {
    rows: rows.flatMap(({ key, value, id, name, cents, elsewhere, requests, perRequest, withoutCost }) =>
      key === null || value === null
        ? []
        : [{ key, value, id, name, figures: figuresOf(cents, elsewhere, requests, perRequest, withoutCost) }],
    ),
    isComplete: total.isComplete,
    count: total.totalCount,
    totals: figuresOf(
      total.totalCents,
      total.totalElsewhere,
      total.totalRequests,
      total.totalPerRequest,
      total.totalWithoutCost,
    ),
  };
}

function figuresOf(
  cents: number | null,
  elsewhere: number | null,
  requests: number | null,
  perRequest: number | null,
  withoutCost: number | null,
): CostFigures {
  return {
    cents,
    centsElsewhere: elsewhere ?? 0,
    requests: requests ?? 0,
    centsPerRequest: cents === null ? null : perRequest,
    requestsWithoutCost: withoutCost ?? 0,
  };
}
