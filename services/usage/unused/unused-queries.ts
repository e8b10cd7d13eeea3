import type { Caller } from '../../../caller/caller';
import { onlyRow } from '../../../database/queryable';
import { bigint, boolean, float, int, nullable, statements, text } from '../../../database/statement';
import { bind } from '../../subgraph/database/bind';
import type { Transaction } from '../../subgraph/database/session';
import { isWanted, noteParameters, notesOf } from '../../subgraph/worklist/note-queries';
import { SUMS, type WorklistSums } from '../../subgraph/worklist/worklist-sums';
import { ALL_NOTES, type NoteFilter } from '../../subgraph/worklist/worklists';
import { entitlementCondition } from '../authorisation/allowed';
import { costsOf } from '../cost/cost-queries';
import { DAYS_OF_ENTITLEMENT, daysOf, IS_COMPLETE, isOwn, PERIOD } from '../cost/cost-shares';
import { type ChosenUses, isAtChosenPlace, isChosen } from '../report/report-filter';
import { TITLES } from '../report/requested-filter';
import { roundedSql } from '../rounding';

export interface UnusedQuery extends ChosenUses {
  /** The first day, and the day after the last one. */
  readonly first: string;
  readonly after: string;
  /** The number to whose multiples figures are rounded. */
  readonly base: number;
}

/** The period of a worklist: from some day until today, for all of which a licence must have covered a school. */
export interface UnusedWorklist extends UnusedQuery {
  readonly notes: NoteFilter;
  /** Whether the caller may end an entitlement to it; null where that does not matter. */
  readonly amendable: boolean | null;
  /** In epoch milliseconds. */
  readonly now: number;
}

/** Conditions on `s`: which of the caller's figures are requested. */
interface Chosen {
  /** On figures of use. */
  readonly uses: string;
  /** On schools. */
  readonly forms: string;
  /**
   * Intersected with the days on which schools were the caller's: the days on which they belonged to the requested
   * organisations.
   */
  readonly during: string;
  readonly licences: string;
}

/** The filters that say by whom something was not used. */
export const USERS = ['clients', 'audiences', 'accessTypes'] as const;

function chosenOf(query: ChosenUses, values: unknown[]): Chosen {
  const belonged = [...query.organisations.values()].map(
    (ids) => ` * coalesce((
        select range_agg(${daysOf('m.valid')}) from directory.membership m
        where m.school_id = s.school_id and m.organisation_id = any (${bind(values, ids, 'bigint[]')})), '{}')`,
  );
  return {
    uses: `${isAtChosenPlace(query, values)} and ${isChosen(query, USERS, values)}`,
    forms: isChosen(query, ['schoolForms'], values),
    during: belonged.join(''),
    licences: isChosen(query, ['licences'], values),
  };
}

/** By licence, the days on which it covered a school while that was the caller's. */
const held = ({ forms, during }: Chosen) => `
  own_school as materialized (
    select school_id, periods${during} as periods
    from (
      select school_id, range_agg(${daysOf('valid')} * ${PERIOD}) as periods from directory.membership
      where organisation_id in (select id from own) and level <> 'SCHOOL_GROUP' group by school_id) s
    where ${forms}),
  own_belonging as materialized (
    select m.school_id, m.organisation_id,
      datemultirange(${daysOf('m.valid')} * ${daysOf('o.operating')}) * own_school.periods as periods
    from own_school join directory.membership m using (school_id) join directory.operation o using (school_id)),
  own_holder as materialized (
    select organisation_id, range_agg(periods) as periods from own_belonging group by organisation_id),
  held_by_own as materialized (
    select e.licence_id, range_agg(datemultirange(${DAYS_OF_ENTITLEMENT} * ${daysOf('l.term')} * ${daysOf('l.valid')}) * own_holder.periods) as periods
    from own_holder join directory.entitlement e on e.holder_id = organisation_id
    join directory.licence_terms l on l.licence_id = e.licence_id
    group by e.licence_id)`;

/** The caller's schools that licence `page.id` covered. */
const COVERED_BY_LICENCE = `
  select b.school_id
  from directory.entitlement e join directory.licence_terms l on l.licence_id = e.licence_id
  join own_belonging b on b.organisation_id = e.holder_id
  where e.licence_id = page.id and b.periods && (${DAYS_OF_ENTITLEMENT} * ${daysOf('l.term')} * ${daysOf('l.valid')})`;

const IN_PERIOD = `month >= $2::date and month < $3::date and ${isOwn('s')}`;
const nothing = (requests: string) => `${roundedSql(`coalesce(${requests}, 0)`, '$4::bigint')} = 0`;

const UNUSED_TITLES = statements('unusedTitles', {
  totalCount: int,
  id: nullable(bigint),
  name: nullable(text),
  views: nullable(int),
});

const unusedTitles = (figures: string, chosen: Chosen, titles: string) =>
  UNUSED_TITLES(
    `${figures}, ${held(chosen)},
     licensed as materialized (
       select distinct c.title_id from held_by_own s join directory.coverage c on c.licence_id = s.licence_id
       where ${daysOf('c.valid')} && s.periods and ${chosen.licences}),
     used as materialized (
       select title_id, sum(streams + downloads)::bigint as requests, sum(views)::bigint as views
       from usage.monthly_sum s where ${IN_PERIOD} and ${chosen.uses} group by title_id),
     entry as materialized (
       select t.id, t.name, ${roundedSql('coalesce(used.views, 0)', '$4::bigint')} as views
       from licensed s join directory.title t on t.id = s.title_id left join used on used.title_id = s.title_id
       where ${daysOf('t.playout')} && ${PERIOD} and (t.withdrawn_at is null or t.withdrawn_at > $2::date)
         and ${nothing('used.requests')} and ${titles})
     select total.count::int as "totalCount", page.id, page.name, page.views::int as views
     from (select count(*) as count from entry) total
     left join (
       select * from entry
       where $5::text is null or (name collate "C", id) > ($5, $6::bigint)
       order by name collate "C", id limit $7) page on true
     order by page.name collate "C", page.id`,
  );

interface FoundTitle {
  readonly id: string;
  readonly name: string;
  readonly views: number;
}

/** Returns them by name, after `after`, with one more than `first` where there is one. */
export async function listUnusedTitles(
  reader: Transaction,
  { bound, kind }: Pick<Caller, 'bound' | 'kind'>,
  { first, after, base, ...uses }: UnusedQuery,
  page: { readonly first: number; readonly after: Pick<FoundTitle, 'id' | 'name'> | null },
): Promise<{ readonly rows: readonly FoundTitle[]; readonly count: number }> {
  const values = [bound, first, after, base, page.after?.name ?? null, page.after?.id ?? null, page.first + 1];
  const chosen = chosenOf(uses, values);
  const titles = isChosen(uses, TITLES, values);
  const rows = await reader.query(unusedTitles(costsOf({ kind }), chosen, titles), values);
  return {
    rows: rows.flatMap(({ id, name, views }) =>
      id === null || name === null ? [] : [{ id, name, views: views ?? 0 }],
    ),
    count: rows[0]?.totalCount ?? 0,
  };
}

const midnight = (day: string) => `(${day})::timestamp at time zone 'Europe/Berlin'`;
const FIRST_MONTH = "date_trunc('month', $2::date)::date";

/**
 * By licence, the requests of a period. Sums know only whole months: where a period begins within a month, the events
 * of the rest of that month are counted, for those licences for which it matters. A request of the same title at the
 * same school also counts if it was assigned to another licence: where it is unclear, a licence counts as used.
 */
const requestsByLicence = (uses: string) => `
  used_in_months as materialized (
    select licence_id, sum(streams + downloads)::bigint as requests
    from usage.licence_sum s where ${IN_PERIOD} and ${uses} group by licence_id),
  used as materialized (
    select licence_id, sum(requests)::bigint as requests
    from (
      select licence_id, requests from used_in_months
      union all
      select s.licence_id, count(*) as requests
      from (
        select distinct licence_id, authority_id, school_id, title_id, client from usage.licence_sum s
        where month = ${FIRST_MONTH} and month < $2::date and streams + downloads > 0 and ${isOwn('s')} and ${uses}
          and licence_id in (select licence_id from held_by_own)
          and licence_id not in (select licence_id from used_in_months where not ${nothing('requests')})) s
      join usage.event e on e.authority_id = s.authority_id and e.school_id = s.school_id and e.title_id = s.title_id
        and e.client = s.client and e.action in ('STREAM', 'DOWNLOAD')
        and e.used_at >= ${midnight('$2::date')} and e.used_at < ${midnight(`${FIRST_MONTH} + interval '1 month'`)}
      group by s.licence_id) requests
    group by licence_id)`;

const UNUSED_LICENCES = statements('unusedLicences', {
  isComplete: boolean,
  totalCount: int,
  totalCents: nullable(float),
  id: nullable(bigint),
  number: nullable(text),
  name: nullable(text),
  schools: nullable(int),
  cents: nullable(float),
  noteId: nullable(bigint),
});

/** Whether the caller may end an entitlement to the licence that is in force now, $8. */
const isEndable = (caller: Pick<Caller, 'kind'>) => `exists (
       select from directory.entitlement e
       where e.licence_id = s.licence_id and e.valid @> $8::timestamptz and e.revoked_at is null
         and ${entitlementCondition(caller, 'entitlement.amend', { owner: 'e.owner_id', holder: 'e.holder_id' }, '$1')})`;

/** $5: whether it is the worklist; $6 and $7: which rows are wanted by their notes; $8: now; $9: whether it can be ended. */
const entries = (figures: string, chosen: Chosen, endable: string) => `
     ${figures}, ${held(chosen)},
     ${requestsByLicence(chosen.uses)}, ${notesOf('UNUSED', '$1')},
     entry as materialized (
       select known.id, known.number, known.name, note.id as note_id,
         case when known.id in (select licence_id from priced) then coalesce(spent.cents, 0) end as cents
       from held_by_own s join licence known on known.id = s.licence_id
       left join used on used.licence_id = s.licence_id left join (
         select licence_id, sum(cents) as cents from own_cost group by licence_id) spent on spent.licence_id = s.licence_id
       left join note on note.object_id = known.id
       where not isempty(s.periods) and ${nothing('used.requests')} and ${chosen.licences}
         and ($5::boolean is not true or s.periods @> $2::date and s.periods @> $3::date - 1)
         and ${isWanted({ state: '$6', assignedTo: '$7', now: '$8' })}
         and ($9::boolean is null or ${endable} = $9))`;

const page = (entry: string, after: string, first: string) =>
  UNUSED_LICENCES(`${entry}
     select ${IS_COMPLETE} as "isComplete", total.count::int as "totalCount", total.cents::float8 as "totalCents",
       page.id, page.number, page.name, covered.schools::int as schools, page.cents::float8 as cents, page.note_id as "noteId"
     from (select count(*) as count, sum(cents) as cents from entry) total
     left join (
       select * from entry
       where ${after} is null or number collate "C" > ${after}
       order by number collate "C" limit ${first}) page on true
     left join lateral (
       select count(distinct school_id) as schools from (${COVERED_BY_LICENCE}) covered) covered on page.id is not null
     order by page.number collate "C"`);

const SUMS_OF_UNUSED = statements('sumUnusedLicences', SUMS);
const sums = (entry: string) =>
  SUMS_OF_UNUSED(`${entry}
     select (select count(*) from entry)::int as licences, (select sum(cents) from entry)::float8 as cents,
       (select count(distinct school_id) from entry page cross join lateral (${COVERED_BY_LICENCE}) covered)::int as schools`);

interface FoundLicence {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly schools: number;
  readonly cents: number | null;
  readonly noteId: string | null;
}

export interface FoundLicences {
  readonly rows: readonly FoundLicence[];
  readonly count: number;
  /** The cost of all of them. */
  readonly cents: number | null;
  readonly isComplete: boolean;
}

type Asker = Pick<Caller, 'bound' | 'kind'>;

/** Returns the statement up to its entries, and its values. */
function entriesOf({ bound, kind }: Asker, query: UnusedQuery | UnusedWorklist) {
  const { first, after, base } = query;
  const [throughout, notes, now, amendable] =
    'notes' in query ? [true, query.notes, new Date(query.now), query.amendable] : [false, ALL_NOTES, null, null];
  const values: unknown[] = [bound, first, after, base, throughout, ...noteParameters(notes), now, amendable];
  const chosen = chosenOf(query, values);
  const places = isAtChosenPlace(query, values);
  return {
    entry: entries(costsOf({ kind }, { places, licences: chosen.licences }), chosen, isEndable({ kind })),
    values,
  };
}

/** Returns them by number, after `after`, with one more than `first` where there is one. */
export async function listUnusedLicences(
  reader: Transaction,
  caller: Asker,
  query: UnusedQuery | UnusedWorklist,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<FoundLicences> {
  const { entry, values } = entriesOf(caller, query);
  const place = bind(values, after, 'text');
  const rows = await reader.query(page(entry, place, bind(values, first + 1, 'int')), values);
  return {
    rows: rows.flatMap(({ id, number, name, schools, cents, noteId }) =>
      id === null || number === null || name === null
        ? []
        : [{ id, number, name, schools: schools ?? 0, cents, noteId }],
    ),
    count: rows[0]?.totalCount ?? 0,
    cents: rows[0]?.totalCents ?? null,
    isComplete: rows[0]?.isComplete ?? false,
  };
}

/** Returns the sums of the whole list. */
export async function sumUnusedLicences(
  reader: Transaction,
  caller: Asker,
  query: UnusedQuery | UnusedWorklist,
): Promise<WorklistSums> {
  const { entry, values } = entriesOf(caller, query);
  return onlyRow(await reader.query(sums(entry), values));
}
