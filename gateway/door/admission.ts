/**
 * Load shedding: how many requests are in work at once, how many more wait for their turn, how many bytes of bodies are
 * in memory, each shared fairly between callers; and that all others are told at once to come back. A gateway that takes
 * in more than it can do answers nobody in time.
 *
 * Those without a token have a few places of their own, shared by address.
 */
import {
  type Bulkhead,
  BulkheadFullError,
  BulkheadTimeoutError,
  createBulkhead,
  type Lease,
} from '../../caller/bulkhead/bulkhead';
import type { Sharer } from '../../caller/bulkhead/sharers';
import type { Caller } from '../../caller/caller';
import type { CancellationToken } from '../../caller/cancellation';
import { ByteBudget, type Bytes } from './byte-budget';

export interface AdmissionOptions {
  readonly atOnce: number;
  readonly waiting: number;
  /** How long one waits at most. */
  readonly patienceMs: number;
  /** Of the bodies of all requests that are read, wait or are in work. */
  readonly bodyBytes: number;
}

const MB = 1024 * 1024;

export const USUAL_ADMISSION: AdmissionOptions = { atOnce: 256, waiting: 512, patienceMs: 3_000, bodyBytes: 64 * MB };
/**
 * What one subject may have in work, of what is free: 29 of 256 where it is alone. All that is in work takes turns on one
 * thread, so whoever has a hundred there makes the others' requests a hundred times as long.
 */
const SHARE = 1 / 8;
/** Such a request asks for `__typename`, or is refused: a millisecond each. */
const WITHOUT_TOKEN: AdmissionOptions = { atOnce: 8, waiting: 16, patienceMs: 1_000, bodyBytes: 1 * MB };

/** Why a request was turned away. */
export type WhyTurnedAway = 'queue' | 'bodies';

interface Lane {
  readonly bulkhead: Bulkhead;
  readonly bodies: ByteBudget;
}

export class Admission {
  private readonly callers: Lane;
  private readonly strangers = laneOf(WITHOUT_TOKEN);

  constructor(options: AdmissionOptions = USUAL_ADMISSION) {
    this.callers = laneOf(options);
  }

  /** Room for a body, before any of it is read; why not, where the request is turned away. */
  takeBody(caller: Caller | null, sharer: Sharer, bytes: number): Bytes | WhyTurnedAway {
    const { bulkhead, bodies } = this.laneOf(caller);
    if (bulkhead.refuses(sharer)) return 'queue';
    return bodies.tryTake(sharer, bytes) ?? 'bodies';
  }

  /** A place in work, now or when it is free; why not, where the request is turned away. */
  enter(caller: Caller | null, sharer: Sharer, leaving: CancellationToken): Lease | Promise<Lease | WhyTurnedAway> {
    const { bulkhead } = this.laneOf(caller);
    return bulkhead.tryAcquire(sharer) ?? inTurn(bulkhead, sharer, leaving);
  }

  /** For whoever measures. */
  get sizes() {
    const { callers, strangers } = this;
    return {
      atOnce: callers.bulkhead.active,
      waiting: callers.bulkhead.waiting,
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

async function inTurn(bulkhead: Bulkhead, sharer: Sharer, leaving: CancellationToken): Promise<Lease | WhyTurnedAway> {
  try {
    return await bulkhead.acquire(sharer, leaving);
  } catch (error) {
    if (error instanceof BulkheadFullError || error instanceof BulkheadTimeoutError || leaving.aborted) return 'queue';
    throw error;
  }
}
