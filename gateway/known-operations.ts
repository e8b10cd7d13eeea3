/**
 * Operations that were read before: their text is valid, and which of its operations is meant is known. Most requests
 * come with such a text, and are carried out without Apollo Server's pipeline, which would find out the same again.
 */
import { LRUCache } from 'lru-cache';
import type { ResolvedOperation } from './passage';

/** What a request names it by. */
export interface OperationNames {
  readonly query: string;
  readonly operationName?: string | undefined;
}

export interface KnownOperation extends ResolvedOperation {
  /** The SHA-256 of the text, by which its plan is found. */
  readonly queryHash: string;
  /** How long clients may keep an answer without errors, in seconds. */
  readonly maxAge: number;
}

/** In texts, and in characters, of which each takes up to 120 bytes in a document: 120 MB at the most. */
const MEMORY = { max: 1_000, maxSize: 1_000_000, maxEntrySize: 32_000 };

export class KnownOperations {
  /** By text, and by the name of the operation in it. */
  private readonly texts = new LRUCache<string, Map<string | undefined, KnownOperation>>({
    ...MEMORY,
    sizeCalculation: (_, { length }) => length || 1,
  });

  find({ query, operationName }: OperationNames): KnownOperation | undefined {
    return this.texts.get(query)?.get(operationName);
  }

  /** @param operation one that the text was found to have by that name */
  keep({ query, operationName }: OperationNames, operation: KnownOperation): void {
    const ofText = this.texts.get(query) ?? new Map();
    ofText.set(operationName, operation);
    this.texts.set(query, ofText);
  }
}
