import { LRUCache } from 'lru-cache';
import type { Changes } from './changes';

interface Entry<Value> {
  readonly value: Value;
  /** Of what it was made. */
  readonly names: readonly string[];
  /** The generation in which none of them had changed since it was read. */
  good: number;
}

/** Values by key, each good until something that it was made of changes. The one used longest ago goes first. */
export class KeptUntilChanged<Value> {
  private readonly entries: LRUCache<string, Entry<Value>>;

  /**
   * @param bytes that all of it takes at the most, about
   * @param sizeOf a value and its key, in bytes, a whole number of at least 1
   * @param name under which the metrics show it
   */
  constructor(
    private readonly changes: Pick<Changes, 'generation' | 'changedSince' | 'watchCache'>,
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
    if (!entry) return undefined;
    const generation = this.changes.generation();
    if (generation !== null && entry.good === generation) return entry.value;
    if (generation === null || this.changes.changedSince(entry.good, entry.names)) {
      this.entries.delete(key);
      return undefined;
    }
    entry.good = generation;
    return entry.value;
  }

  /**
   * @param readIn the generation before the reading began; where a name has changed since then, nothing is kept
   * @param names of what the value was made of, as tell-of-change.ts tells of them
   */
  keep(key: string, value: Value, readIn: number | null, names: readonly string[]): void {
    if (readIn === null || this.changes.generation() === null || this.changes.changedSince(readIn, names)) return;
    this.entries.set(key, { value, names, good: readIn });
  }
}
