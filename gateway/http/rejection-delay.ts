/**
 * Delays errors of callers that retry at once although they were told to wait. The first errors of a second go out
 * immediately, later ones after one to two seconds at random. Each error costs a tenth of a millisecond: 900
 * connections that retry at once would take the whole thread.
 */
import type { Sharer } from '../../request/bulkhead/sharers';

/** Enough for a client all of whose connections are refused at the same time. */
const AT_ONCE = 50;
const SECOND = 1_000;

interface Recent {
  readonly since: number;
  count: number;
}

export class RejectionDelay {
  private readonly recent = new WeakMap<Sharer, Recent>();

  /** To be called with each refusal of a known caller. @returns after how many milliseconds it must be sent */
  next(caller: Sharer, now: number): number {
    let recent = this.recent.get(caller);
    if (!recent || now >= recent.since + SECOND) {
      recent = { since: now, count: 0 };
      this.recent.set(caller, recent);
    }
    recent.count += 1;
    return recent.count > AT_ONCE ? SECOND * (1 + Math.random()) : 0;
  }
}
