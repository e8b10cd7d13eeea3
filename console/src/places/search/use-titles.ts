/** Reads the hits of a search in the whole catalogue, or among the titles that a school may use. */
import type { Operation } from '../../api/operation';
import {
  CountAllUsableValues,
  CountAllValues,
  type CountedFacet,
  type CountedValue,
  CountFacets,
  CountUsableFacets,
  SearchTitles,
  SearchTitlesFor,
  SearchUsable,
  type SuggestedTitle,
  SuggestTitles,
  SuggestUsable,
  type TitleFacetName,
} from '../../api/operations';
import { type Pages, usePages } from '../../api/use-pages';
import { type Query, useQuery } from '../../api/use-query';
import type { FoundHit } from './hit';
import type { TitleSearch } from './search-address';

interface List {
  readonly totalCount: number;
  readonly didYouMean: string | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: FoundHit }[];
}
interface Found {
  readonly titles?: List;
  readonly school?: { readonly licensedTitles: List } | null;
}

const NOTHING: List = {
  totalCount: 0,
  didYouMean: null,
  pageInfo: { hasNextPage: false, endCursor: null },
  edges: [],
};

export const listOfFound = (found: Found): List => found.titles ?? found.school?.licensedTitles ?? NOTHING;

export function useTitles({ school, audience, isUsableOnly, ...asked }: TitleSearch): Pages<Found, FoundHit> {
  const page = { ...asked, first: 20 };
  const [operation, variables] = !school
    ? [SearchTitles, page]
    : isUsableOnly
      ? [SearchUsable, { ...page, number: school, school, audience }]
      : [SearchTitlesFor, { ...page, school, audience }];
  return usePages(operation as Operation<Found, Record<string, unknown>>, variables, listOfFound);
}

/** Facets are counted for the whole list, once for all its pages, and the hits do not wait for them. */
export function useFacets({ search, filter, school, audience, isUsableOnly }: TitleSearch): {
  readonly facets: readonly CountedFacet[] | null;
  readonly query: Pick<Query<unknown>, 'failure' | 'isLoading' | 'reload'>;
} {
  const isUsable = isUsableOnly && school !== null;
  const all = useQuery(CountFacets, isUsable ? null : { search, filter });
  const usable = useQuery(CountUsableFacets, isUsable ? { search, filter, number: school, audience } : null);
  return isUsable
    ? { facets: usable.data?.school?.licensedTitles.facets ?? null, query: usable }
    : { facets: all.data?.titles.facets ?? null, query: all };
}

/** Returns all values of one facet, including those that are not counted beside the hits; null until they are there. */
export function useAllValues(
  { search, filter, school, audience, isUsableOnly }: TitleSearch,
  name: TitleFacetName | null,
): readonly CountedValue[] | null {
  const isUsable = isUsableOnly && school !== null;
  const asked = name && { search, filter, names: [name] };
  const all = useQuery(CountAllValues, asked && !isUsable ? asked : null);
  const usable = useQuery(CountAllUsableValues, asked && isUsable ? { ...asked, number: school, audience } : null);
  const facets = isUsable ? usable.data?.school?.licensedTitles.facets : all.data?.titles.facets;
  return (name && facets?.[0]?.values) || null;
}

/** Returns the first hits of a text that is still being typed; null while there are none. */
export function useSuggestions(
  text: string,
  { filter, school, audience, isUsableOnly }: TitleSearch,
): readonly SuggestedTitle[] | null {
  const isUsable = isUsableOnly && school !== null;
  const all = useQuery(SuggestTitles, text && !isUsable ? { search: text, filter } : null);
  const usable = useQuery(SuggestUsable, text && isUsable ? { search: text, filter, number: school, audience } : null);
  const edges = isUsable ? usable.data?.school?.licensedTitles.edges : all.data?.titles.edges;
  return text && edges ? edges.map(({ node }) => node) : null;
}
