/**
 * The statements of reports. Rows of use are added up by period and group first, by their keys; then they are named,
 * rounded, ordered and cut into pages. Ordering, counting and leaving out use what the caller sees: rounded figures.
 */
import { float, int, neverNull, nullable, type RowOf, statement, statements, text } from '../../../database/statement';
import { bind } from '../../subgraph/database/bind';
import type { Transaction } from '../../subgraph/database/session';
import { figuresOf } from '../counting/counted';
import { roundedSql } from '../rounding';
import { METRICS, type Metric, SUMS } from './metrics';
import type { UsageOrder } from './report-arguments';
import { asksForLicences, type ChosenUses, conditionsOf, namesOneOf, type OrganisationIds } from './report-filter';
import { areByLicence, joinsOf, keyOf, labelOf, namesOf, type UsageGroup } from './report-groups';
import type { ReportPeriod, Span, UsageGranularity } from './report-period';

/** Which rows of use are counted, and how they are divided. */
export interface ReportQuery extends ChosenUses {
  readonly period: ReportPeriod;
  readonly groupBy: readonly UsageGroup[];
  /** What the caller is bound to; null for one who may see all rows. */
  readonly bound: OrganisationIds | null;
  readonly roundedTo: number;
}

interface RowsQuery {
  readonly order: UsageOrder;
  readonly count: number;
  readonly after: RowPlace | null;
}

/** The sort values of a row: the value that it is ordered by, then what tells it from equal ones. */
export interface RowPlace {
  readonly leading: string;
  readonly begins: string;
  readonly groups: readonly [name1: string, id1: string, name2: string, id2: string];
}

/** The beginning of a part of the period. Rows of the period of comparison are moved by `shift`. */
const BEGINS: Readonly<Record<UsageGranularity, string>> = {
  DAY: '(s.month + span.shift)',
  MONTH: '(s.month + make_interval(months => span.shift))::date',
  SCHOOL_YEAR: `(date_trunc('year', s.month + make_interval(months => span.shift - 7)) + interval '7 months')::date`,
  TOTAL: 'span.begins',
};

/** The true sums of each metric: `streams`, and `before_streams` for the period of comparison. */
function sumsOf({ period }: ReportQuery): string {
  return METRICS.flatMap((metric) => {
    const sum = `sum(${SUMS[metric].map((figure) => `s.${figure}`).join(' + ')})`;
    if (!period.before) return [`${sum} as "${metric}"`, `0::numeric as "before_${metric}"`];
    return [
      `coalesce(${sum} filter (where not span.is_before), 0) as "${metric}"`,
      `coalesce(${sum} filter (where span.is_before), 0) as "before_${metric}"`,
    ];
  }).join(', ');
}

/** Rows of use `s` in the spans of time, with the columns that separate groups. */
function usesOf(query: ReportQuery, groups: readonly UsageGroup[], values: unknown[]): string {
  const { period, filter } = query;
  const { first, after, before } = period;
  const spans = [{ first, after, shift: 0, isBefore: false }, ...(before ? [{ ...before, isBefore: true }] : [])];
  const list = (of: readonly unknown[], type: string) => bind(values, of, `${type}[]`);
  const conditions = [namesOneOf(query.bound, values), ...conditionsOf(filter, query.organisations, values)].join(
    ' and ',
  );
  const isByDay = period.granularity === 'DAY';
  const sums = isByLicence(query) ? 'usage.licence_sum' : 'usage.monthly_sum';
  return `(select ${bind(values, first, 'date')} as begins, span.*
     from unnest(${list(
       spans.map((span) => span.first),
       'date',
     )}, ${list(
       spans.map((span) => span.after),
       'date',
     )}, ${list(
       spans.map(({ shift }) => shift),
       'int',
     )}, ${list(
       spans.map(({ isBefore }) => isBefore),
       'boolean',
     )}) as span (first, after, shift, is_before)) span
   join ${isByDay ? `(${countedByDay(spans, conditions, values)})` : sums} s on s.month >= span.first and s.month < span.after
   ${joinsOf(groups)}
   where ${isByDay ? 'true' : conditions}`;
}

/** A day and the conditions select by dimensions of figures, so they never separate uses that count together. */
function countedByDay(spans: readonly Span[], conditions: string, values: unknown[]): string {
  const midnight = (date: string) => `(${bind(values, date, 'date')}::timestamp at time zone 'Europe/Berlin')`;
  const times = spans.map(({ first, after }) => `s.used_at >= ${midnight(first)} and s.used_at < ${midnight(after)}`);
  return figuresOf(
    `(select s.* from usage.event s where (${times.join(' or ')}) and ${conditions}) event`,
    undefined,
    'day',
  );
}

/** Such figures come from sums by licence, which are counted after recording. */
export function isByLicence({ groupBy, filter }: Pick<ReportQuery, 'groupBy' | 'filter'>): boolean {
  return areByLicence(groupBy) || asksForLicences(filter);
}

/** Each metric, and its value in the period of comparison. */
const SHOWN_METRICS = METRICS.flatMap((metric) => [metric, `before_${metric}`]);
const FIGURE = neverNull(float, 'adds up what is never null');
const FIGURE_COLUMNS = Object.fromEntries(SHOWN_METRICS.map((name) => [name, FIGURE])) as Record<
  Metric | `before_${Metric}`,
  typeof FIGURE
>;

const ROWS = statements('usageReportRows', {
  begins: neverNull(text, 'a month is never infinite'),
  id1: nullable(text),
  name1: nullable(text),
  id2: nullable(text),
  name2: nullable(text),
  ...FIGURE_COLUMNS,
  totalCount: int,
});
export type ReportRow = RowOf<ReturnType<typeof ROWS>>;

/** The figures as they are shown, each rounded from its true value. */
function shown(of: string, base: string): string {
  return SHOWN_METRICS.map((name) => `(${roundedSql(`${of}."${name}"::bigint`, base)})::float8 as "${name}"`).join(
    ', ',
  );
}

const IS_SHOWN = SHOWN_METRICS.map((name) => `shown."${name}"`).join(' + ');
const TIES = `shown.begins, coalesce(shown.name1, ''), coalesce(shown.id1, ''), coalesce(shown.name2, ''), coalesce(shown.id2, '')`;

/** Returns as many rows as wanted, after `after`. Rows whose figures are all shown as 0 are left out. */
export function listRows(reader: Transaction, query: ReportQuery, page: RowsQuery): Promise<ReportRow[]> {
  const { groupBy, period } = query;
  const { order, count, after } = page;
  const values: unknown[] = [];
  const base = bind(values, query.roundedTo, 'bigint');
  const [one, two] = [namesOf(groupBy[0], 1), namesOf(groupBy[1], 2)];
  const leading = order.by === 'PERIOD' ? 'shown.begins' : `shown."${metricOf(order.by)}"`;
  const isAfter = after ? afterPlace(leading, order, after, values) : 'true';
  return reader.query(
    ROWS(`with summed as (
     select ${BEGINS[period.granularity]} as begins, ${keyOf(groupBy[0])} as key1, ${keyOf(groupBy[1])} as key2,
       ${labelOf(groupBy[0])} as label1, ${labelOf(groupBy[1])} as label2, ${sumsOf(query)}
     from ${usesOf(query, groupBy, values)}
     group by 1, 2, 3),
   shown as materialized (
     select * from (
       select summed.begins, ${one.id} as id1, ${one.name} as name1, ${two.id} as id2, ${two.name} as name2,
         ${shown('summed', base)}
       from summed ${one.join} ${two.join}) shown
     where ${IS_SHOWN} > 0)
   select shown.begins::text as begins, shown.id1, shown.name1, shown.id2, shown.name2,
     ${SHOWN_METRICS.map((name) => `shown."${name}"`).join(', ')},
     (select count(*) from shown)::int as "totalCount"
   from shown
   where ${isAfter}
   order by ${leading} ${order.direction === 'DESC' ? 'desc' : 'asc'}, ${TIES}
   limit ${bind(values, count, 'int')}`),
    values,
  );
}

function afterPlace(leading: string, { by, direction }: UsageOrder, place: RowPlace, values: unknown[]): string {
  const value = bind(values, place.leading, by === 'PERIOD' ? 'date' : 'float8');
  const ties = [bind(values, place.begins, 'date'), ...place.groups.map((group) => bind(values, group, 'text'))];
  return `(${leading} ${direction === 'DESC' ? '<' : '>'} ${value} or ${leading} = ${value} and (${TIES}) > (${ties.join(', ')}))`;
}

export function metricOf(by: Exclude<UsageOrder['by'], 'PERIOD'>): Metric {
  return by.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as Metric;
}

const TOTALS = statements('usageReportTotals', FIGURE_COLUMNS);
export type ReportTotals = RowOf<ReturnType<typeof TOTALS>>;

/** Returns the totals of all rows of use that a report counts, each of them once, however it is grouped. */
export async function findTotals(reader: Transaction, query: ReportQuery): Promise<ReportTotals> {
  const values: unknown[] = [];
  const base = bind(values, query.roundedTo, 'bigint');
  const [totals] = await reader.query(
    TOTALS(`select ${shown('summed', base)} from (
     select ${SHOWN_METRICS.map((name) => `coalesce(sum("${name}"), 0) as "${name}"`).join(', ')}
     from (select ${sumsOf(query)} from ${usesOf(query, [], values)}) of_all) summed`),
    values,
  );
  return totals as ReportTotals;
}

const FIND_DELETED_MONTHS = statement(
  'findDeletedMonths',
  `select to_char(begins, 'YYYY-MM') as month
   from generate_series(date_trunc('month', $1::date), $2::date - 1, '1 month') begins
   where to_regclass('usage.event_' || to_char(begins, 'YYYY_MM')) is null
     and exists (select from usage.coverage c where c.month = begins::date)
   order by 1`,
  { month: neverNull(text, 'a month is never infinite') },
);

/** Returns the months in which something was reported, but whose single uses are no longer kept. */
export async function findDeletedMonths(reader: Transaction, { first, after }: Span): Promise<string[]> {
  const rows = await reader.query(FIND_DELETED_MONTHS, [first, after]);
  return rows.map(({ month }) => month);
}
