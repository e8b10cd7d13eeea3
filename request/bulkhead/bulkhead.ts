/**
 * A fair bulkhead: a number of requests work at once, a number of others wait, and nobody can keep the others out.
 *
 * - A subject may hold as many places as are left free, or a stated part of that, its organisation twice as many.
 *   Alone, a subject has half of all; the more compete, the less each may hold; and a place is left for whoever comes
 *   next. (Network switches share their memory by this rule, “dynamic thresholds”.)
 * - A place that is given back goes, of those that wait and may hold more, to the organisation that holds the fewest,
 *   in it to the subject that holds the fewest. Round robin would not do: the caller whose requests take longest would
 *   finally hold all places.
 * - Where the queue is full, whoever has most in it and in work makes room for the one who has less: of that
 *   organisation, and in it of that subject, the newest is refused. So a flood is refused at once, others get in, and
 *   who sent one request alone keeps its place.
 * - Work may take several places at once. Whoever holds less than it may begins one more, however many places that
 *   takes: so nothing waits until enough of them are free together, and a few more than there are may be taken for a
 *   while.
 *
 * Each step costs the same, however many wait, and so does a refusal; whoever is passed over holds places.
 * docs/decisions/0024 has the reasons.
 */
import type { CancellationToken } from '../cancellation';
import { LinkedList, ListEntry } from './linked-list';
import { type Sharer, Sharers, type Subject } from './sharers';

interface BulkheadOptions {
  /** How many work at once. */
  readonly limit: number;
  /** How many wait at once. */
  readonly queueLimit: number;
  /** The part of what is free that a subject may hold, from 0 to 1, and at least one place. It is 1 where it is left out. */
  readonly share?: number;
  /** How long one waits at most, in milliseconds. Where it is left out, one waits until its signal is aborted. */
  readonly patienceMs?: number | undefined;
}

export interface Bulkhead {
  /** @param places that it takes; one where it is left out @returns null where the caller must wait */
  tryAcquire(caller: Sharer, places?: number): Lease | null;
  /**
   * @param places that it takes; one where it is left out
   * @throws BulkheadFullError where the queue has no room for this caller; BulkheadTimeoutError; the signal's reason
   * where it is aborted in the queue
   */
  acquire(caller: Sharer, signal?: CancellationToken, places?: number): Promise<Lease>;
  /** Whether this caller would be refused if it came now. */
  refuses(caller: Sharer): boolean;
  readonly active: number;
  readonly waiting: number;
}

/** A place that is held, or several. It must be released. */
export interface Lease {
  /** Only the first call counts. */
  release(): void;
}

export class BulkheadFullError extends Error {}
export class BulkheadTimeoutError extends Error {}

/** An organisation may hold this many times as many places as one of its subjects. */
const ORGANISATION_SHARE = 2;

class Waiter {
  readonly inQueue = new ListEntry<Waiter>(this);
  readonly inAll = new ListEntry<Waiter>(this);
  /** Takes it out of the queue when its signal is aborted. */
  leave = () => {};

  constructor(
    readonly subject: Subject<Waiter>,
    readonly places: number,
    readonly signal: CancellationToken | undefined,
    /** On the clock of `performance`. */
    readonly until: number,
    readonly granted: (lease: Lease) => void,
    readonly failed: (reason: unknown) => void,
  ) {}
}

export function createBulkhead({ limit, queueLimit, share = 1, patienceMs = Infinity }: BulkheadOptions): Bulkhead {
  const sharers = new Sharers<Waiter>();
  /** All that wait, in the order of their coming, which is that in which their patience ends. */
  const all = new LinkedList<Waiter>();
  const full = new BulkheadFullError(`None of the ${limit} places is free for this caller, and ${queueLimit} wait.`);
  const timedOut = new BulkheadTimeoutError(`None of the ${limit} places was free within ${patienceMs} ms.`);
  let active = 0;
  let timer: NodeJS.Timeout | undefined;

  /** A subject that holds fewer may hold more. */
  function mostOfSubject(): number {
    return share * (limit - active);
  }

  /**
   * A caller that has a request in the queue may hold no more places: otherwise that request would have been served. So
   * no request overtakes another of the same caller.
   */
  function mayHoldMore({ held, organisation }: Subject<Waiter>): boolean {
    const most = mostOfSubject();
    return held < most && organisation.held < ORGANISATION_SHARE * most;
  }

  function next(): Subject<Waiter> | undefined {
    if (all.size === 0) return undefined;
    const most = mostOfSubject();
    return sharers.next(most, ORGANISATION_SHARE * most);
  }

  function lease(subject: Subject<Waiter>, places: number): Lease {
    active += places;
    sharers.hold(subject, places);
    let released = false;
    return {
      release() {
        if (released) return;
        released = true;
        active -= places;
        sharers.hold(subject, -places);
        sharers.removeIdle(subject);
        serve();
      },
    };
  }

  function serve(): void {
    for (let subject = next(); subject; subject = next()) {
      const waiter = subject.queue?.first?.item as Waiter;
      // It is counted as held before it leaves the queue: a subject that neither holds nor waits would be forgotten.
      const held = lease(subject, waiter.places);
      leaveQueue(waiter);
      waiter.granted(held);
    }
  }

  function refuse(waiter: Waiter, reason: unknown): void {
    leaveQueue(waiter);
    waiter.failed(reason);
  }

  function leaveQueue(waiter: Waiter): void {
    waiter.signal?.removeEventListener('abort', waiter.leave);
    all.remove(waiter.inAll);
    sharers.dequeue(waiter.subject, waiter.inQueue);
    sharers.removeIdle(waiter.subject);
  }

  function wait(subject: Subject<Waiter>, places: number, signal: CancellationToken | undefined): Promise<Lease> {
    const until = performance.now() + patienceMs;
    return new Promise((granted, failed) => {
      const waiter = new Waiter(subject, places, signal, until, granted, failed);
      all.append(waiter.inAll);
      sharers.enqueue(subject, waiter.inQueue);
      if (signal) {
        waiter.leave = () => refuse(waiter, signal.reason);
        signal.addEventListener('abort', waiter.leave);
      }
      watchPatience();
    });
  }

  /** There is one timer for all that wait. */
  function watchPatience(): void {
    const oldest = all.first?.item;
    if (timer || !oldest || patienceMs === Infinity) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        const now = performance.now();
        for (let next = all.first?.item; next && next.until <= now; next = all.first?.item) refuse(next, timedOut);
        watchPatience();
      },
      Math.max(1, Math.ceil(oldest.until - performance.now())),
    );
    timer.unref();
  }

  return {
    tryAcquire(caller, places = 1) {
      const subject = sharers.subjectOf(caller);
      if (mayHoldMore(subject)) return lease(subject, places);
      sharers.removeIdle(subject);
      return null;
    },
    async acquire(caller, signal, places = 1) {
      if (signal?.aborted) throw signal.reason;
      const subject = sharers.subjectOf(caller);
      if (mayHoldMore(subject)) return lease(subject, places);
      if (all.size >= queueLimit) {
        const newest = sharers.whoMakesRoomFor(subject)?.queue?.last?.item;
        if (!newest) {
          sharers.removeIdle(subject);
          throw full;
        }
        refuse(newest, full);
      }
      return wait(subject, places, signal);
    },
    refuses(caller) {
      if (all.size < queueLimit) return false;
      const subject = sharers.subjectOf(caller);
      const refused = !mayHoldMore(subject) && sharers.whoMakesRoomFor(subject) === null;
      sharers.removeIdle(subject);
      return refused;
    },
    get active() {
      return active;
    },
    get waiting() {
      return all.size;
    },
  };
}
