/**
 * Bounds retries: one for every ten questions, plus a few. Retries bridge a restart; without a bound they would
 * triple the load in an outage.
 */
interface RetryBudget {
  /** Called for each question that is not a retry. */
  earn(): void;
  /** Spends one retry. @returns whether there was one */
  spend(): boolean;
}

const EARNED = 0.1;
const MOST = 100;
/** The retries that there are without any questions; one comes back each second. */
const RESERVE = 10;

export function createRetryBudget(now: () => number = () => performance.now()): RetryBudget {
  let left = RESERVE;
  let since = now();
  return {
    earn() {
      left = Math.min(MOST, left + EARNED);
    },
    spend() {
      const seconds = (now() - since) / 1_000;
      since = now();
      if (left < RESERVE) left = Math.min(RESERVE, left + seconds);
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

/**
 * How long to wait before a retry, in milliseconds: a random time up to 100, then up to 200, so that retries do not
 * come together.
 */
export function pauseBefore(retry: number): number {
  return Math.random() * 50 * 2 ** retry;
}
