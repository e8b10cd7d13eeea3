/** Caches the lists of facets until the catalogue changes, so that each is counted once after a change. */
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import type { Facet } from './facet';
import { type CountNames, readFacets } from './facets';

/** Some dozen subjects and some hundred publishers take about 30 KB. */
const BYTES = 4_000_000;
const FACET_BYTES = 150;

/** The lists by their names. */
const cache = perService(
  (changes) =>
    new InvalidatedCache<readonly Facet[]>(
      changes,
      BYTES,
      (facets) => facets.reduce((sum, { name }) => sum + FACET_BYTES + 4 * name.length, 1),
      'facets',
    ),
);

export async function cachedFacets(
  context: SubgraphContext,
  list: string,
  count: CountNames,
): Promise<readonly Facet[]> {
  const facets = cache(context);
  const known = facets.get(list);
  if (known) return known;
  const found = await readFacets(context.session, count);
  facets.keep(list, found, context.readGeneration, ['catalogue']);
  return found;
}
