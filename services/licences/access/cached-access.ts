import type { SubgraphContext } from '../../subgraph/context';
import type { Access } from './licensed-titles';
import { cachedRuling } from './ruling-cache';
import { cachedPage, cachedTitles } from './title-cache';

/**
 * The answers of `readAccess` (licensed-titles.ts), from memory where they are cached; without a promise where all
 * are.
 */
export function cachedAccess(context: SubgraphContext): Access {
  return {
    ruling: (timeline, question) => cachedRuling(context, timeline, question),
    page: (ruling, page) => cachedPage(context, ruling, page),
    titles: (ruling, ids) => cachedTitles(context, ruling, ids),
  };
}
