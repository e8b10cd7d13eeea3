/**
 * Spares a subgraph that fails, and those who would wait for it: after too many failures nothing is asked of it for a
 * while, then one question tries whether it is back.
 *
 * Not cockatiel's: there, a question whose client left counts as a success, which would close the breaker, and whoever
 * comes while one tries has to wait for it.
 */
export type BreakerState = 'closed' | 'open' | 'trying';

/** `neither`: it says nothing of the subgraph, such as a client that left. */
export type Outcome = 'good' | 'bad' | 'neither';

export interface Breaker {
  readonly state: BreakerState;
  /** Until it may be asked again, in milliseconds; 0 where it may now. */
  readonly refusesForMs: number;
  /** Null where nothing may be asked now; else the outcome must be told, once. */
  enter(): ((outcome: Outcome) => void) | null;
  /** It was seen at work, in another way. */
  recovered(): void;
}

export interface BreakerOptions {
  /** Opens where, of the questions of the last ten seconds, at least this many failed … */
  readonly failures: number;
  /** … and at least this share of all. */
  readonly share: number;
  /** For how long it stays open at first; twice as long after each try that fails, up to the longest. */
  readonly openMs: number;
  readonly longestOpenMs: number;
}

export const USUAL_BREAKER: BreakerOptions = { failures: 10, share: 0.5, openMs: 1_000, longestOpenMs: 15_000 };

const HALF_WINDOW_MS = 5_000;

export function createBreaker(
  { failures, share, openMs, longestOpenMs }: BreakerOptions = USUAL_BREAKER,
  onChange: (state: BreakerState) => void = () => undefined,
  now: () => number = () => performance.now(),
): Breaker {
  let state: BreakerState = 'closed';
  let openedAt = 0;
  let openFor = openMs;
  let counts = fresh();
  /** An outcome counts only in the period in which its question was asked. */
  let period = 0;

  function fresh() {
    return { since: now(), good: 0, bad: 0, goodBefore: 0, badBefore: 0 };
  }

  function change(to: BreakerState): void {
    state = to;
    period += 1;
    if (to === 'open') openedAt = now();
    if (to === 'closed') {
      openFor = openMs;
      counts = fresh();
    }
    onChange(to);
  }

  function count(outcome: 'good' | 'bad'): void {
    const { since, good, bad } = counts;
    if (now() - since >= 2 * HALF_WINDOW_MS) counts = fresh();
    else if (now() - since >= HALF_WINDOW_MS) counts = { ...fresh(), goodBefore: good, badBefore: bad };
    counts[outcome] += 1;
    const allBad = counts.bad + counts.badBefore;
    const all = allBad + counts.good + counts.goodBefore;
    if (outcome === 'bad' && allBad >= failures && allBad / all >= share) change('open');
  }

  function tried(outcome: Outcome): void {
    if (outcome === 'bad') openFor = Math.min(openFor * 2, longestOpenMs);
    change(outcome === 'good' ? 'closed' : 'open');
    if (outcome === 'neither') openedAt -= openFor;
  }

  const refusesForMs = () => (state === 'closed' ? 0 : Math.max(0, openedAt + openFor - now()));
  return {
    get state() {
      return state;
    },
    get refusesForMs() {
      return state === 'trying' ? openFor : refusesForMs();
    },
    enter() {
      if (state === 'trying' || refusesForMs() > 0) return null;
      const trying = state === 'open';
      if (trying) change('trying');
      const entered = period;
      return (outcome) => {
        if (entered !== period) return;
        if (trying) tried(outcome);
        else if (outcome !== 'neither') count(outcome);
      };
    },
    recovered() {
      if (state !== 'closed') change('closed');
    },
  };
}
