/**
 * A memory budget that callers share.
 *
 * The rule is that of the bulkhead (request/bulkhead): a subject may hold as many bytes as are left free, its organisation
 * twice as many. So one caller has at most half of all, and others find room.
 */
import { type Sharer, Sharers } from '../../request/bulkhead/sharers';

const ORGANISATION_SHARE = 2;

export interface Bytes {
  /** Only the first call counts. */
  release(): void;
}

export class ByteBudget {
  private readonly sharers = new Sharers<never>();
  private heldBytes = 0;

  constructor(readonly limit: number) {}

  get held(): number {
    return this.heldBytes;
  }

  /** Returns null where the caller may not hold that many more. */
  tryTake(caller: Sharer, bytes: number): Bytes | null {
    const subject = this.sharers.subjectOf(caller);
    const free = this.limit - this.heldBytes;
    if (subject.held + bytes > free || subject.organisation.held + bytes > ORGANISATION_SHARE * free) {
      this.sharers.removeIdle(subject);
      return null;
    }
    this.heldBytes += bytes;
    this.sharers.hold(subject, bytes);
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        this.heldBytes -= bytes;
        this.sharers.hold(subject, -bytes);
        this.sharers.removeIdle(subject);
      },
    };
  }
}
