/**
 * One memory budget for all caches of the gateway, and the share of each. Each cache is bounded in bytes and reports its size
 * as a metric (docs/decisions/0022-prepared-operations.md).
 */

/** For one process. About 2,500 operations of the usual size, and 7,000 tokens, fit into their shares of it. */
const DEFAULT_CACHE_BYTES = 96_000_000;

interface CacheBytes {
  /** Prepared operations, and texts that were refused. */
  readonly operations: number;
  /** Texts that clients name by their hash. */
  readonly texts: number;
  /** Tokens whose signature was verified. */
  readonly tokens: number;
  /** Facts about organisations from the schools service; for each of the six questions. */
  readonly facts: number;
}

/** In hundredths. There are six caches for facts, each of this size. */
const SHARES: CacheBytes = { operations: 62, texts: 8, tokens: 18, facts: 2 };

export function sharesOf(bytes: number = DEFAULT_CACHE_BYTES): CacheBytes {
  const share = (hundredths: number) => Math.floor((bytes * hundredths) / 100);
  return {
    operations: share(SHARES.operations),
    texts: share(SHARES.texts),
    tokens: share(SHARES.tokens),
    facts: share(SHARES.facts),
  };
}
