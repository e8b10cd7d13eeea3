/** Measures how far the estimates of facets are from the exact counts. */
import { countLicensedFacets, countLicensedTitles } from '../../services/licences/access/access-queries';
import { TITLE_FACETS } from '../../services/licences/title/facet-names';
import { quantile } from '../statistics';
import { type Catalogue, inCatalogue } from './open-catalogue';

export interface FacetErrors {
  readonly titles: number;
  readonly isExact: boolean;
  /** The number of values that are compared: those that at least {@link LEAST_SHARE} of the hits have. */
  readonly values: number;
  /** The median of the differences, each as a share of the exact count. */
  readonly median: number;
  readonly largest: number;
}

const LEAST_SHARE = 0.01;
const LIST = { search: null, filter: {} };

export async function facetErrors(one: Catalogue, everyHit: number): Promise<FacetErrors> {
  const { ruling, size } = one;
  const ask = (most?: number) =>
    inCatalogue(one, (session) => countLicensedFacets(session, ruling, LIST, TITLE_FACETS, one.frequent, most));
  const estimated = await ask();
  const counted = await ask(everyHit);
  const hits = await inCatalogue(one, (session) => countLicensedTitles(session, ruling, LIST));
  const estimates = new Map(estimated.map(({ facet, value, count }) => [`${facet} ${value}`, count]));
  const errors = counted
    .filter(({ count }) => count >= LEAST_SHARE * hits)
    .map(({ facet, value, count }) => Math.abs((estimates.get(`${facet} ${value}`) ?? 0) - count) / count);
  return {
    titles: size,
    isExact: estimated.every(({ isExact }) => isExact),
    values: errors.length,
    median: quantile(errors, 0.5),
    largest: Math.max(...errors),
  };
}
