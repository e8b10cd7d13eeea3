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
import { type FrequentWords, MOST_AHEAD, NONE_FREQUENT, titlesAhead } from '../search/frequent-words';
import { anyRank, isFound, type Rank, ranksOf, type Search } from '../search/search';
import { SCHOOL_TYPES } from '../vocabulary/school-types';
import type { Title } from './title';
import { type TitleDetails, titleDetails } from './title-details';
import type { TitleFilter } from './title-filter';
import { FILTER_CONDITIONS, filterValues } from './title-filter-conditions';

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
export function listConditions({ search }: TitleList, values: unknown[]): string {
  return search ? `${FILTER_CONDITIONS} and ${isFound(search, values)}` : FILTER_CONDITIONS;
}

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
  const { search, order, first, after } = page;
  const most = bind(values, first + 1, 'int');
  const isLarge = frequent.titles >= LARGE;
  const name = `(${bind(values, after?.sortKey ?? null, 'text')}, ${bind(values, after?.id ?? null, 'bigint')})`;
  const found = (listed: Listed, rank: Rank) => {
    const ahead = rank.query === null ? 0 : titlesAhead(frequent, rank.query, first + 1);
    return foundFirst(listed, rank, ahead > 0 ? bind(values, ahead, 'int') : null);
  };
  const anyOf = (listed: Listed) => {
    if (search) return found(listed, anyRank(search, values));
    const isBounded = isLarge && isNarrowed(page);
    return isBounded ? foundFirst(listed, ALL, bind(values, MOST_AHEAD, 'int')) : firstOf(listed);
  };
  if (order === 'NEWEST') {
    const added = bind(values, after ? new Date(after.rank) : null, 'timestamptz');
    const place = `(${added} is null or t.added_at <= ${added} and (t.added_at < ${added} or (t.sort_key, t.id) > ${name}))`;
    const columns = 't.id, t.sort_key, t.added_at, 0 as rank';
    return `page as (${anyOf({ columns, order: BY_AGE, place, conditions, areLast: isLarge, most })})`;
  }
  const rank = bind(values, after?.rank ?? null, 'int');
  const listed = (of: number) => ({
    columns: `t.id, t.sort_key, ${of} as rank`,
    order: BY_NAME,
    place: `(${rank} is null or ${rank} < ${of} or ${rank} = ${of} and (t.sort_key, t.id) > ${name})`,
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

const ALL: Rank = { condition: 'true', query: null };
const BY_NAME = 't.sort_key, t.id';
/** The newest first; those of one instant by name. */
const BY_AGE = 't.added_at desc, t.sort_key, t.id';

/** The first titles in an order, which an index has. */
interface Listed {
  readonly columns: string;
  readonly order: string;
  /** The condition that a title comes after the page before. */
  readonly place: string;
  /** All others but those of filter and search, and whether a title is held to them last: each costs a look at its packages. */
  readonly conditions: string;
  readonly areLast: boolean;
  readonly most: string;
  /** Whether any are wanted, by a condition on no title. */
  readonly isOpen?: string;
}

function firstOf({ columns, order, place, conditions, most }: Listed): string {
  return `select ${columns} from licences.title t
    where ${FILTER_CONDITIONS} and ${conditions} and ${place} order by ${order} limit ${most}`;
}

/** What order, place and conditions are about. */
const NEEDED = 't.id, t.sort_key, t.added_at, t.rights, t.playout, t.withdrawn_at, t.open_licence';

/**
 * The first that a search or a filter finds. By the words of the search, in the index: all of them are found, and sorted. `offset 0`
 * keeps the planner from going through all titles in their order for a few that it takes to be many: of 60,000 titles, a word that
 * none had took 180 ms instead of 2.
 *
 * @param ahead so many titles are gone through in their order before; where they fill the page, that is it
 */
function foundFirst(
  { columns, order, place, conditions, areLast, most, isOpen = 'true' }: Listed,
  { condition, begins = 'true' }: Rank,
  ahead: string | null,
): string {
  const fits = `${FILTER_CONDITIONS} and ${condition}`;
  const lookedUp = (isWanted: string) => `
    select ${columns} from (
      select ${NEEDED} from licences.title t
      where ${fits} and ${areLast ? 'true' : conditions} and ${begins} and ${place} and ${isWanted}
      ${areLast ? `order by ${order}` : ''} offset 0) t
    where ${areLast ? conditions : 'true'} order by ${order} limit ${most}`;
  if (ahead === null) return lookedUp(isOpen);
  const count = '(select count(*) from ahead)';
  return `
    with ahead as materialized (
      select ${columns} from (
        select * from licences.title t where ${place} and ${begins} and ${isOpen} order by ${order} limit ${ahead}) t
      where ${fits} and ${conditions} order by ${order} limit ${most})
    select * from ahead where ${count} = ${most}
    union all select * from (${lookedUp(`${isOpen} and ${count} < ${most}`)}) looked_up`;
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

export async function countTitles(session: Transaction, list: TitleList): Promise<number> {
  const values = filterValues(list);
  const [row] = await session.query(
    COUNT_TITLES(`select count(*)::int as count from licences.title t where ${listConditions(list, values)}`),
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
