import type { Caller } from '../../../caller/caller';
import { bigint, boolean, float, int, nullable, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { costsOf } from '../cost/cost-queries';
import { coveredBy, daysOf, IS_COMPLETE, isOwn, PERIOD } from '../cost/cost-shares';
import { roundedSql } from '../rounding';

export interface Period {
  /** The first day, and the day after the last one. */
  readonly first: string;
  readonly after: string;
  /** What figures are rounded to. */
  readonly base: number;
}

/** By licence and school, when the licence covered the school while it was the caller's. */
const HELD = `
  running as materialized (
    select id as licence_id, ${daysOf('term')} * ${PERIOD} as asked from directory.licence),
  own_school as materialized (
    select school_id, range_agg(${daysOf('valid')} * ${PERIOD}) as days from directory.membership
    where organisation_id in (select id from own) and level <> 'SCHOOL_GROUP' group by school_id),
  held as materialized (
    select licence_id, school_id, periods * own_school.days as periods
    from (${coveredBy('running')}) covered join own_school using (school_id)
    where not isempty(periods * own_school.days))`;

const IN_PERIOD = `month >= $2::date and month < $3::date and ${isOwn('s')}`;
const nothing = (requests: string) => `${roundedSql(`coalesce(${requests}, 0)`, '$4::bigint')} = 0`;

const UNUSED_TITLES = byCondition(costsOf, (figures) =>
  statement(
    'unusedTitles',
    `${figures}, ${HELD},
     licence_days as materialized (
       select licence_id, range_agg(days) as days from held cross join unnest(periods) days group by licence_id),
     licensed as materialized (
       select distinct c.title_id from licence_days join directory.coverage c using (licence_id)
       where ${daysOf('c.valid')} && licence_days.days),
     used as materialized (
       select title_id, sum(streams + downloads)::bigint as requests, sum(views)::bigint as views
       from usage.monthly_sum s where ${IN_PERIOD} group by title_id),
     entry as materialized (
       select t.id, t.name, ${roundedSql('coalesce(used.views, 0)', '$4::bigint')} as views
       from licensed join directory.title t on t.id = licensed.title_id left join used using (title_id)
       where ${daysOf('t.playout')} && ${PERIOD} and (t.withdrawn_at is null or t.withdrawn_at > $2::date)
         and ${nothing('used.requests')})
     select total.count::int as "totalCount", page.id, page.name, page.views::int as views
     from (select count(*) as count from entry) total
     left join (
       select * from entry
       where $5::text is null or (name collate "C", id) > ($5, $6::bigint)
       order by name collate "C", id limit $7) page on true
     order by page.name collate "C", page.id`,
    { totalCount: int, id: nullable(bigint), name: nullable(text), views: nullable(int) },
  ),
);

export interface FoundTitle {
  readonly id: string;
  readonly name: string;
  readonly views: number;
}

/** By name, from the one after `after`; one more than `first` where there is one. */
export async function listUnusedTitles(
  reader: Transaction,
  { bound, kind }: Pick<Caller, 'bound' | 'kind'>,
  { first, after, base }: Period,
  page: { readonly first: number; readonly after: Pick<FoundTitle, 'id' | 'name'> | null },
): Promise<{ readonly rows: readonly FoundTitle[]; readonly count: number }> {
  const rows = await reader.query(UNUSED_TITLES({ kind }), [
    bound,
    first,
    after,
    base,
    page.after?.name ?? null,
    page.after?.id ?? null,
    page.first + 1,
  ]);
  return {
    rows: rows.flatMap(({ id, name, views }) =>
      id === null || name === null ? [] : [{ id, name, views: views ?? 0 }],
    ),
    count: rows[0]?.totalCount ?? 0,
  };
}

const UNUSED_LICENCES = byCondition(costsOf, (figures) =>
  statement(
    'unusedLicences',
    `${figures}, ${HELD},
     used as materialized (
       select licence_id, sum(streams + downloads)::bigint as requests
       from usage.licence_sum s where ${IN_PERIOD} group by licence_id),
     spent as materialized (
       select licence_id, sum(cents) as cents from cost where school_id <> 0 and ${isOwn('cost')} group by licence_id),
     entry as materialized (
       select known.id, known.number, known.name, held.schools, coalesce(spent.cents, case when priced.licence_id is not null then 0 end) as cents
       from (select licence_id, count(*) as schools from held group by licence_id) held
       join licence known on known.id = licence_id
       left join used using (licence_id) left join spent using (licence_id) left join priced using (licence_id)
       where ${nothing('used.requests')})
     select ${IS_COMPLETE} as "isComplete", total.count::int as "totalCount", page.id, page.number, page.name,
       page.schools::int as schools, page.cents::float8 as cents
     from (select count(*) as count from entry) total
     left join (
       select * from entry
       where $5::text is null or number collate "C" > $5
       order by number collate "C" limit $6) page on true
     order by page.number collate "C"`,
    {
      isComplete: boolean,
      totalCount: int,
      id: nullable(bigint),
      number: nullable(text),
      name: nullable(text),
      schools: nullable(int),
      cents: nullable(float),
    },
  ),
);

export interface FoundLicence {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly schools: number;
  readonly cents: number | null;
}

/** By number, from the one after `after`; one more than `first` where there is one. */
export async function listUnusedLicences(
  reader: Transaction,
  { bound, kind }: Pick<Caller, 'bound' | 'kind'>,
  { first, after, base }: Period,
  page: { readonly first: number; readonly after: string | null },
): Promise<{ readonly rows: readonly FoundLicence[]; readonly count: number; readonly isComplete: boolean }> {
  const rows = await reader.query(UNUSED_LICENCES({ kind }), [bound, first, after, base, page.after, page.first + 1]);
  return {
    rows: rows.flatMap(({ id, number, name, schools, cents }) =>
      id === null || number === null || name === null ? [] : [{ id, number, name, schools: schools ?? 0, cents }],
    ),
    count: rows[0]?.totalCount ?? 0,
    isComplete: rows[0]?.isComplete ?? false,
  };
}
