import { type Bounds, periodOf } from '../../../access/period';
import { rightSet } from '../../../access/right';
import { isDatabaseId } from '../../../caller/database-id';
import { boundsOf } from '../../subgraph/bounds';
import type { Session } from '../../subgraph/session';
import { bind } from '../search/bind';
import { isFound, rankOf, type Search } from '../search/search';
import type { Title, TitleFilter } from './title';

/** A list of titles that a client asked for: by words, by filter, and where its last page ended. */
export interface TitleList {
  readonly search: Search | null;
  readonly filter: TitleFilter;
}

export interface TitlePage extends TitleList {
  readonly first: number;
  /** The place of the last title of the page before. */
  readonly after: TitlePlace | null;
}

/** In the order of a list: by rank where it searches, by name, by id. */
export interface TitlePlace {
  /** 0 where it does not search. */
  readonly rank: number;
  readonly sortKey: string;
  readonly id: string;
}

/** What was found, in the order of the list. */
export interface FoundTitles<Row> {
  readonly rows: readonly Row[];
  /** Of each row; null where the list does not search. */
  readonly ranks: readonly number[] | null;
}

export const TITLE_COLUMNS = `
  t.id, t.number, t.name, t.series, t.description, p.name as publisher, t.kind, t.subjects, t.keywords,
  t.grade_from as "gradeFrom", t.grade_until as "gradeUntil", t.language, t.age_rating as "ageRating", t.year,
  t.duration_seconds as "durationSeconds", t.rights, t.withdrawn_at as "withdrawnAt", t.sort_key as "sortKey",
  ${boundsOf('t.playout')} as playout`;

export type TitleRow = Omit<Title, 'facts'> & { readonly playout: Bounds };

export function toTitle({ playout, ...row }: TitleRow): Title {
  return {
    ...row,
    facts: {
      playout: periodOf(playout),
      withdrawnAt: row.withdrawnAt?.getTime() ?? Infinity,
      rights: rightSet(row.rights),
    },
  };
}

/** The conditions of a list on `licences.title t`; adds their values to those of the statement. */
export function listConditions({ search, filter }: TitleList, values: unknown[]): string {
  const conditions = search ? [isFound(search, values)] : [];
  const { subjects, kinds, grade, publisher, language, maximumAgeRating } = filter;
  if (subjects) conditions.push(`t.subjects && ${bind(values, subjects, 'text[]')}`);
  if (kinds) conditions.push(`t.kind = any (${bind(values, kinds, 'text[]')})`);
  if (grade != null) conditions.push(isMeantFor(bind(values, grade, 'int')));
  if (publisher != null) {
    conditions.push(
      `t.publisher_id = (select id from licences.publisher where name = ${bind(values, publisher, 'text')})`,
    );
  }
  if (language != null) conditions.push(`t.language = ${bind(values, language, 'text')}`);
  if (maximumAgeRating != null) conditions.push(`t.age_rating <= ${bind(values, maximumAgeRating, 'int')}`);
  return conditions.length > 0 ? conditions.join(' and ') : 'true';
}

/** An end that is not stated is open; a title without any is meant for no grade that is known. */
function isMeantFor(grade: string): string {
  return `(t.grade_from is not null or t.grade_until is not null)
    and ${grade} between coalesce(t.grade_from, ${grade}) and coalesce(t.grade_until, ${grade})`;
}

/** What a statement that lists titles `t` says of their order. */
export interface ListOrder {
  /** To be selected; nothing where the list does not search. */
  readonly rank: string | null;
  /** The condition that `t` comes after the page before. */
  readonly isAfter: string;
}

/** By name, in the order of an index; where words are searched for, by relevance first. */
export function orderOf({ search, after }: TitlePage, values: unknown[]): ListOrder {
  const rank = search && rankOf(search, values);
  if (!after) return { rank, isAfter: 'true' };
  const place = `${bind(values, after.sortKey, 'text')}, ${bind(values, after.id, 'bigint')}`;
  const isAfter = rank
    ? `(${rank}, t.sort_key, t.id) > (${bind(values, after.rank, 'int')}, ${place})`
    : `(t.sort_key, t.id) > (${place})`;
  return { rank, isAfter };
}

/** @param rows with their ranks where the list searches */
export function foundTitles<Row extends { readonly rank?: number }, Found>(
  rows: readonly Row[],
  search: Search | null,
  toFound: (row: Row) => Found,
): FoundTitles<Found> {
  return { rows: rows.map(toFound), ranks: search && rows.map(({ rank }) => rank as number) };
}

/** Titles by id. Unknown ids, and ids that are no numbers, are left out. */
export async function findTitles(session: Session, ids: readonly string[]): Promise<Title[]> {
  const rows = await session.query<TitleRow>(
    `select ${TITLE_COLUMNS} from licences.title t join licences.publisher p on p.id = t.publisher_id where t.id = any ($1)`,
    [ids.filter(isDatabaseId)],
  );
  return rows.map(toTitle);
}

/** A page of the catalogue, with one title more than asked for where there is one. */
export async function listTitles(session: Session, page: TitlePage): Promise<FoundTitles<Title>> {
  const values: unknown[] = [];
  const conditions = listConditions(page, values);
  const { rank, isAfter } = orderOf(page, values);
  const rows = await session.query<TitleRow & { rank?: number }>(
    `select ${TITLE_COLUMNS}${rank ? `, ${rank} as rank` : ''}
     from licences.title t join licences.publisher p on p.id = t.publisher_id
     where ${conditions} and ${isAfter}
     order by ${rank ? 'rank, ' : ''}t.sort_key, t.id limit ${bind(values, page.first + 1, 'int')}`,
    values,
  );
  return foundTitles(rows, page.search, ({ rank, ...row }) => toTitle(row));
}

export async function countTitles(session: Session, list: TitleList): Promise<number> {
  const values: unknown[] = [];
  const conditions = listConditions(list, values);
  const [row] = await session.query<{ count: number }>(
    `select count(*)::int as count from licences.title t where ${conditions}`,
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

export async function findCatalogueValues(session: Session): Promise<CatalogueValues> {
  const [row] = await session.query<Record<keyof CatalogueValues, string[]>>(
    `select array(select distinct unnest(subjects) from licences.title) as subjects,
       array(select name from licences.publisher) as publishers,
       array(select distinct language from licences.title) as languages`,
  );
  return { subjects: new Set(row?.subjects), publishers: new Set(row?.publishers), languages: new Set(row?.languages) };
}
