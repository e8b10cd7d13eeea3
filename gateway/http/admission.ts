/**
 * Load shedding: bounds the requests in work, the requests that wait, and the bytes of bodies in memory, each shared
 * fairly between callers. All others are told at once to retry: a gateway that accepts more than it can do answers
 * nobody in time.
 *
 * A large operation gives its place back before it is executed and takes one of the few places for large ones, so
 * small operations pass while large ones wait.
 *
 * Requests without a token have a few places of their own, shared by address.
 */

import type { Caller } from '../../caller/caller';
import {
  type Bulkhead,
  BulkheadFullError,
  BulkheadTimeoutError,
  createBulkhead,
  type Lease,
} from '../../request/bulkhead/bulkhead';
import type { Sharer } from '../../request/bulkhead/sharers';
import type { CancellationToken } from '../../request/cancellation';
import { ByteBudget, type Bytes } from './byte-budget';

export interface AdmissionOptions {
  readonly atOnce: number;
  readonly waiting: number;
  /** How long a request waits at most. */
  readonly patienceMs: number;
  /** For the bodies of all requests that are read, wait or are in work. */
  readonly bodyBytes: number;
}

const MB = 1024 * 1024;

export const DEFAULT_ADMISSION: AdmissionOptions = { atOnce: 128, waiting: 256, patienceMs: 3_000, bodyBytes: 64 * MB };
/**
 * How much of what is free one subject may have in work: 15 of 128 where it is alone. All requests in work take turns
 * on one thread, so a caller with a hundred requests there makes the others' take a hundred times as long.
 */
const SHARE = 1 / 8;
/**
 * A subject has one of the largest operations in work (five places) or four of the smallest, an organisation twice as
 * many; with three small ones a subject may still begin a largest one, eight places in all. A single one of the largest
 * keeps the thread, and a core of PostgreSQL, busy. Small ones that were executed one at a time took twice the
 * processor time, because the process served one request each time it woke up. All of them may wait longer than other
 * requests, because each takes up to seconds, but within the 15 s of a request.
 */
const LARGE = { limit: 20, share: 1 / 4, patienceMs: 10_000 };
const MAX_PLACES = 5;
/** An operation of an lms may cost five times as much. A page of 60 titles with all their fields takes one place. */
const COST_OF_A_PLACE = 2_400;
/** Such a request asks for `__typename`, or is refused: a millisecond each. */
const WITHOUT_TOKEN: AdmissionOptions = { atOnce: 8, waiting: 16, patienceMs: 1_000, bodyBytes: 1 * MB };

/** The reason why a request was turned away. */
export type RejectionReason = 'queue' | 'large operations' | 'bodies';

interface Lane {
  readonly bulkhead: Bulkhead;
  readonly bodies: ByteBudget;
}

/** The place of one request in work. */
export class Place {
  /** How many places for large operations it has; 0 where it has an ordinary one. */
  private largePlaces = 0;
  private isOver = false;

  constructor(
    private lease: Lease,
    private readonly ordinary: Bulkhead,
    private readonly large: Bulkhead,
    private readonly sharer: Sharer,
    private readonly leaving: CancellationToken,
  ) {}

  /**
   * Waits for room among the large operations, or for more of it. @returns why the request is turned away, also where
   * it has ended; it then has no place. Null where it has the room
   *
   * @param cost its estimated cost; without a bound where it is left out
   */
  async becomeLarge(cost = Infinity): Promise<RejectionReason | null> {
    const places = Math.min(MAX_PLACES, Math.ceil(cost / COST_OF_A_PLACE));
    if (this.isOver) return 'large operations';
    if (places <= this.largePlaces) return null;
    this.largePlaces = places;
    this.lease.release();
    const { large, sharer, leaving } = this;
    const lease = large.tryAcquire(sharer, places) ?? (await inTurn(large, sharer, leaving, places));
    if (lease === null) return 'large operations';
    this.lease = lease;
    if (!this.isOver) return null;
    // The client left in the same turn in which its request was admitted.
    this.release();
    return 'large operations';
  }

  /**
   * The large part of the request is done: it takes an ordinary place again. Where none is free it keeps the place
   * that it has.
   */
  becomeSmall(): void {
    if (this.isOver || this.largePlaces === 0) return;
    const lease = this.ordinary.tryAcquire(this.sharer);
    if (!lease) return;
    this.largePlaces = 0;
    releaseInTurn(this.lease);
    this.lease = lease;
  }

  /** Only the first call counts. Later work of the request takes no place. */
  release(): void {
    this.isOver = true;
    if (this.largePlaces > 0) releaseInTurn(this.lease);
    else this.lease.release();
  }
}

/**
 * Other work runs between two large operations. Otherwise the next large one would begin in the same turn, and so on.
 */
function releaseInTurn(lease: Lease): void {
  setImmediate(() => lease.release());
}

export class Admission {
  private readonly callers: Lane;
  private readonly strangers = laneOf(WITHOUT_TOKEN);
  private readonly large: Bulkhead;

  constructor(options: AdmissionOptions = DEFAULT_ADMISSION) {
    this.callers = laneOf(options);
    this.large = createBulkhead({ ...LARGE, queueLimit: options.waiting });
  }

  /** Takes room for a body, before any of it is read. @returns the room, or why the request is turned away */
  takeBody(caller: Caller | null, sharer: Sharer, bytes: number): Bytes | RejectionReason {
    const { bulkhead, bodies } = this.laneOf(caller);
    if (bulkhead.refuses(sharer)) return 'queue';
    return bodies.tryTake(sharer, bytes) ?? 'bodies';
  }

  /** Takes a place in work, now or when one is free. @returns the place, or why the request is turned away */
  enter(caller: Caller | null, sharer: Sharer, leaving: CancellationToken): Place | Promise<Place | RejectionReason> {
    const { bulkhead } = this.laneOf(caller);
    const placeOf = (lease: Lease) => new Place(lease, bulkhead, this.large, sharer, leaving);
    const lease = bulkhead.tryAcquire(sharer);
    if (lease) return placeOf(lease);
    return inTurn(bulkhead, sharer, leaving).then((late) => (late ? placeOf(late) : 'queue'));
  }

  /** For measurements. */
  get sizes() {
    const { callers, large, strangers } = this;
    return {
      atOnce: callers.bulkhead.active,
      waiting: callers.bulkhead.waiting,
      large: large.active,
      largeWaiting: large.waiting,
      withoutToken: strangers.bulkhead.active,
      withoutTokenWaiting: strangers.bulkhead.waiting,
      bodyBytes: callers.bodies.held + strangers.bodies.held,
    };
  }

  private laneOf(caller: Caller | null): Lane {
    return caller ? this.callers : this.strangers;
  }
}

function laneOf({ atOnce, waiting, patienceMs, bodyBytes }: AdmissionOptions): Lane {
  return {
    bulkhead: createBulkhead({ limit: atOnce, queueLimit: waiting, share: SHARE, patienceMs }),
    bodies: new ByteBudget(bodyBytes),
  };
}

/** Returns null where it is turned away. */
async function inTurn(
  bulkhead: Bulkhead,
  sharer: Sharer,
  leaving: CancellationToken,
  places?: number,
): Promise<Lease | null> {
  try {
    return await bulkhead.acquire(sharer, leaving, places);
  } catch (error) {
    if (error instanceof BulkheadFullError || error instanceof BulkheadTimeoutError || leaving.aborted) return null;
    throw error;
  }
}
