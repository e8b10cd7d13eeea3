/**
 * The prepared operations that were used last, as many as fit into the memory that is given: the only place in which the
 * gateway keeps anything of a text. Texts that were refused are among them, so that refusing one again costs nothing.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CacheSize } from '../../telemetry/metrics';
import type { Planned, PlannedOperations } from '../compiled/compiled';
import type { Plans } from '../plan-cache';
import { PreparedOperation, type RefusedText } from './prepared-operation';

type Kept = PreparedOperation | RefusedText;

/** Another one each time that its size is taken: an LRU looks at the size of a value once. */
interface Entry {
  readonly kept: Kept;
}

const HASH_LENGTH = 64;

export class OperationCache implements PlannedOperations {
  private readonly texts: LRUCache<string, Entry>;
  /** By the hash of the text, and by those of what is left of it for some callers. */
  private readonly hashes = new Map<string, PreparedOperation>();
  /** By the keys under which @apollo/gateway looks for its plans. */
  private readonly planKeys = new Map<string, Planned>();
  /** As @apollo/gateway takes them. They come here with what else is told of them, so it has nothing to put in. */
  readonly plans: Plans = {
    get: (planKey) => this.planKeys.get(planKey)?.resolved.queryPlan,
    set: () => undefined,
    delete: () => false,
    clear: () => undefined,
  };

  /** @param bytes that all of them take at the most, about */
  constructor(readonly most: number) {
    this.texts = new LRUCache({
      maxSize: most,
      // What is planned for callers of many kinds starts anew at some size, rather than to drive all else out.
      maxEntrySize: Math.ceil(most / 4),
      sizeCalculation: ({ kept }) => kept.bytes,
      dispose: ({ kept }) => this.forget(kept),
      noDisposeOnSet: true,
    });
  }

  find(text: string): Kept | undefined {
    return this.texts.get(text)?.kept;
  }

  keep(kept: Kept): void {
    this.texts.set(kept.text, { kept });
    if (kept instanceof PreparedOperation && this.texts.has(kept.text)) this.hashes.set(kept.hash, kept);
  }

  /** @param hash of what is left of the operation for some callers: its plan is kept with it */
  keepRemainder(of: PreparedOperation, hash: string): void {
    of.remainders.add(hash);
    this.grown(of, hash);
  }

  get(key: string): Planned | undefined {
    return this.hashes.get(key.slice(0, HASH_LENGTH))?.plans.get(key);
  }

  set(key: string, planned: Planned): void {
    const operation = this.hashes.get(key.slice(0, HASH_LENGTH));
    if (!operation) return;
    operation.plan(key, planned);
    this.planKeys.set(planKeyOf(key), planned);
    this.grown(operation);
  }

  clear(): void {
    this.texts.clear();
  }

  get size(): CacheSize {
    return { bytes: this.texts.calculatedSize, entries: this.texts.size, most: this.most };
  }

  private grown(operation: PreparedOperation, hash?: string): void {
    if (this.texts.peek(operation.text)?.kept !== operation) return;
    if (hash) this.hashes.set(hash, operation);
    this.texts.set(operation.text, { kept: operation });
  }

  private forget(gone: Kept): void {
    if (!(gone instanceof PreparedOperation)) return;
    for (const hash of [gone.hash, ...gone.remainders]) if (this.hashes.get(hash) === gone) this.hashes.delete(hash);
    for (const [key, planned] of gone.plans) {
      const planKey = planKeyOf(key);
      if (this.planKeys.get(planKey) === planned) this.planKeys.delete(planKey);
    }
  }
}

function planKeyOf(key: string): string {
  if (key.length === HASH_LENGTH) return key;
  const [hash, name] = [key.slice(0, HASH_LENGTH), key.slice(HASH_LENGTH + 1)];
  return createHash('sha256').update(hash).update(name).digest('hex');
}
