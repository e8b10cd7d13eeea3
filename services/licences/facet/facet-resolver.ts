/**
 * What a person picks from before looking for titles: the subjects and publishers of the catalogue. They are counted once
 * after each change of the catalogue, and paged in memory.
 */
import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { KeptUntilChanged } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import type { Session } from '../../subgraph/database/session';
import {
  checkPageSize,
  decodeCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { requireCatalogue } from '../authorisation/allowed';
import { sortKey } from '../title/sort-key';
import { type Facet, FacetConnection } from './facet';
import { type CountedName, countPublishers, countSubjects } from './facet-queries';

/** Some dozen subjects and some hundred publishers are some 30 KB. */
const BYTES = 4_000_000;
const FACET_BYTES = 150;

/** By the name of the list. */
const kept = perService(
  (changes) =>
    new KeptUntilChanged<readonly Facet[]>(
      changes,
      BYTES,
      (facets) => facets.reduce((sum, { name }) => sum + FACET_BYTES + 4 * name.length, 1),
      'facets',
    ),
);

@Resolver()
export class FacetResolver {
  @Query(() => FacetConnection, { description: 'The subjects that titles of the catalogue have, by name.' })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  // Of 60,000 titles they are counted in 50 ms, once after each change.
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

type Count = (session: Session) => Promise<readonly CountedName[]>;

async function pageOfFacets(
  context: SubgraphContext,
  list: string,
  count: Count,
  { first, after }: PageArguments,
): Promise<FacetConnection> {
  requireCatalogue(context.caller);
  checkPageSize(first);
  const fingerprint = listFingerprint(list);
  const place = after ? (decodeCursor(fingerprint, after, 2) as [string, string]) : null;
  const all = await facetsOf(context, list, count);
  const begin = place ? all.findIndex((facet) => compare([facet.sortKey, facet.name], place) > 0) : 0;
  const found = begin < 0 ? [] : all.slice(begin, begin + first + 1);
  const page = pageOf(found, first, after, fingerprint, (facet) => [facet.sortKey, facet.name]);
  return { ...page, totalCount: all.length };
}

async function facetsOf(context: SubgraphContext, list: string, count: Count): Promise<readonly Facet[]> {
  const facets = kept(context);
  const known = facets.get(list);
  if (known) return known;
  const counted = (await count(context.session)).map((one) => ({ ...one, sortKey: sortKey(one.name) }));
  const found = counted.sort((one, other) => compare([one.sortKey, one.name], [other.sortKey, other.name]));
  facets.keep(list, found, context.readIn, ['catalogue']);
  return found;
}

/** Letter by letter, as all lists of the catalogue are: the same everywhere. */
function compare(one: readonly [string, string], other: readonly [string, string]): number {
  const at = one[0] === other[0] ? 1 : 0;
  return one[at] < other[at] ? -1 : one[at] > other[at] ? 1 : 0;
}
