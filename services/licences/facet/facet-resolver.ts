/**
 * The subjects and publishers of the catalogue, among which people choose before they search titles. They are counted
 * once after each change of the catalogue, and paged in memory.
 */
import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { requireCatalogue } from '../authorisation/allowed';
import { FacetConnection } from './facet';
import { cachedFacets } from './facet-cache';
import { countPublishers, countSubjects } from './facet-queries';
import { type CountNames, compareFacets } from './facets';

@Resolver()
export class FacetResolver {
  @Query(() => FacetConnection, { description: 'The subjects that titles of the catalogue have, by name.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  // They are counted in 50 ms for 60,000 titles, once after each change.
  @Directive('@cost(weight: 100)')
  @Directive(SIZE_OF_PAGE)
  subjects(@Ctx() context: SubgraphContext, @Args(() => PageArguments) page: PageArguments): Promise<FacetConnection> {
    return pageOfFacets(context, 'subjects', countSubjects, page);
  }

  @Query(() => FacetConnection, { description: 'The publishers that have titles in the catalogue, by name.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  @Directive('@cost(weight: 100)')
  @Directive(SIZE_OF_PAGE)
  publishers(
    @Ctx() context: SubgraphContext,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<FacetConnection> {
    return pageOfFacets(context, 'publishers', countPublishers, page);
  }
}

async function pageOfFacets(
  context: SubgraphContext,
  list: string,
  count: CountNames,
  { first, after }: PageArguments,
): Promise<FacetConnection> {
  requireCatalogue(context.caller);
  checkPageSize(first);
  const fingerprint = listFingerprint(list);
  const place = after ? (decodeCursor(fingerprint, after, 2) as [string, string]) : null;
  const all = await cachedFacets(context, list, count);
  const begin = place ? all.findIndex((facet) => compareFacets(facet, { sortKey: place[0], name: place[1] }) > 0) : 0;
  const found = begin < 0 ? [] : all.slice(begin, begin + first + 1);
  const page = pageOf(found, first, after, fingerprint, (facet) => [facet.sortKey, facet.name]);
  return { ...page, totalCount: all.length };
}
