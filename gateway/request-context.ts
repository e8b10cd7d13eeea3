import type { Caller } from '../caller/caller';

/** What the gateway knows of one client request. */
export interface RequestContext {
  /** Null where the request came without a token: it may then ask for nothing that needs one. */
  readonly caller: Caller | null;
  /** The one instant, in epoch milliseconds, at which every subgraph answers this request. */
  readonly instant: number;
  readonly requestId: string;
  /** What the log will say of this request. */
  readonly story: { cost?: number };
  /** Aborted as soon as the client leaves. */
  readonly signal: AbortSignal;
}
