/** The queries for a page of titles: the first titles of a list, in its order, that search, filter and licences leave. */
import { bind } from '../../subgraph/database/bind';
import type { WithCandidates } from '../search/candidates';
import {
  endOfFirst,
  type FrequentWords,
  MAX_AHEAD,
  type Stretch,
  shortestStretch,
  titlesAhead,
} from '../search/frequent-words';
import { anyRank, type Rank, rankOf, ranksOf, type Search } from '../search/search';
import { FILTER_CONDITIONS, filterTerms } from './title-filter-conditions';
import { isNarrowed, type TitlePage } from './title-page';

/**
 * Returns the queries of `with` by which `page` has `id`, `sort_key` and `rank` of the titles of a page, with one more
 * than asked for where there is one.
 *
 * @param conditions further conditions on `licences.title t`
 */
export function pageQueries(
  page: WithCandidates<TitlePage>,
  conditions: string,
  values: unknown[],
  frequent: FrequentWords,
): string {
  const { search, order, first, after, candidates } = page;
  const isByRank = search !== null && order !== 'NEWEST' && order !== 'TITLE';
  const most = bind(values, first + 1, 'int');
  const name = `(${bind(values, after?.sortKey ?? null, 'text')}, ${bind(values, after?.id ?? null, 'bigint')})`;
  const shared = { conditions, areLast: frequent.titles >= LARGE, most };
  const isAfter = (table: string, id: string) => `(${table}.sort_key, ${table}.${id}) > ${name}`;

  if (order === 'NEWEST') {
    const added = bind(values, after ? new Date(after.rank) : null, 'timestamptz');
    const listed: Listed = {
      ...shared,
      columns: 't.id, t.sort_key, t.added_at, 0 as rank',
      isByName: false,
      place: (table, id) =>
        `(${added} is null or ${table}.added_at <= ${added} and (${table}.added_at < ${added} or ${isAfter(table, id)}))`,
      from: after?.rank ?? null,
    };
    return `page as (${candidates ? fromCandidates(listed, candidates, values) : anyTitles(listed, page, values, frequent)})`;
  }

  const rank = bind(values, after?.rank ?? null, 'int');
  const listed = (of: number): Listed => ({
    ...shared,
    columns: `t.id, t.sort_key, ${of} as rank`,
    isByName: true,
    place: (table, id) => `(${rank} is null or ${rank} < ${of} or ${rank} = ${of} and ${isAfter(table, id)})`,
    from: after?.rank === of ? after.sortKey : null,
  });
  if (candidates && isByRank)
    return `page as (${rankedCandidates({ search, ...listed(0) }, candidates, values, rank, isAfter)})`;
  if (!isByRank)
    return `page as (${candidates ? fromCandidates(listed(0), candidates, values) : anyTitles(listed(0), page, values, frequent)})`;
  const ranks = ranksOf(search, values).map((one, of) => {
    const better = Array.from({ length: of }, (_, at) => `(select count(*) from rank_${at})`);
    const isOpen = of > 0 ? `${better.join(' + ')} < ${most}` : 'true';
    return `rank_${of} as materialized (${titlesOfRank({ ...listed(of), isOpen }, one, page, values, frequent)})`;
  });
  const all = ranks.map((_, of) => `select * from rank_${of}`);
  return `${ranks.join(', ')},
    page as (${all.join(' union all ')} order by rank, sort_key, id limit ${most})`;
}

/** From this size of the catalogue on, scans of all titles are bounded. */
const LARGE = 50_000;

const ALL: Rank = { condition: 'true', besides: 'true', query: null };

/** A part of a page: the first titles in an order that an index has. */
interface Listed {
  readonly columns: string;
  /** Otherwise the newest come first, and those of one instant by name. */
  readonly isByName: boolean;
  /** The condition that a title comes after the page before. It takes a table with sort keys, and its column of ids. */
  readonly place: (table: string, id: string) => string;
  /** Where the page before ended, in the first column of the order. */
  readonly from: string | number | null;
  /** The conditions besides filter and search. */
  readonly conditions: string;
  /** Whether these, and what a rank has besides, are checked after sorting: each title costs a look at its packages. */
  readonly areLast: boolean;
  readonly most: string;
  /** A condition on no title: whether any titles are needed. */
  readonly isOpen?: string;
}

function orderOf({ isByName }: Listed, table = 't', id = 'id'): string {
  return `${isByName ? '' : `${table}.added_at desc, `}${table}.sort_key, ${table}.${id}`;
}

/** Titles of any rank, or of a list that is not searched. */
function anyTitles(listed: Listed, page: TitlePage, values: unknown[], frequent: FrequentWords): string {
  if (page.search) return titlesOfRank(listed, anyRank(page.search, values), page, values, frequent);
  const stretch = shortestStretch(frequent, filterTerms(page.filter));
  const isBounded = stretch === null && listed.areLast && isNarrowed(page);
  return isBounded
    ? firstOf(listed, ALL, orderedScan(listed, ALL, null, bind(values, MAX_AHEAD, 'int'), values))
    : orderedScan(listed, ALL, stretch, null, values);
}

/** Each rank is read by itself, and only where the better ones do not fill the page. */
function titlesOfRank(
  listed: Listed,
  rank: Rank,
  { filter, first }: TitlePage,
  values: unknown[],
  frequent: FrequentWords,
): string {
  if (rank.query === null) return indexLookup(listed, rank);
  const ofFilter = filterTerms(filter);
  const stretch = shortestStretch(frequent, [...(rank.terms ?? []), ...ofFilter]);
  const isOfWords = stretch !== null && !ofFilter.includes(stretch.terms as string[]);
  const ahead = titlesAhead(frequent, rank.query, first + 1, stretch, isOfWords);
  if (ahead === Infinity) return orderedScan(listed, rank, stretch, null, values);
  if (ahead > 0) return firstOf(listed, rank, orderedScan(listed, rank, stretch, bind(values, ahead, 'int'), values));
  const { query, without, begins } = rank;
  const order = listed.isByName ? 'byName' : 'newest';
  const end = begins ? null : endOfFirst(frequent, order, { query, without }, first + 1, listed.from);
  return end === null
    ? indexLookup(listed, rank)
    : firstOf(listed, rank, indexLookup(until(listed, end, values), rank));
}

/** Candidates in an order that does not depend on the search. */
function fromCandidates(listed: Listed, candidates: readonly string[], values: unknown[]): string {
  return indexLookup(listed, { ...ALL, condition: `t.id = any (${bind(values, candidates, 'bigint[]')})` });
}

/** Candidates by relevance. They are ranked and sorted first; the conditions are checked until the page is full. */
function rankedCandidates(
  { search, conditions, most }: Listed & { readonly search: Search },
  candidates: readonly string[],
  values: unknown[],
  after: string,
  isAfter: (table: string, id: string) => string,
): string {
  return `
    select hit.id, hit.sort_key, hit.rank from (
      select * from (
        select t.id, t.sort_key, ${rankOf(search, values)} as rank from licences.title t
        where t.id = any (${bind(values, candidates, 'bigint[]')}) and ${FILTER_CONDITIONS}) hit
      where ${after} is null or hit.rank > ${after} or hit.rank = ${after} and ${isAfter('hit', 'id')}
      order by hit.rank, hit.sort_key, hit.id offset 0) hit
    cross join lateral (select * from licences.title t where t.id = hit.id offset 0) t
    where ${conditions} order by hit.rank, hit.sort_key, hit.id limit ${most}`;
}

/**
 * The first titles of those that an index finds, which are all read and sorted. `offset 0` keeps the planner from
 * scanning all titles in their order where it expects many: with 60,000 titles, a word that none had took 180 ms
 * instead of 2.
 */
function indexLookup(listed: Listed, { condition, besides, begins = ANYWHERE }: Rank): string {
  const { columns, place, conditions, areLast, most, isOpen = 'true' } = listed;
  const order = orderOf(listed);
  const costly = `${besides} and ${conditions}`;
  const found = `from licences.title t where ${FILTER_CONDITIONS} and ${condition}
    and ${areLast ? 'true' : costly} and ${begins('t')} and ${place('t', 'id')} and ${isOpen}`;
  if (!areLast) return `select ${columns} from (select * ${found} offset 0) t order by ${order} limit ${most}`;
  /** Only short rows are sorted. Titles are read again in this order, until the page is full. */
  return `
    select ${columns} from (select t.id, t.sort_key, t.added_at ${found} order by ${order} offset 0) hit
    cross join lateral (select * from licences.title t where t.id = hit.id offset 0) t
    where ${costly} order by ${orderOf(listed, 'hit')} limit ${most}`;
}

const ANYWHERE = () => 'true';

/**
 * The first titles, scanned in their order until the page is full.
 *
 * @param stretch the titles that are scanned; null: all of them
 * @param ahead how many at the most, of each term; null: to the end
 */
function orderedScan(
  listed: Listed,
  { condition, besides, begins = ANYWHERE }: Rank,
  stretch: Stretch | null,
  ahead: string | null,
  values: unknown[],
): string {
  const { columns, place, conditions, most, isOpen = 'true' } = listed;
  const order = orderOf(listed);
  const fits = `${FILTER_CONDITIONS} and ${condition} and ${besides} and ${conditions}`;
  const limit = ahead === null ? '' : `limit ${ahead}`;
  if (stretch === null) {
    const from = `licences.title t where ${place('t', 'id')} and ${begins('t')} and ${isOpen}`;
    return ahead === null
      ? `select ${columns} from ${from} and ${fits} order by ${order} limit ${most}`
      : `select ${columns} from (select * from ${from} order by ${order} ${limit}) t
         where ${fits} order by ${order} limit ${most}`;
  }
  /** `offset 0`: each title is looked up by its id, in the order of the terms, and no more of them than are needed. */
  return `
    select ${columns} from (
      select distinct hit.id, hit.sort_key, hit.added_at
      from unnest(${bind(values, stretch.terms, 'text[]')}) as had(term) cross join lateral (
        select t.id, t.sort_key, t.added_at
        from (
          select w.sort_key, w.title_id, w.added_at from licences.title_term w
          where w.term = had.term ${listed.isByName ? '' : "and strpos(w.term, ':') > 0"}
            and ${place('w', 'title_id')} and ${begins('w')} and ${isOpen}
          order by ${orderOf(listed, 'w', 'title_id')} ${limit}) w
        cross join lateral (select * from licences.title t where t.id = w.title_id offset 0) t
        where ${fits} order by ${orderOf(listed, 'w', 'title_id')} limit ${most}) hit) t
    order by ${order} limit ${most}`;
}

/** The titles of the list that come before `end`. */
function until(listed: Listed, end: string | number, values: unknown[]): Listed {
  const isBefore = listed.isByName
    ? (table: string) => `${table}.sort_key < ${bind(values, end, 'text')}`
    : (table: string) => `${table}.added_at > ${bind(values, new Date(end), 'timestamptz')}`;
  return { ...listed, place: (table, id) => `${listed.place(table, id)} and ${isBefore(table)}` };
}

/** The titles of `attempt`, which reads only the beginning of the list; where they do not fill the page, all are looked up. */
function firstOf(listed: Listed, rank: Rank, attempt: string): string {
  const { isOpen = 'true', most } = listed;
  const count = '(select count(*) from ahead)';
  return `
    with ahead as materialized (${attempt})
    select * from ahead where ${count} = ${most}
    union all select * from (${indexLookup({ ...listed, isOpen: `${isOpen} and ${count} < ${most}` }, rank)}) looked_up`;
}
