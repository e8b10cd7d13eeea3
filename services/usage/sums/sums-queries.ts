import type { Caller } from '../../../caller/caller';
import { float, int, neverNull, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { schoolCondition } from '../authorisation/allowed';
import type { MonthlyUsage } from './monthly-usage';
import { dayAfter } from './months';

export interface SumsQuery {
  /** The key of a school (`SCHOOL:NW:100000`) or an authority (`AUTHORITY:NW:10182`), or the id of a title. */
  readonly of: string;
  /** Without gaps, in order. */
  readonly months: readonly string[];
}

/** The true sums of each requested object, by month; months without use are left out. */
export type Sums = Map<string, MonthlySum>[];
export type MonthlySum = Omit<MonthlyUsage, 'roundedTo'>;

/** @param type the database type of the requested keys or ids */
const sums = (label: string, type: 'text' | 'bigint', joined: string) =>
  statement(
    label,
    `select asked.place::int - 1 as position, to_char(s.month, 'YYYY-MM') as month,
       sum(s.streams)::float8 as streams, sum(s.downloads)::float8 as downloads, sum(s.views)::float8 as views,
       sum(s.streams + s.downloads)::float8 as requests, sum(s.streams + s.downloads + s.views)::float8 as total,
       sum(s.unique_requests)::float8 as "uniqueRequests",
       sum(s.unique_investigations)::float8 as "uniqueInvestigations",
       sum(s.not_licensed)::float8 as "notLicensed", sum(s.limit_exceeded)::float8 as "limitExceeded"
     from unnest($1::${type}[], $2::date[], $3::date[]) with ordinality as asked (of, first, after, place)
     ${joined} and s.month >= asked.first and s.month < asked.after
     group by asked.place, s.month`,
    {
      position: int,
      month: neverNull(text, 'a month is never infinite'),
      streams: float,
      downloads: float,
      views: float,
      requests: float,
      total: float,
      uniqueRequests: float,
      uniqueInvestigations: float,
      notLicensed: float,
      limitExceeded: float,
    },
  );

const SUMS_OF_SCHOOLS = sums(
  'sumsOfSchools',
  'text',
  'join directory.organisation o on o.key = asked.of join usage.monthly_sum s on s.school_id = o.id',
);

export function sumsOfSchools(reader: Transaction, queries: readonly SumsQuery[]): Promise<Sums> {
  return sumsOf(reader, SUMS_OF_SCHOOLS, queries);
}

const SUMS_OF_AUTHORITIES = sums(
  'sumsOfAuthorities',
  'text',
  'join directory.organisation o on o.key = asked.of join usage.monthly_sum s on s.authority_id = o.id',
);

/** By the membership at the time of use: what a school did under another authority counts there. */
export function sumsOfAuthorities(reader: Transaction, queries: readonly SumsQuery[]): Promise<Sums> {
  return sumsOf(reader, SUMS_OF_AUTHORITIES, queries);
}

/**
 * The ids are passed as bigint: a cast from text in the join is not leakproof, so behind row-level security it would
 * not use the index (1.3 million sums: 3.5 s instead of a few milliseconds).
 */
const SUMS_OF_TITLES = byCondition(
  (caller) => schoolCondition(caller, 'school.readUsage', 's.school_id', '$4'),
  (readable) => sums('sumsOfTitles', 'bigint', `join usage.monthly_sum s on s.title_id = asked.of and ${readable}`),
);

/** Only at the schools whose sums the caller may read. */
export function sumsOfTitles(reader: Transaction, queries: readonly SumsQuery[], caller: Caller): Promise<Sums> {
  return sumsOf(reader, SUMS_OF_TITLES(caller), queries, [caller.bound]);
}

async function sumsOf(
  reader: Transaction,
  statement: typeof SUMS_OF_SCHOOLS,
  queries: readonly SumsQuery[],
  parameters: readonly unknown[] = [],
): Promise<Sums> {
  const rows = await reader.query(statement, [
    queries.map(({ of }) => of),
    queries.map(({ months }) => `${months[0]}-01`),
    queries.map(({ months }) => dayAfter(months.at(-1) as string)),
    ...parameters,
  ]);
  const sums: Sums = queries.map(() => new Map());
  for (const { position, ...usage } of rows) sums[position]?.set(usage.month, usage);
  return sums;
}
