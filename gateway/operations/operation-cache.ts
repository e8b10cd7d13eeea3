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

  /** @param most about how many bytes all of them take at most */
  constructor(readonly most: number) {
    this.texts = new LRUCache({
      maxSize: most,
      // What is planned for callers of many kinds starts anew at some size, rather than to drive all else out.
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

  /** To be called where more of a text was worked out. It need not be here any more. */
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
