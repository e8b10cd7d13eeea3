import type { Caller, CallerKind } from '../caller/caller';
import type { CancellationToken } from '../request/cancellation';
import type { RequestMetadata } from '../request/signing/signed-request';
import type { Span } from '../telemetry/span';

/** What the gateway knows of one client request. */
export interface RequestContext {
  /** Null where the request came without a token: it may then ask for nothing that needs one. */
  readonly caller: Caller | null;
  /** The one instant, in epoch milliseconds, at which every subgraph answers this request. */
  readonly instant: number;
  readonly requestId: string;
  /** Until when, in epoch milliseconds, the request is worked on. */
  readonly deadline: number;
  /** What the log will say of this request. */
  readonly logFields: { kind?: CallerKind; operation?: string; cost?: number; costCounted?: number };
  /** Whatever is done for the request is seen under it. */
  readonly span: Span;
  /** What subgraphs are told of it, each time the same; made with the first question to one. */
  metadata?: RequestMetadata;
  /** Organisations that wall 1 refused: what names them in a list is refused by the services, item by item. */
  refused?: readonly string[];
  /** False where its route limits callers itself: then nothing is taken from their budgets. */
  readonly isPaid: boolean;
  /** Aborted as soon as the client leaves. */
  readonly signal: CancellationToken;
  /** Waits for room among the large operations. @param cost any where it is left out @throws SUBGRAPH_UNAVAILABLE */
  becomeLarge(cost?: number): Promise<void>;
  /** To be called when that is done: it takes an ordinary place again. */
  becomeSmall(): void;
}
