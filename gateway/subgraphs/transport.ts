/** The contract of a transport to one subgraph. */
import type { CancellationToken } from '../../request/cancellation';
import type { RequestMetadata } from '../../request/signing/signed-request';
import type { SubgraphAnswer } from './subgraph-answer';

export interface SubgraphQuestion {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/**
 * Reads the data of an answer whose text has the expected form. It returns undefined for other texts, which must be
 * parsed. A text of that form holds data and nothing else.
 */
export type ScanText = (text: string) => Record<string, unknown> | undefined;

/** Every question is signed, or sealed, anew: each attempt is a request of its own. */
export interface Transport {
  /**
   * @param scan how to read an answer that comes as text
   * @throws {@link TransportError} where no answer came, or none that is GraphQL; the signal's reason where it is
   * aborted; anything else only where the question could not be written, which says nothing about the subgraph
   */
  ask(
    question: SubgraphQuestion,
    metadata: RequestMetadata,
    signal: CancellationToken,
    scan?: ScanText,
  ): Promise<SubgraphAnswer>;
  /** @throws where the subgraph, or its database, cannot be asked */
  ready(signal: CancellationToken): Promise<void>;
  /** Accepts no more questions and waits for the answers that are on their way. */
  stop(): Promise<void>;
}

/**
 * Why there is no answer:
 * - `away`: no connection, a cut one, or status 502, 503 or 504. Asking again soon may bring an answer.
 * - `broken`: the subgraph is there, but what it says is not an answer.
 * - `refused`: it does not accept this one question, which says nothing about others.
 * - `too large`: its answer is larger than what is read of one answer.
 */
export type Failure = 'away' | 'broken' | 'refused' | 'too large';

/**
 * How much is read of one answer, in megabytes: 20 million characters of up to three bytes each, which no answer to a
 * client may exceed, and what the gateway asked for in addition.
 */
export const MAX_ANSWER_MB = 64;

export class TransportError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
