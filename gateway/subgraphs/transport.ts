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
 * Reads the data of an answer whose text has the form that is expected; undefined where it has not, and has to be parsed. Such
 * a text holds data and nothing else.
 */
export type ScanText = (text: string) => Record<string, unknown> | undefined;

/** Signs, or seals, every question anew: each attempt is a request of its own. */
export interface Transport {
  /**
   * @param scan how an answer may be read that comes as text
   * @throws {@link TransportError} where no answer came, or none that is GraphQL; the signal's reason where it is aborted;
   * anything else only where the question could not be written, which says nothing of the subgraph
   */
  ask(
    question: SubgraphQuestion,
    metadata: RequestMetadata,
    signal: CancellationToken,
    scan?: ScanText,
  ): Promise<SubgraphAnswer>;
  /** @throws where the subgraph, or its database, cannot be asked */
  ready(signal: CancellationToken): Promise<void>;
  /** Takes no more questions and waits for the answers that are on their way. */
  stop(): Promise<void>;
}

/**
 * Why there is no answer:
 * - `away`: no connection, a cut one, or 502, 503, 504. Asking again soon may bring an answer.
 * - `broken`: the subgraph is there, and what it says is no answer.
 * - `refused`: it will not take this one question, and says nothing of others.
 * - `too large`: it says more than is read of one answer.
 */
export type Failure = 'away' | 'broken' | 'refused' | 'too large';

/**
 * What is read of one answer, in megabytes: 20 million characters of up to three bytes each, which no answer to a client may
 * exceed, and what the gateway itself asked for besides.
 */
export const MAXIMUM_ANSWER_MB = 64;

export class TransportError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
