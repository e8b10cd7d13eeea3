/** Caches the statistics of frequent words until the catalogue changes. */
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { isNarrowed, type TitleList } from '../title/title-page';
import { type FrequentWords, findFrequentWords, NONE_FREQUENT } from './frequent-words';

const BYTES = 2_000_000;
const WORD_BYTES = 80;

/** It has a single entry. */
const cache = perService(
  (changes) =>
    new InvalidatedCache<FrequentWords>(
      changes,
      BYTES,
      ({ words, steps }) => WORD_BYTES * (1 + words.length + steps.byName.length + steps.newest.length),
      'frequent-words',
    ),
);

/** Returns the statistics that a list needs; a list without search and filter needs none. */
export async function frequentWordsFor(context: SubgraphContext, list: TitleList): Promise<FrequentWords> {
  return isNarrowed(list) ? cachedFrequentWords(context) : NONE_FREQUENT;
}

async function cachedFrequentWords(context: SubgraphContext): Promise<FrequentWords> {
  const frequent = cache(context);
  const known = frequent.get('all');
  if (known) return known;
  const found = await findFrequentWords(context.session);
  frequent.keep('all', found, context.readGeneration, ['catalogue']);
  return found;
}
