/** Caches the segments of whole lists, so that a request for changes computes no list where nothing has changed. */
import { LRUCache } from 'lru-cache';
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import type { Ruling } from '../access/ruling';
import { catalogueStretch } from '../access/title-cache';
import type { WholeList } from './whole-list';

const LISTS_BYTES = 16_000_000;
const ENTRY_BYTES = 300;
const SEGMENT_BYTES = 100;
const DECISION_BYTES = 400;
const KEYS_BYTES = 8_000_000;
const KEY_BYTES = 100;
/** Where titles have dates of their own, each has a key of its own; these are queried. */
const MAX_KEYS = 10_000;
const NONE: ReadonlySet<string> = new Set();
/**
 * The upkeep deletes no segment that was named within two days, and whoever writes a list renews those that are a day
 * old.
 */
const LONGEST_MS = 12 * 3_600_000;

const CATALOGUE = ['catalogue'];

interface KeptWholeList {
  readonly list: WholeList;
  /** By the clock of this process, in milliseconds. */
  readonly madeAt: number;
}

const caches = perService((changes) => {
  const keys = new LRUCache<string, ReadonlySet<string>>({
    maxSize: KEYS_BYTES,
    sizeCalculation: (all, name) => [...all].reduce((sum, { length }) => sum + KEY_BYTES + length, name.length),
  });
  changes.watchCache?.('list-keys', () => ({ bytes: keys.calculatedSize, entries: keys.size, most: KEYS_BYTES }));
  return {
    lists: new InvalidatedCache<KeptWholeList>(
      changes,
      LISTS_BYTES,
      ({ list: { segments, decisions } }, key) =>
        ENTRY_BYTES + key.length + SEGMENT_BYTES * segments.length + DECISION_BYTES * Object.keys(decisions).length,
      'lists',
    ),
    /**
     * Keys that titles of a list probably have, by right and open packages. They need not be complete: the statement
     * reports the missing ones.
     */
    keys,
  };
});

/**
 * Returns what a list depends on: everything that is granted to the school, and the period between instants of the
 * catalogue. Schools of an authority mostly share it. Null where that cannot be known.
 */
export async function wholeListKey(context: SubgraphContext, { identity, question }: Ruling): Promise<string | null> {
  if (identity === null || context.readGeneration === null) return null;
  const stretch = await catalogueStretch(context, question.at);
  return stretch === undefined ? null : `${stretch} ${identity}`;
}

export function wholeListInCache(context: SubgraphContext, key: string | null): WholeList | undefined {
  const found = key === null ? undefined : caches(context).lists.get(key);
  return found && performance.now() - found.madeAt < LONGEST_MS ? found.list : undefined;
}

export function keepWholeList(context: SubgraphContext, key: string | null, list: WholeList): void {
  const entry = { list, madeAt: performance.now() };
  if (key !== null) caches(context).lists.keep(key, entry, context.readGeneration, CATALOGUE);
}

/** Returns keys that titles of the list had the last time, or of another list with the same open packages. */
export function keysInCache(context: SubgraphContext, ruling: Ruling): ReadonlySet<string> {
  return caches(context).keys.get(nameOf(ruling)) ?? NONE;
}

export function keepKeys(context: SubgraphContext, ruling: Ruling, keys: ReadonlySet<string>): void {
  if (keys.size <= MAX_KEYS) caches(context).keys.set(nameOf(ruling), keys);
}

function nameOf({ packages, question }: Ruling): string {
  return `${question.right} ${packages.fingerprint}`;
}
