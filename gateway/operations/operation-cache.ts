/**
 * Caches prepared texts, the least recently used first out, within a memory budget: the only place where the gateway keeps
 * anything of a text. Refused texts are cached too, so refusing one again costs nothing.
 */
import { LRUCache } from 'lru-cache';
import type { CacheSize } from '../../telemetry/metrics';
import type { PreparedText, RefusedText } from './prepared-text';

type Kept = PreparedText | RefusedText;

/** It is replaced by a new object each time its size is taken, for an LRU asks for the size of a value once. */
interface Entry {
  readonly kept: Kept;
}

export class OperationCache {
  private readonly texts: LRUCache<string, Entry>;

  /** @param most the approximate limit of all texts together, in bytes */
  constructor(readonly most: number) {
    this.texts = new LRUCache({
      maxSize: most,
      // A text that is planned for many kinds of callers is dropped at this size, so that it does not evict all others.
      maxEntrySize: Math.ceil(most / 4),
      sizeCalculation: ({ kept }) => kept.bytes,
    });
  }

  find(text: string): Kept | undefined {
    return this.texts.get(text)?.kept;
  }

  keep(kept: Kept): void {
    this.texts.set(kept.text, { kept });
  }

  /** To be called when a text has grown by further results. The text may have been dropped already. */
  grown(prepared: PreparedText): void {
    if (this.texts.peek(prepared.text)?.kept === prepared) this.keep(prepared);
  }

  clear(): void {
    this.texts.clear();
  }

  get size(): CacheSize {
    return { bytes: this.texts.calculatedSize, entries: this.texts.size, most: this.most };
  }
}
