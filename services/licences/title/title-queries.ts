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
import { withCandidates, withoutUnknownWords } from '../search/candidates';
import { type FrequentWords, NONE_FREQUENT, shortestStretch, titlesExpected } from '../search/frequent-words';
import { isFound, queryOf } from '../search/search';
import { SCHOOL_TYPES } from '../vocabulary/school-types';
import type { Title } from './title';
import { type TitleDetails, titleDetails } from './title-details';
import { FILTER_CONDITIONS, filterTerms, filterValues } from './title-filter-conditions';
import type { TitleList, TitlePage } from './title-page';
import { pageQueries } from './title-page-queries';

/** The titles of a page, in the order of the list. */
export interface FoundTitles<Row> {
  readonly rows: readonly Row[];
  /** The rank of each row; 0 where the list is not by relevance. */
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
  /** When it was withdrawn, with microseconds, so that the rule decides for each instant as SQL does. */
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

/**
 * The conditions of a list on `licences.title t`.
 *
 * @param values the values of its filter, and whatever else was bound
 */
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

/** Estimates how many titles a list has; Infinity where nothing is known. */
export function titlesIn({ search, filter }: TitleList, frequent: FrequentWords): number {
  return titlesExpected(frequent, search && queryOf(search), shortestStretch(frequent, filterTerms(filter)));
}

/** Up to this share of all titles, it is faster to look each up by its id than to read all titles. */
const WORTH_READING = 0.05;

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

/** Returns what is only shown of titles. */
export async function findTitleDetails(
  session: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TitleDetails>> {
  const rows = await session.query(FIND_TITLE_DETAILS, [ids.filter(isDatabaseId)]);
  return new Map(rows.map(({ id, details }) => [id, titleDetails(details)]));
}

const LIST_TITLES = statements('listTitles', { ...TITLE, rank: int });

/** Returns a page of the catalogue, with one title more than asked for where there is one. */
export async function listTitles(
  session: Transaction,
  page: TitlePage,
  frequent: FrequentWords = NONE_FREQUENT,
): Promise<FoundTitles<Title>> {
  const values = filterValues(page);
  const lookup = await withCandidates(session, page, frequent);
  const rows = await session.query(
    LIST_TITLES(`with ${pageQueries(lookup, 'true', values, frequent)}
   select ${TITLE_COLUMNS}, page.rank
   from page join licences.title t on t.id = page.id join licences.publisher p on p.id = t.publisher_id
   order by ${pageOrder(page)}`),
    values,
  );
  return foundTitles(rows, toTitle);
}

/** The order of `page`. PostgreSQL would also sort by a rank that is the same for all. */
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
  const conditions = listConditions(await withoutUnknownWords(session, list, frequent), values, frequent);
  const [row] = await session.query(
    COUNT_TITLES(`select count(*)::int as count from licences.title t where ${conditions}`),
    values,
  );
  return row?.count ?? 0;
}

/** The values of titles that a filter may name. */
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
