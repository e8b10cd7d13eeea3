import { LRUCache } from 'lru-cache';
import type { InvalidationFeed } from './invalidation-feed';

interface Entry<Value> {
  readonly value: Value;
  /** The names of what it was made from. */
  readonly names: readonly string[];
  /** The latest generation in which none of these names had changed since the value was read. */
  good: number;
}

/**
 * Values by key, each valid until something that it was made from changes. The least recently used one is dropped
 * first.
 */
export class InvalidatedCache<Value> {
  private readonly entries: LRUCache<string, Entry<Value>>;

  /**
   * @param bytes that all entries together may take, approximately
   * @param sizeOf returns the size of a value and its key in bytes, a whole number of at least 1
   * @param name under which the metrics show it
   */
  constructor(
    private readonly changes: Pick<InvalidationFeed, 'generation' | 'changedSince' | 'watchCache'>,
    bytes: number,
    sizeOf: (value: Value, key: string) => number,
    name: string,
  ) {
    const entries = new LRUCache<string, Entry<Value>>({
      maxSize: bytes,
      sizeCalculation: ({ value }, key) => sizeOf(value, key),
    });
    changes.watchCache?.(name, () => ({ bytes: entries.calculatedSize, entries: entries.size, most: bytes }));
    this.entries = entries;
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    return entry && this.isGood(entry) ? entry.value : undefined;
  }

  /**
   * Returns a value that is no longer valid because some of its names changed: what was made from the others still
   * stands, and need not be read again. Undefined where nothing of it is known to stand.
   */
  outdated(key: string): { readonly value: Value; readonly changed: ReadonlySet<string> } | undefined {
    const entry = this.entries.peek(key);
    if (!entry || this.changes.generation() === null) return undefined;
    const { value, names, good } = entry;
    const changed = names.filter((name) => this.changes.changedSince(good, [name]));
    return changed.length < names.length ? { value, changed: new Set(changed) } : undefined;
  }

  private isGood(entry: Entry<Value>): boolean {
    const generation = this.changes.generation();
    if (generation === null) return false;
    if (entry.good === generation) return true;
    if (this.changes.changedSince(entry.good, entry.names)) return false;
    entry.good = generation;
    return true;
  }

  /**
   * @param readGeneration the generation before the reading began; where a name has changed since then, nothing is
   * kept
   * @param names of what the value was made from, as the triggers of the database report them
   */
  keep(key: string, value: Value, readGeneration: number | null, names: readonly string[]): void {
    if (
      readGeneration === null ||
      this.changes.generation() === null ||
      this.changes.changedSince(readGeneration, names)
    )
      return;
    this.entries.set(key, { value, names, good: readGeneration });
  }
}
