import { type Bounds, periodOf } from '../../../access/period';
import { rightSet, USAGE_RIGHTS } from '../../../access/right';
import {
  bigint,
  float,
  instant,
  int,
  json,
  nullable,
  oneOf,
  type RowOf,
  someOf,
  statement,
  statements,
  text,
  texts,
} from '../../../database/statement';
import { isDatabaseId } from '../../../request/values/database-id';
import { bind } from '../../subgraph/database/bind';
import { boundsOf, millisecondsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';
import { TitleKind } from '../../subgraph/schema/enums';
import {
  endOfFirst,
  type FrequentWords,
  MAX_AHEAD,
  NONE_FREQUENT,
  type Stretch,
  shortestStretch,
  titlesAhead,
  titlesExpected,
} from '../search/frequent-words';
import { anyRank, isFound, queryOf, type Rank, ranksOf, type Search } from '../search/search';
import { SCHOOL_TYPES } from '../vocabulary/school-types';
import type { Title } from './title';
import { type TitleDetails, titleDetails } from './title-details';
import type { TitleFilter } from './title-filter';
import { FILTER_CONDITIONS, filterTerms, filterValues } from './title-filter-conditions';

/** A list of titles that a client asked for: by words, by filter, and where its last page ended. */
export interface TitleList {
  readonly search: Search | null;
  readonly filter: TitleFilter;
}

/** RELEVANCE is by name where the list does not search. */
export const TITLE_ORDERS = ['RELEVANCE', 'TITLE', 'NEWEST'] as const;
export type TitleOrderName = (typeof TITLE_ORDERS)[number];

export interface TitlePage extends TitleList {
  /** RELEVANCE where it is left out. */
  readonly order?: TitleOrderName | undefined;
  readonly first: number;
  /** The place of the last title of the page before. */
  readonly after: TitlePlace | null;
}

/** In the order of a list: by rank where it searches for relevance, or the newest first; by name, by id. */
export interface TitlePlace {
  /** 0 where neither is the order. Of the newest, since when the catalogue has it, in epoch milliseconds. */
  readonly rank: number;
  readonly sortKey: string;
  readonly id: string;
}

/** What was found, in the order of the list. */
export interface FoundTitles<Row> {
  readonly rows: readonly Row[];
  /** Of each row; 0 where the list does not search. */
  readonly ranks: readonly number[];
}

export const TITLE_COLUMNS = `
  t.id, t.number, t.name, t.subtitle, t.series, t.description, p.name as publisher, t.kind, t.subjects,
  t.subject_codes as "subjectCodes", t.keywords, t.competences as "competenceCodes", t.grade_from as "gradeFrom",
  t.grade_until as "gradeUntil", t.school_types as "schoolTypes", t.languages, t.age_rating as "ageRating", t.year,
  t.duration_seconds as "durationSeconds", t.rights, t.open_licence as "openLicenceId", t.withdrawn_at as "withdrawnAt",
  t.unknown_codes as "unknownCodes", t.source, t.source_id as "sourceId", t.version, t.added_at as "addedAt",
  t.changed_at as "changedAt", t.sort_key as "sortKey",
  ${boundsOf('t.playout')} as playout, ${millisecondsOf('t.withdrawn_at')} as gone`;

export const TITLE = {
  id: bigint,
  number: text,
  name: text,
  subtitle: nullable(text),
  series: nullable(text),
  description: text,
  publisher: text,
  kind: oneOf(Object.values(TitleKind)),
  subjects: texts,
  subjectCodes: texts,
  keywords: texts,
  competenceCodes: texts,
  gradeFrom: nullable(int),
  gradeUntil: nullable(int),
  schoolTypes: someOf(SCHOOL_TYPES),
  languages: texts,
  ageRating: nullable(int),
  year: nullable(int),
  durationSeconds: nullable(int),
  rights: someOf(USAGE_RIGHTS),
  openLicenceId: nullable(text),
  withdrawnAt: nullable(instant),
  unknownCodes: texts,
  source: nullable(text),
  sourceId: nullable(text),
  version: int,
  addedAt: instant,
  changedAt: instant,
  sortKey: text,
  playout: json<Bounds>(),
  /** When it was withdrawn, to the microsecond: the rule says of each instant what SQL says. */
  gone: nullable(float),
};
export type TitleRow = RowOf<typeof TITLE>;

export function toTitle({ playout, gone, ...row }: TitleRow): Title {
  return {
    ...row,
    facts: {
      playout: periodOf(playout),
      withdrawnAt: gone ?? Infinity,
      rights: rightSet(row.rights),
      openlyLicensed: row.openLicenceId !== null,
    },
  };
}

/** The conditions of a list on `licences.title t`. @param values those of its filter, and what else was bound */
export function listConditions({ search, filter }: TitleList, values: unknown[], frequent: FrequentWords): string {
  const stretch = shortestStretch(frequent, filterTerms(filter));
  const hasTerm = (terms: string) =>
    `t.id in (select w.title_id from licences.title_term w where w.term = any (${terms}))`;
  const isShort = stretch !== null && stretch.share < WORTH_READING;
  return [
    FILTER_CONDITIONS,
    ...(isShort ? [hasTerm(bind(values, stretch.terms, 'text[]'))] : []),
    ...(search ? [isFound(search, values)] : []),
  ].join(' and ');
}

/** How many titles a list has, at a guess; Infinity where nothing is known. */
export function titlesIn({ search, filter }: TitleList, frequent: FrequentWords): number {
  return titlesExpected(frequent, search && queryOf(search), shortestStretch(frequent, filterTerms(filter)));
}

/** Of which share of all titles at the most it is quicker to look each up by its id than to read all. */
const WORTH_READING = 0.05;

/**
 * The queries of `with` by which `page` has `id`, `sort_key` and `rank` of the titles of a page, with one more than asked for
 * where there is one: by name, in the order of an index; where words are searched for, by relevance first. Then each rank is
 * looked for by itself, and only where the better ones do not fill the page: a word that a quarter of all titles have costs
 * no more than its best places.
 *
 * @param conditions that a title fulfils besides
 */
export function pageQueries(
  page: TitlePage,
  conditions: string,
  values: unknown[],
  frequent: FrequentWords = NONE_FREQUENT,
): string {
  const { search, filter, order, first, after } = page;
  const most = bind(values, first + 1, 'int');
  const isLarge = frequent.titles >= LARGE;
  const name = `(${bind(values, after?.sortKey ?? null, 'text')}, ${bind(values, after?.id ?? null, 'bigint')})`;
  const found = (listed: Listed, rank: Rank) => {
    if (rank.query === null) return lookedUp(listed, rank);
    const ofFilter = filterTerms(filter);
    const stretch = shortestStretch(frequent, [...(rank.terms ?? []), ...ofFilter]);
    const isOfWords = stretch !== null && !ofFilter.includes(stretch.terms as string[]);
    const ahead = titlesAhead(frequent, rank.query, first + 1, stretch, isOfWords);
    if (ahead === 0) {
      const end = endOf(listed, rank);
      return end === null
        ? lookedUp(listed, rank)
        : firstOrLookedUp(listed, rank, lookedUp(until(listed, end, values), rank));
    }
    return ahead === Infinity ? goneThrough(listed, rank, stretch, null, values) : both(listed, rank, stretch, ahead);
  };
  /** Of several words, the index holds long lists against each other, and that twice would take longer. */
  const endOf = ({ isByName, from }: Listed, { query, without, begins }: Rank) =>
    query === null || begins || search?.words.length !== 1
      ? null
      : endOfFirst(frequent, isByName ? 'byName' : 'newest', { query, without }, first + 1, from);
  const both = (listed: Listed, rank: Rank, stretch: Stretch | null, ahead: number) =>
    firstOrLookedUp(listed, rank, goneThrough(listed, rank, stretch, bind(values, ahead, 'int'), values));
  const anyOf = (listed: Listed) => {
    if (search) return found(listed, anyRank(search, values));
    const stretch = shortestStretch(frequent, filterTerms(filter));
    if (stretch) return goneThrough(listed, ALL, stretch, null, values);
    return isLarge && isNarrowed(page)
      ? both(listed, ALL, null, MAX_AHEAD)
      : goneThrough(listed, ALL, null, null, values);
  };
  if (order === 'NEWEST') {
    const added = bind(values, after ? new Date(after.rank) : null, 'timestamptz');
    const place = (table: string, id: string) =>
      `(${added} is null or ${table}.added_at <= ${added}
        and (${table}.added_at < ${added} or (${table}.sort_key, ${table}.${id}) > ${name}))`;
    const columns = 't.id, t.sort_key, t.added_at, 0 as rank';
    return `page as (${anyOf({ columns, isByName: false, place, from: after?.rank ?? null, conditions, areLast: isLarge, most })})`;
  }
  const rank = bind(values, after?.rank ?? null, 'int');
  const listed = (of: number): Listed => ({
    columns: `t.id, t.sort_key, ${of} as rank`,
    isByName: true,
    place: (table, id) =>
      `(${rank} is null or ${rank} < ${of} or ${rank} = ${of} and (${table}.sort_key, ${table}.${id}) > ${name})`,
    from: after?.rank === of ? after.sortKey : null,
    conditions,
    areLast: isLarge,
    most,
  });
  if (!search || order === 'TITLE') return `page as (${anyOf(listed(0))})`;
  const ranks = ranksOf(search, values).map((one, of) => {
    const better = Array.from({ length: of }, (_, at) => `(select count(*) from rank_${at})`);
    const isOpen = of > 0 ? `${better.join(' + ')} < ${most}` : 'true';
    return `rank_${of} as materialized (${found({ ...listed(of), isOpen }, one)})`;
  });
  const all = ranks.map((_, of) => `select * from rank_${of}`);
  return `${ranks.join(', ')},
    page as (${all.join(' union all ')} order by rank, sort_key, id limit ${most})`;
}

/** From so many titles on, what would go through all of them is bounded. */
const LARGE = 50_000;

/** Whether a list leaves titles out by what it asks for itself. */
export function isNarrowed({ search, filter }: TitleList): boolean {
  return search !== null || Object.values(filter).some((value) => value != null);
}

const ALL: Rank = { condition: 'true', besides: 'true', query: null };

/** The first titles in an order, which an index has. */
interface Listed {
  readonly columns: string;
  /** By name; else the newest first, and those of one instant by name. */
  readonly isByName: boolean;
  /** The condition that a title comes after the page before: of a table with sort keys, and its column of ids. */
  readonly place: (table: string, id: string) => string;
  /** Where the page before ended, in the first column of the order. */
  readonly from: string | number | null;
  /**
   * All others but those of filter and search, and whether a title is held to them once all are sorted, as to what a rank has besides:
   * each costs a look at its packages.
   */
  readonly conditions: string;
  readonly areLast: boolean;
  readonly most: string;
  /** Whether any are wanted, by a condition on no title. */
  readonly isOpen?: string;
}

function orderOf({ isByName }: Listed, table = 't', id = 'id'): string {
  return `${isByName ? '' : `${table}.added_at desc, `}${table}.sort_key, ${table}.${id}`;
}

/**
 * The first that a search or a filter finds. By the words of the search, in the index: all of them are found, and sorted. `offset 0`
 * keeps the planner from going through all titles in their order for a few that it takes to be many: of 60,000 titles, a word that
 * none had took 180 ms instead of 2.
 */
function lookedUp(listed: Listed, { condition, besides, begins = ANYWHERE }: Rank): string {
  const { columns, place, conditions, areLast, most, isOpen = 'true' } = listed;
  const order = orderOf(listed);
  const costly = `${besides} and ${conditions}`;
  const found = `from licences.title t where ${FILTER_CONDITIONS} and ${condition}
    and ${areLast ? 'true' : costly} and ${begins('t')} and ${place('t', 'id')} and ${isOpen}`;
  if (!areLast) return `select ${columns} from (select * ${found} offset 0) t order by ${order} limit ${most}`;
  /** What is sorted is short, and titles are read again in this order, as far as they are needed. */
  return `
    select ${columns} from (select t.id, t.sort_key, t.added_at ${found} order by ${order} offset 0) hit
    cross join lateral (select * from licences.title t where t.id = hit.id offset 0) t
    where ${costly} order by ${orderOf(listed, 'hit')} limit ${most}`;
}

const ANYWHERE = () => 'true';

/**
 * The first, gone through in their order until the page is full.
 *
 * @param stretch the titles that are gone through; null: all of them
 * @param ahead how many at the most, of each term; null: to the end
 */
function goneThrough(
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

/** Those of the list up to an end. */
function until(listed: Listed, end: string | number, values: unknown[]): Listed {
  const isBefore = listed.isByName
    ? (table: string) => `${table}.sort_key < ${bind(values, end, 'text')}`
    : (table: string) => `${table}.added_at > ${bind(values, new Date(end), 'timestamptz')}`;
  return { ...listed, place: (table, id) => `${listed.place(table, id)} and ${isBefore(table)}` };
}

/** The first of some titles, and looked up among all where those do not fill the page. */
function firstOrLookedUp(listed: Listed, rank: Rank, ofSome: string): string {
  const { isOpen = 'true', most } = listed;
  const count = '(select count(*) from ahead)';
  return `
    with ahead as materialized (${ofSome})
    select * from ahead where ${count} = ${most}
    union all select * from (${lookedUp({ ...listed, isOpen: `${isOpen} and ${count} < ${most}` }, rank)}) looked_up`;
}

const FIND_TITLES = statement(
  'findTitles',
  `select ${TITLE_COLUMNS} from licences.title t join licences.publisher p on p.id = t.publisher_id where t.id = any ($1)`,
  TITLE,
);

/** Titles by id. Unknown ids, and ids that are no numbers, are left out. */
export async function findTitles(session: Transaction, ids: readonly string[]): Promise<Title[]> {
  const rows = await session.query(FIND_TITLES, [ids.filter(isDatabaseId)]);
  return rows.map(toTitle);
}

const FIND_TITLE_DETAILS = statement(
  'findTitleDetails',
  'select t.id, t.details::json as details from licences.title t where t.id = any ($1)',
  { id: bigint, details: json<TitleDetails>() },
);

/** What of titles is only shown. */
export async function findTitleDetails(
  session: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TitleDetails>> {
  const rows = await session.query(FIND_TITLE_DETAILS, [ids.filter(isDatabaseId)]);
  return new Map(rows.map(({ id, details }) => [id, titleDetails(details)]));
}

const LIST_TITLES = statements('listTitles', { ...TITLE, rank: int });

/** A page of the catalogue, with one title more than asked for where there is one. */
export async function listTitles(
  session: Transaction,
  page: TitlePage,
  frequent?: FrequentWords,
): Promise<FoundTitles<Title>> {
  const values = filterValues(page);
  const rows = await session.query(
    LIST_TITLES(`with ${pageQueries(page, 'true', values, frequent)}
   select ${TITLE_COLUMNS}, page.rank
   from page join licences.title t on t.id = page.id join licences.publisher p on p.id = t.publisher_id
   order by ${pageOrder(page)}`),
    values,
  );
  return foundTitles(rows, toTitle);
}

/** The order of `page`. A rank that is one for all would be sorted by. */
export function pageOrder({ search, order }: TitlePage): string {
  const first = order === 'NEWEST' ? 'page.added_at desc, ' : search ? 'page.rank, ' : '';
  return `${first}page.sort_key, page.id`;
}

/** @param rows with their ranks */
export function foundTitles<Row extends { readonly rank: number }, Found>(
  rows: readonly Row[],
  toFound: (row: Omit<Row, 'rank'>) => Found,
): FoundTitles<Found> {
  return { rows: rows.map(({ rank, ...row }) => toFound(row)), ranks: rows.map(({ rank }) => rank) };
}

const COUNT_TITLES = statements('countTitles', { count: int });

export async function countTitles(
  session: Transaction,
  list: TitleList,
  frequent: FrequentWords = NONE_FREQUENT,
): Promise<number> {
  const values = filterValues(list);
  const conditions = listConditions(list, values, frequent);
  const [row] = await session.query(
    COUNT_TITLES(`select count(*)::int as count from licences.title t where ${conditions}`),
    values,
  );
  return row?.count ?? 0;
}

/** What titles have: what a filter may name. */
export interface CatalogueValues {
  readonly subjects: ReadonlySet<string>;
  readonly publishers: ReadonlySet<string>;
  readonly languages: ReadonlySet<string>;
}

const FIND_CATALOGUE_VALUES = statement(
  'findCatalogueValues',
  `with described as materialized (select distinct subjects, languages from licences.title)
   select array(select distinct unnest(subjects) from described) as subjects,
   array(select name from licences.publisher) as publishers,
   array(select distinct unnest(languages) from described) as languages`,
  { subjects: texts, publishers: texts, languages: texts },
);

export async function findCatalogueValues(session: Transaction): Promise<CatalogueValues> {
  const [row] = await session.query(FIND_CATALOGUE_VALUES);
  return { subjects: new Set(row?.subjects), publishers: new Set(row?.publishers), languages: new Set(row?.languages) };
}
