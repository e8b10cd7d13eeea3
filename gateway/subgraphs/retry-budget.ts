/**
 * Bounds retries: one for every ten questions, plus a few. Retries bridge a restart; unbounded they would triple the load of an
 * outage.
 */
export interface RetryBudget {
  /** A question that is no retry. */
  earn(): void;
  /** Whether there is one retry left, which is then spent. */
  spend(): boolean;
}

const EARNED = 0.1;
const MOST = 100;
/** What there is without any questions, and comes back one in a second. */
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

/** How long to wait before a retry, in milliseconds: anything up to 100, then 200, so that they do not come together. */
export function pauseBefore(retry: number): number {
  return Math.random() * 50 * 2 ** retry;
}
