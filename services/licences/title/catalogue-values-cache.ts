/** Caches the values that a filter of titles may name, until the catalogue changes. */
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { type CatalogueValues, findCatalogueValues } from './title-queries';

const BYTES = 4_000_000;
const VALUE_BYTES = 100;

/** All values are one entry. */
const cache = perService(
  (changes) =>
    new InvalidatedCache<CatalogueValues>(
      changes,
      BYTES,
      ({ subjects, publishers, languages }) =>
        1 + [...subjects, ...publishers, ...languages].reduce((sum, { length }) => sum + VALUE_BYTES + 2 * length, 0),
      'filter-values',
    ),
);

export async function cachedCatalogueValues(context: SubgraphContext): Promise<CatalogueValues> {
  const values = cache(context);
  const known = values.get('all');
  if (known) return known;
  const found = await findCatalogueValues(context.session);
  values.keep('all', found, context.readGeneration, ['catalogue']);
  return found;
}
