/**
 * A bounded number of places, and a bounded queue for them: so many may work at once, so many more may wait, and whoever
 * comes then is told at once. Without the bound, a slow subgraph or a flood would fill the memory with those who wait.
 */
import type { CancellationToken } from '../caller/cancellation';

export interface Places {
  /** Whether a place was free, and is had now. */
  tryTake(): boolean;
  /**
   * Resolves when the place is had, in the order of coming. Every place that was had must be left.
   *
   * @throws NoPlaceError at once where the queue is full; the signal's reason where it is aborted in the queue
   */
  take(signal: CancellationToken): Promise<void>;
  leave(): void;
  /** Whether whoever came now would be turned away. */
  readonly full: boolean;
  readonly taken: number;
  readonly waiting: number;
}

export class NoPlaceError extends Error {}

export function createPlaces(places: number, queueLength: number): Places {
  const queue = new Set<() => void>();
  let taken = 0;

  function tryTake(): boolean {
    if (taken >= places) return false;
    taken += 1;
    return true;
  }

  return {
    tryTake,
    async take(signal) {
      if (tryTake()) return;
      if (queue.size >= queueLength) throw new NoPlaceError(`all ${places} places are taken, and ${queueLength} wait`);
      if (signal.aborted) throw signal.reason;
      await new Promise<void>((enter, fail) => {
        const called = () => {
          signal.removeEventListener('abort', leave);
          enter();
        };
        const leave = () => {
          queue.delete(called);
          fail(signal.reason);
        };
        queue.add(called);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    leave() {
      const [next] = queue;
      if (!next) {
        taken -= 1;
        return;
      }
      queue.delete(next);
      next();
    },
    get full() {
      return taken >= places && queue.size >= queueLength;
    },
    get taken() {
      return taken;
    },
    get waiting() {
      return queue.size;
    },
  };
}
