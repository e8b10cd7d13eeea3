/**
 * Refuses a request that was accepted before.
 *
 * Nonces are kept in buckets by the time of signing; a bucket is dropped as soon as nothing in it could be young
 * enough. So memory is bounded by time, and by a number for the worst case.
 */
interface ReplayGuard {
  /**
   * Remembers it. Requests that are too old or from the future must have been refused before.
   *
   * @param signedAt epoch milliseconds
   * @returns false where it was accepted before, or where too many nonces are kept to know
   */
  take(nonce: string, signedAt: number, now: number): boolean;
  readonly size: number;
}

/** At 20 s of life, more than 25,000 requests a second: far beyond what one process answers. Some 70 MB. */
const MAXIMUM = 500_000;

/** @param lifetimeMs for how long before and after its signing a request is good */
export function createReplayGuard(lifetimeMs: number, maximum: number = MAXIMUM): ReplayGuard {
  const buckets = new Map<number, Set<string>>();
  let size = 0;

  function removeBefore(before: number): void {
    for (const [key, { size: gone }] of buckets) {
      if (key >= before) continue;
      buckets.delete(key);
      size -= gone;
    }
  }

  return {
    take(nonce, signedAt, now) {
      const key = Math.floor(signedAt / lifetimeMs);
      let bucket = buckets.get(key);
      if (!bucket) {
        removeBefore(Math.floor((now - lifetimeMs) / lifetimeMs));
        bucket = new Set();
        buckets.set(key, bucket);
      }
      if (size >= maximum || bucket.has(nonce)) return false;
      bucket.add(nonce);
      size += 1;
      return true;
    },
    get size() {
      return size;
    },
  };
}
