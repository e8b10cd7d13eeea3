import type { Caller } from '../../../caller/caller';
import { bigint, float, instant, int, nullable, oneOf, statements, text, texts } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { isWanted, noteParameters, notesOf } from '../../subgraph/worklist/note-queries';
import { MAX_PREPARED } from '../../subgraph/worklist/prepared-change';
import { ALL_NOTES, type NoteFilter } from '../../subgraph/worklist/worklists';
import { costsOf } from '../cost/cost-queries';
import { isOwn } from '../cost/cost-shares';
import { asksForLicences, type ChosenUses, conditionsOf } from '../report/report-filter';
import { roundedSql } from '../rounding';
import {
  DEMAND_OBSTACLES,
  type DemandGroup,
  type DemandObstacle,
  type DemandTotals,
  type LicenceOffer,
} from './demand';

export interface DemandQuery extends ChosenUses {
  readonly by: DemandGroup;
  /** The first day, and the day after the last one. */
  readonly first: string;
  readonly after: string;
  /** The number to whose multiples figures are rounded. */
  readonly base: number;
  /** Which rows of the worklist IN_DEMAND are wanted; left out where all demand is. */
  readonly notes?: NoteFilter;
}

/**
 * The order of a list: denials, descending; then the database's ids of title and school, 0 where rows are not about
 * them.
 */
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
  /** The licence that is to be assigned, and the keys of those to whom; null with the reason, where there is none. */
  readonly preparedLicence: string | null;
  readonly holders: readonly string[];
  readonly obstacle: DemandObstacle | null;
  readonly offerCents: number | null;
  readonly titlesWithoutOffer: number;
  readonly noteId: string | null;
}

interface DemandPage {
  readonly rows: readonly FoundDemand[];
  readonly count: number;
  readonly totals: DemandTotals;
}

const rounded = (column: string) => `${roundedSql(`sum(${column})::bigint`, '$4::bigint')} as ${column}`;

/**
 * By title, the licences that cover it now ($9) and do not end before, whose price the caller may read, and the
 * cheapest of them; and the cost of each row's titles, `wanted`.
 */
const OFFERS = `
  covering as materialized (
    select distinct c.title_id, l.id as licence_id, l.number, l.name, l.owner_id, l.holder_levels, price.cents,
      upper(l.term) as valid_until
    from directory.licence l join directory.price on price.licence_id = l.id join directory.coverage c on c.licence_id = l.id
    where l.owner_id in (select id from owner) and price.currency = 'EUR' and upper(l.term) > $9::timestamptz is not false
      and c.valid @> $9::timestamptz and c.title_id in (select title_id from wanted)),
  offer as materialized (
    select distinct on (title_id) title_id, count(*) over (partition by title_id) as offers, licence_id, number, name, cents,
      valid_until
    from covering order by title_id, cents, licence_id),
  wanted_offer as materialized (
    select wanted.row_title, wanted.row_school, wanted.title_id, offer.licence_id, offer.cents
    from wanted left join offer using (title_id)),
  row_offer as materialized (
    select row_title, row_school, sum(cents) as cents, sum(missing) as missing
    from (
      select row_title, row_school, licence_id, min(cents) as cents, count(*) filter (where licence_id is null) as missing
      from wanted_offer group by row_title, row_school, licence_id) licences
    group by row_title, row_school),
  total_offer as (
    select (select sum(cents) from (select distinct licence_id, cents from wanted_offer) licences) as cents,
      (select count(distinct title_id) from wanted_offer where licence_id is null) as missing)`;

/**
 * Titles that are open to all schools in the caller's reach now, by an entitlement of an organisation that all of
 * them belong to.
 */
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

/**
 * $10: whether it is the worklist IN_DEMAND, of what is still not licensed; $11 and $12: which rows are wanted by
 * their notes.
 */
const IS_IN_LIST = `($10::boolean is not true or figures.title_id not in (select title_id from licensed_now))
  and ${isWanted({ state: '$11', assignedTo: '$12', now: '$9' })}`;

const DEMAND = statements('demand', {
  totalCount: int,
  totalNotLicensed: nullable(int),
  totalLimitExceeded: nullable(int),
  totalOfferCents: nullable(float),
  totalWithoutOffer: int,
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
  preparedLicence: nullable(bigint),
  /** Keys of organisations. */
  holders: nullable(texts),
  obstacle: nullable(oneOf(DEMAND_OBSTACLES)),
  offerCents: nullable(float),
  titlesWithoutOffer: nullable(int),
  noteId: nullable(bigint),
});

/** The denials as they are shown, and whether any are left: the order and the choice of rows use only what is shown. */
const shown = (nots: string, limits: string) =>
  [nots, limits].map((count) => roundedSql(`coalesce(${count}, 0)::bigint`, '$4::bigint')).join(' + ');
const isShown = (nots: string, limits: string) => `(${shown(nots, limits)} > 0)`;
const missing = (column: string) => `sum(${column}) filter (where not has)`;

/**
 * For each title of the page, the licence to assign and its new holders: its owner, if it may hold the licence and does
 * not; otherwise the schools that wanted the title, belong to the owner, and do not have the licence. The licence that
 * serves the most denials is chosen, then the cheapest. Where there is none, the reason.
 */
const ways = (sums: string, isChosen: string) => `
  wanting as materialized (
    select page.title_id as row_title, page.school_id as row_school, s.school_id, sum(s.not_licensed) as nots,
      sum(s.limit_exceeded) as limits
    from page join ${sums} s on s.title_id = page.title_id and (page.school_id = 0 or s.school_id = page.school_id)
    where s.month >= $2::date and s.month < $3::date and s.not_licensed + s.limit_exceeded > 0 and ${isOwn('s')} and ${isChosen}
    group by 1, 2, 3),
  licensed_at as materialized (
    select distinct e.licence_id, m.school_id
    from directory.entitlement e join directory.membership m on m.organisation_id = e.holder_id and m.valid @> $9::timestamptz
    where e.licence_id in (select licence_id from covering where title_id in (select row_title from wanting))
      and m.school_id in (select school_id from wanting) and e.in_force @> $9::timestamptz),
  inside as materialized (
    select w.*, c.licence_id, c.cents, c.owner_id, o.level = any (c.holder_levels) as may_own,
      'SCHOOL' = any (c.holder_levels) as may_each, h.licence_id is not null as has
    from wanting w join covering c on c.title_id = w.row_title
    join directory.organisation o on o.id = c.owner_id
    join directory.membership own on own.school_id = w.school_id and own.organisation_id = c.owner_id and own.valid @> $9::timestamptz
    join directory.operation open on open.school_id = w.school_id and open.operating @> $9::timestamptz
    left join licensed_at h on h.licence_id = c.licence_id and h.school_id = w.school_id),
  way as materialized (
    select row_title, row_school, licence_id, cents, owner_id, may_own, may_each,
      ${isShown('sum(nots)', 'sum(limits)')} as is_inside,
      ${isShown(missing('nots'), missing('limits'))} as is_missing,
      case when may_own then ${shown(missing('nots'), missing('limits'))}
        else sum(${shown('nots', 'limits')}) filter (where not has) end as denials,
      (array_agg(school_id order by ${shown('nots', 'limits')} desc, school_id)
        filter (where not has and may_each and ${isShown('nots', 'limits')}))[:${MAX_PREPARED}] as schools
    from inside group by row_title, row_school, licence_id, cents, owner_id, may_own, may_each),
  chosen as materialized (
    select distinct on (row_title, row_school) row_title, row_school, licence_id,
      case when may_own then array[owner_id] else schools end as holders
    from way where is_missing and (may_own or schools is not null)
    order by row_title, row_school, denials desc, cents, licence_id),
  led as materialized (
    select page.title_id as row_title, page.school_id as row_school, chosen.licence_id,
      (select array_agg(holder.key order by named.place)
       from unnest(chosen.holders) with ordinality as named(id, place) join directory.organisation holder using (id)) as holders,
      case when chosen.licence_id is not null then null
           when page.title_id not in (select title_id from covering) then 'NO_OFFER'
           when not coalesce(found.is_inside, false) then 'OUTSIDE_TERRITORY'
           when not found.is_missing then 'ALREADY_ASSIGNED'
           when not found.may_hold then 'LEVEL_NOT_ALLOWED'
           else 'TOO_FEW_DENIALS' end as obstacle
    from page
    left join chosen on chosen.row_title = page.title_id and chosen.row_school = page.school_id
    left join (
      select row_title, row_school, bool_or(is_inside) as is_inside, bool_or(is_missing) as is_missing,
        bool_or(is_missing and (may_own or may_each)) as may_hold
      from way group by 1, 2) found on found.row_title = page.title_id and found.row_school = page.school_id
    where page.title_id <> 0)`;

/** The object of each row, and the titles that were wanted there as often as is shown. */
const WANTED: Record<DemandGroup, string> = {
  TITLE: 'select title_id, title_id as row_title, school_id as row_school from entry',
  TITLE_AND_SCHOOL: 'select title_id, title_id as row_title, school_id as row_school from entry',
  SCHOOL: `select title_id, 0::bigint as row_title, school_id as row_school
    from (select title_id, school_id, ${rounded('not_licensed')}, ${rounded('limit_exceeded')}
          from denied group by title_id, school_id) figures
    where not_licensed + limit_exceeded > 0 and school_id in (select school_id from entry)`,
};

const demand = (by: DemandGroup, figures: string, sums: string, isChosen: string) =>
  DEMAND(
    `${figures}, ${LICENSED_NOW}, ${notesOf('IN_DEMAND', '$1')},
     denied as materialized (
       select title_id, ${by === 'TITLE' ? '0::bigint' : 'school_id'} as school_id, not_licensed, limit_exceeded
       from ${sums} s
       where month >= $2::date and month < $3::date and not_licensed + limit_exceeded > 0 and ${isOwn('s')} and ${isChosen}),
     entry as materialized (
       select figures.*, not_licensed + limit_exceeded as denials, note.id as note_id
       from (select ${by === 'SCHOOL' ? '0::bigint' : 'title_id'} as title_id, school_id, ${rounded('not_licensed')},
               ${rounded('limit_exceeded')}
             from denied group by 1, school_id) figures
       left join note on note.object_id = figures.title_id
       where not_licensed + limit_exceeded > 0 and ${IS_IN_LIST}),
     wanted as materialized (${WANTED[by]}), ${OFFERS},
     page as materialized (
       select * from entry
       where $5::bigint is null or denials < $5::bigint
         or (denials = $5::bigint and (title_id, school_id) > ($6::bigint, $7::bigint))
       order by denials desc, title_id, school_id limit $8),
     ${ways(sums, isChosen)}
     select rows.count::int as "totalCount", total.not_licensed::int as "totalNotLicensed",
       total.limit_exceeded::int as "totalLimitExceeded", total_offer.cents::float8 as "totalOfferCents",
       total_offer.missing::int as "totalWithoutOffer", page.title_id as title, page.school_id as school,
       page.denials::int as denials, school.external_id as "schoolId", school.name as "schoolName",
       page.not_licensed::int as "notLicensed", page.limit_exceeded::int as "limitExceeded",
       offer.offers::int as offers, offer.licence_id as "licenceId", offer.number, offer.name, offer.cents::float8 as cents,
       offer.valid_until as "validUntil", led.licence_id as "preparedLicence", led.holders, led.obstacle, row_offer.cents::float8 as "offerCents", row_offer.missing::int as "titlesWithoutOffer",
       page.note_id as "noteId"
     from (select count(*) as count from entry) rows
     cross join (select ${rounded('not_licensed')}, ${rounded('limit_exceeded')} from denied) total
     cross join total_offer
     left join page on true
     left join directory.organisation school on school.id = page.school_id
     left join offer on offer.title_id = page.title_id
     left join led on led.row_title = page.title_id and led.row_school = page.school_id
     left join row_offer on row_offer.row_title = page.title_id and row_offer.row_school = page.school_id
     order by page.denials desc, page.title_id, page.school_id`,
  );

/** Returns the page after `after`, with one more than `first` where there is one. */
export async function listDemand(
  reader: Transaction,
  { bound, kind }: Pick<Caller, 'bound' | 'kind'>,
  { by, first, after, base, notes, filter, organisations }: DemandQuery,
  page: { readonly first: number; readonly after: DemandPlace | null },
  now: number,
): Promise<DemandPage> {
  const place = page.after;
  const values: unknown[] = [
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
  ];
  const isChosen = conditionsOf(filter, organisations, values).join(' and ') || 'true';
  const sums = asksForLicences(filter) ? 'usage.licence_sum' : 'usage.monthly_sum';
  const rows = await reader.query(demand(by, costsOf({ kind }), sums, isChosen), values);
  const [total] = rows;
  return {
    rows: rows.flatMap(
      ({
        title,
        school,
        denials,
        schoolId,
        schoolName,
        notLicensed,
        limitExceeded,
        offerCents,
        titlesWithoutOffer,
        noteId,
        preparedLicence,
        holders,
        obstacle,
        ...offer
      }) =>
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
                preparedLicence,
                holders: holders ?? [],
                obstacle,
                offerCents,
                titlesWithoutOffer: titlesWithoutOffer ?? 0,
                noteId,
              },
            ],
    ),
    count: total?.totalCount ?? 0,
    totals: {
      notLicensed: total?.totalNotLicensed ?? 0,
      limitExceeded: total?.totalLimitExceeded ?? 0,
      offerCents: total?.totalOfferCents ?? null,
      titlesWithoutOffer: total?.totalWithoutOffer ?? 0,
    },
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
