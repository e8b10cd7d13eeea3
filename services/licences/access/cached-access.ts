import type { SubgraphContext } from '../../subgraph/context';
import type { Access } from './licensed-titles';
import { cachedRuling } from './ruling-cache';
import { cachedPage, cachedTitles } from './title-cache';

/** What `readAccess` says (licensed-titles.ts), from memory where that may be: each answers at once where all is kept. */
export function cachedAccess(context: SubgraphContext): Access {
  return {
    ruling: (timeline, question) => cachedRuling(context, timeline, question),
    page: (ruling, page) => cachedPage(context, ruling, page),
    titles: (ruling, ids) => cachedTitles(context, ruling, ids),
  };
}
