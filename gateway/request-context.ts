import type { Caller, CallerKind } from '../caller/caller';
import type { CancellationToken } from '../request/cancellation';
import type { RequestMetadata } from '../request/signing/signed-request';
import type { Span } from '../telemetry/span';

/** What the gateway knows of one client request. */
export interface RequestContext {
  /** Null where the request came without a token. It may then only ask for what needs no token. */
  readonly caller: Caller | null;
  /** The one instant, in epoch milliseconds, at which every subgraph answers this request. */
  readonly instant: number;
  readonly requestId: string;
  /** The end of the time for this request, in epoch milliseconds. */
  readonly deadline: number;
  /** What the log says about this request. */
  readonly logFields: { kind?: CallerKind; operation?: string; cost?: number; costCounted?: number };
  /** The parent span of all work for the request. */
  readonly span: Span;
  /** The request as subgraphs get it, the same each time; made with the first question to one of them. */
  metadata?: RequestMetadata;
  /** Organisations that wall 1 refused. Where a list names one of them, the services refuse that item. */
  refused?: readonly string[];
  /** False where its route limits callers itself; then nothing is taken from their budgets. */
  readonly isPaid: boolean;
  /** Aborted as soon as the client leaves. */
  readonly signal: CancellationToken;
  /**
   * Waits for room among the large operations. @param cost the largest where it is left out @throws
   * SUBGRAPH_UNAVAILABLE
   */
  becomeLarge(cost?: number): Promise<void>;
  /** To be called when the large work is done: the request takes an ordinary place again. */
  becomeSmall(): void;
}
