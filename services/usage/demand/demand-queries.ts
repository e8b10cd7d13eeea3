import type { Caller } from '../../../caller/caller';
import { bigint, float, instant, int, nullable, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { isWanted, noteParameters, notesOf } from '../../subgraph/worklist/note-queries';
import { ALL_NOTES, type NoteFilter } from '../../subgraph/worklist/worklists';
import { costsOf } from '../cost/cost-queries';
import { isOwn } from '../cost/cost-shares';
import { roundedSql } from '../rounding';
import type { DemandGroup, DemandTotals, LicenceOffer } from './demand';

export interface DemandAsked {
  readonly by: DemandGroup;
  /** The first day, and the day after the last one. */
  readonly first: string;
  readonly after: string;
  /** What figures are rounded to. */
  readonly base: number;
  /** What is wanted of the worklist IN_DEMAND; left out where all demand is. */
  readonly notes?: NoteFilter;
}

/** In the order of a list: denials, downwards; then the database's ids of title and school, 0 where rows are not about them. */
export interface DemandPlace {
  readonly denials: number;
  readonly title: string;
  readonly school: string;
}

export interface FoundDemand extends DemandPlace {
  readonly schoolId: string | null;
  readonly schoolName: string | null;
  readonly notLicensed: number;
  readonly limitExceeded: number;
  readonly offers: number;
  readonly cheapestOffer: LicenceOffer | null;
  readonly noteId: string | null;
}

export interface DemandPage {
  readonly rows: readonly FoundDemand[];
  readonly count: number;
  readonly totals: DemandTotals;
}

const rounded = (column: string) => `${roundedSql(`sum(${column})::bigint`, '$4::bigint')} as ${column}`;

/** $9: now. Of the licences that cover the title and do not end before, those that the caller may read the price of. */
const OFFERS = `
  select count(*) over () as offers, l.id as licence_id, l.number, l.name, price.cents, upper(l.term) as valid_until
  from directory.licence l join directory.price on price.licence_id = l.id
  where l.owner_id in (select id from owner) and price.currency = 'EUR' and upper(l.term) > $9::timestamptz is not false
    and exists (select from directory.coverage c
                where c.licence_id = l.id and c.title_id = page.title_id and c.valid @> $9::timestamptz)
  order by price.cents, l.id limit 1`;

/** Titles that are open to all schools in the caller's reach now, by an entitlement of one that all of them belong to. */
const LICENSED_NOW = `
  everywhere as materialized (
    select m.organisation_id from directory.membership m
    where m.school_id in (select school_id from reach) and m.valid @> $9::timestamptz
    group by m.organisation_id having count(*) = (select count(*) from reach)),
  licensed_now as materialized (
    select distinct c.title_id
    from directory.entitlement e
    join directory.licence l on l.id = e.licence_id and l.term @> $9::timestamptz
    join directory.coverage c on c.licence_id = l.id and c.valid @> $9::timestamptz
    where e.holder_id in (select organisation_id from everywhere) and e.in_force @> $9::timestamptz)`;

/** $10: whether it is the worklist IN_DEMAND, of what is still not licensed; $11 and $12: what is wanted by its notes. */
const IS_IN_LIST = `($10::boolean is not true or figures.title_id not in (select title_id from licensed_now))
  and ${isWanted({ state: '$11', assignedTo: '$12', now: '$9' })}`;

const demand = (by: DemandGroup, figures: string) =>
  statement(
    `demandBy${by}`,
    `${figures}, ${LICENSED_NOW}, ${notesOf('IN_DEMAND', '$1')},
     denied as materialized (
       select ${by === 'SCHOOL' ? '0::bigint' : 'title_id'} as title_id, ${by === 'TITLE' ? '0::bigint' : 'school_id'} as school_id,
         not_licensed, limit_exceeded
       from usage.monthly_sum s
       where month >= $2::date and month < $3::date and not_licensed + limit_exceeded > 0 and ${isOwn('s')}),
     entry as materialized (
       select figures.*, not_licensed + limit_exceeded as denials, note.id as note_id
       from (select title_id, school_id, ${rounded('not_licensed')}, ${rounded('limit_exceeded')}
             from denied group by title_id, school_id) figures
       left join note on note.object_id = figures.title_id
       where not_licensed + limit_exceeded > 0 and ${IS_IN_LIST})
     select rows.count::int as "totalCount", total.not_licensed::int as "totalNotLicensed",
       total.limit_exceeded::int as "totalLimitExceeded", page.title_id as title, page.school_id as school,
       page.denials::int as denials, school.external_id as "schoolId", school.name as "schoolName",
       page.not_licensed::int as "notLicensed", page.limit_exceeded::int as "limitExceeded",
       offer.offers::int as offers, offer.licence_id as "licenceId", offer.number, offer.name, offer.cents::float8 as cents,
       offer.valid_until as "validUntil", page.note_id as "noteId"
     from (select count(*) as count from entry) rows
     cross join (select ${rounded('not_licensed')}, ${rounded('limit_exceeded')} from denied) total
     left join (
       select * from entry
       where $5::bigint is null or denials < $5::bigint
         or (denials = $5::bigint and (title_id, school_id) > ($6::bigint, $7::bigint))
       order by denials desc, title_id, school_id limit $8) page on true
     left join directory.organisation school on school.id = page.school_id
     left join lateral (${OFFERS}) offer on page.title_id <> 0
     order by page.denials desc, page.title_id, page.school_id`,
    {
      totalCount: int,
      totalNotLicensed: nullable(int),
      totalLimitExceeded: nullable(int),
      title: nullable(bigint),
      school: nullable(bigint),
      denials: nullable(int),
      schoolId: nullable(text),
      schoolName: nullable(text),
      notLicensed: nullable(int),
      limitExceeded: nullable(int),
      offers: nullable(int),
      licenceId: nullable(bigint),
      number: nullable(text),
      name: nullable(text),
      cents: nullable(float),
      validUntil: nullable(instant),
      noteId: nullable(bigint),
    },
  );

const DEMANDS = {
  TITLE: byCondition(costsOf, (figures) => demand('TITLE', figures)),
  SCHOOL: byCondition(costsOf, (figures) => demand('SCHOOL', figures)),
  TITLE_AND_SCHOOL: byCondition(costsOf, (figures) => demand('TITLE_AND_SCHOOL', figures)),
};

/** From the one after `after`; one more than `first` where there is one. */
export async function listDemand(
  reader: Transaction,
  { bound, kind }: Pick<Caller, 'bound' | 'kind'>,
  { by, first, after, base, notes }: DemandAsked,
  page: { readonly first: number; readonly after: DemandPlace | null },
  now: number,
): Promise<DemandPage> {
  const place = page.after;
  const rows = await reader.query(DEMANDS[by]({ kind }), [
    bound,
    first,
    after,
    base,
    place?.denials ?? null,
    place?.title ?? null,
    place?.school ?? null,
    page.first + 1,
    new Date(now),
    notes !== undefined,
    ...noteParameters(notes ?? ALL_NOTES),
  ]);
  const [total] = rows;
  return {
    rows: rows.flatMap(
      ({ title, school, denials, schoolId, schoolName, notLicensed, limitExceeded, noteId, ...offer }) =>
        title === null || school === null || denials === null
          ? []
          : [
              {
                title,
                school,
                denials,
                schoolId,
                schoolName,
                notLicensed: notLicensed ?? 0,
                limitExceeded: limitExceeded ?? 0,
                offers: offer.offers ?? 0,
                cheapestOffer: offerOf(offer),
                noteId,
              },
            ],
    ),
    count: total?.totalCount ?? 0,
    totals: { notLicensed: total?.totalNotLicensed ?? 0, limitExceeded: total?.totalLimitExceeded ?? 0 },
  };
}

function offerOf({
  licenceId,
  number,
  name,
  cents,
  validUntil,
}: { [Part in keyof LicenceOffer]: LicenceOffer[Part] | null }) {
  if (licenceId === null || number === null || name === null || cents === null) return null;
  return { licenceId, number, name, cents, validUntil };
}
