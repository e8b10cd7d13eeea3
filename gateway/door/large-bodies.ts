/**
 * Large bodies are read one at a time, in fair turns: JSON.parse holds the only thread, 40 ms for a megabyte of many
 * small members, and a hundred that came together would hold it for seconds. Between two of them all others have a turn.
 */
import { createBulkhead } from '../../caller/bulkhead/bulkhead';
import type { Sharer } from '../../caller/bulkhead/sharers';
import type { CancellationToken } from '../../caller/cancellation';

/** In characters; smaller ones take about a millisecond at the most. */
export const LARGE_BODY = 64 * 1024;

export type InTurn = <Result>(caller: Sharer, leaving: CancellationToken, work: () => Result) => Promise<Result>;

export function createLargeBodyTurns(): InTurn {
  // Who waits has a place at the door, so the queue is bounded by that.
  const bulkhead = createBulkhead({ limit: 1, queueLimit: Number.POSITIVE_INFINITY });
  return async (caller, leaving, work) => {
    const lease = await bulkhead.acquire(caller, leaving);
    try {
      return work();
    } finally {
      setImmediate(() => lease.release());
    }
  };
}
