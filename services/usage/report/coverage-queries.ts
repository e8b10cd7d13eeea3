/** Who reported uses in the months of a report, by the organisations that a school belonged to in each month. */

import type { Level } from '../../../caller/caller';
import {
  boolean,
  instant,
  int,
  neverNull,
  nullable,
  type RowOf,
  statements,
  text,
  texts,
} from '../../../database/statement';
import { bind } from '../../subgraph/database/bind';
import type { Transaction } from '../../subgraph/database/session';
import type { OrganisationIds } from './report-filter';
import type { ReportQuery } from './report-queries';

/** Names as texts; a client without a name is ''. */
export interface CoveragePlace {
  readonly name: string;
  readonly id: string;
  readonly client: string;
}

const MONTH =
  "tstzrange(month.first::timestamp at time zone 'Europe/Berlin', (month.first + interval '1 month') at time zone 'Europe/Berlin')";

/** The months that the period touches, each with its `first` day. */
function monthsOf({ period: { first, after } }: ReportQuery, values: unknown[]): string {
  return `(select at::date as first from generate_series(date_trunc('month', ${bind(values, first, 'date')}::timestamp),
     ${bind(values, after, 'date')}::timestamp - interval '1 day', '1 month') at)`;
}

/**
 * The conditions that the school belonged to one of each of these in the month, or is it.
 *
 * @param authority of the school when it was used, where that is known: then it belonged to both at once. An
 * authority that, by present records, the school did not have in the month comes from a membership that was corrected
 * since, and is not considered.
 */
function belongsTo(school: string, authority: string | null, ids: OrganisationIds, values: unknown[]): string[] {
  return [...ids].map(([level, of]: readonly [Level, readonly string[]]) => {
    const list = bind(values, of, 'bigint[]');
    if (level === 'SCHOOL') return `${school} = any (${list})`;
    if (level === 'AUTHORITY' && authority) return `${authority} = any (${list})`;
    return `exists (select from directory.membership m
      where m.school_id = ${school} and m.organisation_id = any (${list}) and m.valid && ${MONTH}${authority ? ` and ${atOnce(school, authority)}` : ''})`;
  });
}

function atOnce(school: string, authority: string): string {
  return `coalesce((select bool_or(a.valid * m.valid && ${MONTH}) from directory.membership a
      where a.school_id = ${school} and a.organisation_id = ${authority} and a.valid && ${MONTH}), true)`;
}

function conditionsOf(school: string, authority: string | null, query: ReportQuery, values: unknown[]): string {
  const bound = query.bound && belongsTo(school, authority, query.bound, values);
  const readable = bound === null ? 'true' : bound.length > 0 ? `(${bound.join(' or ')})` : 'false';
  return [readable, ...belongsTo(school, authority, query.organisations, values)].join(' and ');
}

/** Reports `c` in each `month`. */
function reportsOf(query: ReportQuery, values: unknown[]): string {
  const { clients } = query.filter;
  const ofClients = clients ? `c.client = any (${bind(values, clients, 'text[]')})` : 'true';
  return `${monthsOf(query, values)} month join usage.coverage c on c.month = month.first
   where ${conditionsOf('c.school_id', 'c.authority_id', query, values)} and ${ofClients}`;
}

/** The day in Berlin, because an exact instant could reveal one use of one school. */
const lastUsedOn = "max((c.last_used_at at time zone 'Europe/Berlin')::date)::text";
const lastReportedAt = "max(date_trunc('hour', c.last_reported_at, 'UTC'))";
/** The hour before which nothing waits; null where nothing waits at all. */
const countedUntil = "min(date_trunc('hour', c.uncounted_since, 'UTC'))";

const MONTHS = statements('findCoverageOfMonths', {
  first: neverNull(text, 'a month is never infinite'),
  schools: int,
  clients: int,
  lastUsedOn: nullable(text),
  lastReportedAt: nullable(instant),
  isCounted: boolean,
  countedUntil: nullable(instant),
});
type CoverageMonthRow = RowOf<ReturnType<typeof MONTHS>>;

/** Returns each month of the period, in order. */
export function findCoverageOfMonths(reader: Transaction, query: ReportQuery): Promise<CoverageMonthRow[]> {
  const values: unknown[] = [];
  return reader.query(
    MONTHS(`select months.first::text as first, coalesce(reported.schools, 0) as schools, coalesce(reported.clients, 0) as clients,
     reported."lastUsedOn", reported."lastReportedAt", reported."countedUntil" is null as "isCounted", reported."countedUntil"
   from ${monthsOf(query, values)} months
   left join (
     select month.first, count(distinct c.school_id)::int as schools, count(distinct c.client)::int as clients,
       ${lastUsedOn} as "lastUsedOn", ${lastReportedAt} as "lastReportedAt", ${countedUntil} as "countedUntil"
     from ${reportsOf(query, values)} group by month.first) reported on reported.first = months.first
   order by months.first`),
    values,
  );
}

const REPORTERS = statements('listUsageReporters', {
  school: text,
  name: text,
  client: text,
  months: texts,
  lastUsedOn: text,
  totalCount: int,
});
type ReporterRow = RowOf<ReturnType<typeof REPORTERS>>;

/** Returns schools with each client that reported for them, by name. */
export function listReporters(
  reader: Transaction,
  query: ReportQuery,
  count: number,
  after: CoveragePlace | null,
): Promise<ReporterRow[]> {
  const values: unknown[] = [];
  return reader.query(
    REPORTERS(`with reported as materialized (
     select c.school_id, c.client, array_agg(distinct to_char(c.month, 'YYYY-MM') order by to_char(c.month, 'YYYY-MM')) as months,
       ${lastUsedOn} as "lastUsedOn"
     from ${reportsOf(query, values)} group by c.school_id, c.client)
   select o.external_id as school, o.name, reported.client, reported.months, reported."lastUsedOn",
     (select count(*) from reported)::int as "totalCount"
   from reported join directory.organisation o on o.id = reported.school_id
   where ${isAfter('(o.name, o.external_id, reported.client)', after && [after.name, after.id, after.client], values)}
   order by o.name, o.external_id, reported.client limit ${bind(values, count, 'int')}`),
    values,
  );
}

const MISSING = statements('listMissingSchools', { school: text, name: text, totalCount: int });
type MissingRow = RowOf<ReturnType<typeof MISSING>>;

/** Returns schools in operation for which nothing was reported in any month of the period, by name. */
export function listMissingSchools(
  reader: Transaction,
  query: ReportQuery,
  count: number,
  after: CoveragePlace | null,
): Promise<MissingRow[]> {
  const values: unknown[] = [];
  return reader.query(
    MISSING(`with reported as materialized (
     select distinct c.school_id from ${reportsOf(query, values)}),
   missing as materialized (
     select distinct f.school_id
     from ${monthsOf(query, values)} month join directory.operation f on f.operating && ${MONTH}
     left join reported on reported.school_id = f.school_id
     where reported.school_id is null and ${conditionsOf('f.school_id', null, query, values)})
   select o.external_id as school, o.name, (select count(*) from missing)::int as "totalCount"
   from missing join directory.organisation o on o.id = missing.school_id
   where ${isAfter('(o.name, o.external_id)', after && [after.name, after.id], values)}
   order by o.name, o.external_id limit ${bind(values, count, 'int')}`),
    values,
  );
}

function isAfter(columns: string, place: readonly string[] | null, values: unknown[]): string {
  if (place === null) return 'true';
  return `${columns} > (${place.map((value) => bind(values, value, 'text')).join(', ')})`;
}
