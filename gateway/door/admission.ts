/**
 * Load shedding: how many requests are in work at once, how many more wait for their turn, and that all others are told
 * at once to come back. A gateway that takes in more than it can do answers nobody in time.
 */
import type { CancellationToken } from '../../caller/cancellation';
import { createPlaces, NoPlaceError } from '../places';
import { TimeUpError, timeLimit } from '../subgraphs/time-limit';

export interface AdmissionOptions {
  readonly atOnce: number;
  readonly waiting: number;
  /** How long one waits at most. */
  readonly patienceMs: number;
}

export const USUAL_ADMISSION: AdmissionOptions = { atOnce: 256, waiting: 512, patienceMs: 3_000 };

export interface Admission<Answer> {
  /** The answer of a request that comes now, where it is turned away: its body need not even be read. */
  turnedAway(): Answer | null;
  /** For whoever measures. */
  readonly atOnce: number;
  readonly waiting: number;
  /** Does the work when it is its turn; answers `busy` where that does not come. */
  inTurn(work: () => Promise<Answer>, leaving: CancellationToken): Promise<Answer>;
}

/** @param busy the answer of those who are turned away */
export function createAdmission<Answer>(
  busy: () => Answer,
  options: AdmissionOptions = USUAL_ADMISSION,
): Admission<Answer> {
  const places = createPlaces(options.atOnce, options.waiting);

  async function waited(leaving: CancellationToken): Promise<boolean> {
    const limit = timeLimit(options.patienceMs, leaving);
    try {
      await places.take(limit.signal);
      return true;
    } catch (error) {
      if (error instanceof NoPlaceError || error instanceof TimeUpError || leaving.aborted) return false;
      throw error;
    } finally {
      limit.end();
    }
  }

  return {
    turnedAway: () => (places.full ? busy() : null),
    get atOnce() {
      return places.taken;
    },
    get waiting() {
      return places.waiting;
    },
    async inTurn(work, leaving) {
      if (!places.tryTake() && !(await waited(leaving))) return busy();
      try {
        return await work();
      } finally {
        places.leave();
      }
    },
  };
}
