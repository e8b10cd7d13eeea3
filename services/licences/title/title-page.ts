/** What a client can request of a list of titles. */
import type { Search } from '../search/search';
import type { TitleFilter } from './title-filter';

/** A list of titles, by search and filter. */
export interface TitleList {
  readonly search: Search | null;
  readonly filter: TitleFilter;
}

/** RELEVANCE is by name where the list is not searched. */
export const TITLE_ORDERS = ['RELEVANCE', 'TITLE', 'NEWEST'] as const;
export type TitleOrderName = (typeof TITLE_ORDERS)[number];

export interface TitlePage extends TitleList {
  /** RELEVANCE where it is left out. */
  readonly order?: TitleOrderName | undefined;
  readonly first: number;
  /** The place of the last title of the page before. */
  readonly after: TitlePlace | null;
}

/** The position of a title in the order of a list: by rank or the newest first, then by name, then by id. */
export interface TitlePlace {
  /** The rank of a search. In the newest order, when the title was added, in epoch milliseconds. Otherwise 0. */
  readonly rank: number;
  readonly sortKey: string;
  readonly id: string;
}

/** Whether a list leaves titles out by its search or filter. */
export function isNarrowed({ search, filter }: TitleList): boolean {
  return search !== null || Object.values(filter).some((value) => value != null);
}
