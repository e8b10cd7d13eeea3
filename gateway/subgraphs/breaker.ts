/**
 * A circuit breaker: after too many failures a subgraph is not asked for a while, then one question probes whether it is back.
 *
 * No caller opens it alone. That a subgraph is away counts for everybody; a timeout or an unreadable answer, which one question
 * may have caused, counts for its caller and opens the breaker only when several callers see it.
 *
 * Why not cockatiel: there, a question whose client left counts as a success and closes the breaker, callers wait for the
 * probe, and the failures of one caller count for all.
 */
export type BreakerState = 'closed' | 'open' | 'trying';

/**
 * - `away`: the subgraph could not be reached, whoever asks.
 * - `failed`: this question had no answer in time, or none that is GraphQL. It may be the question's own fault.
 * - `neither`: it says nothing of the subgraph, such as a client that left.
 */
export type Outcome = 'good' | 'failed' | 'away' | 'neither';

export interface Breaker {
  readonly state: BreakerState;
  /** Until it may be asked again, in milliseconds; 0 where it may now. */
  readonly refusesForMs: number;
  /**
   * Null where nothing may be asked now; else the outcome must be told, once.
   *
   * @param caller by whom failures are counted
   */
  enter(caller: string): ((outcome: Outcome) => void) | null;
  /** It was seen at work, in another way. */
  recovered(): void;
}

export interface BreakerOptions {
  /** Opens where, of the questions of the last ten seconds, at least this many failed … */
  readonly failures: number;
  /** … and at least this share of all that says something: of the questions where it was away, of the callers else … */
  readonly share: number;
  /** … and, where it was not away, at least so many callers saw that share of their own questions fail. */
  readonly callers: number;
  /** For how long it stays open at first; twice as long after each try that fails, up to the longest. */
  readonly openMs: number;
  readonly longestOpenMs: number;
}

/** Three callers: two tokens in one hand are not rare, and a subgraph that hangs is seen by all who ask. */
export const DEFAULT_BREAKER: BreakerOptions = {
  failures: 10,
  share: 0.5,
  callers: 3,
  openMs: 1_000,
  longestOpenMs: 15_000,
};

const HALF_WINDOW_MS = 5_000;
/** Callers that are counted apart in half a window; those beyond them count as one. Some 100 KB. */
const MAXIMUM_CALLERS = 1_000;
const OTHERS = '';

interface Count {
  good: number;
  failed: number;
}

/** What was told in one half of the window. */
interface Half {
  readonly since: number;
  answered: number;
  away: number;
  readonly byCaller: Map<string, Count>;
}

export function createBreaker(
  { failures, share, callers, openMs, longestOpenMs }: BreakerOptions = DEFAULT_BREAKER,
  onChange: (state: BreakerState) => void = () => undefined,
  now: () => number = () => performance.now(),
): Breaker {
  let state: BreakerState = 'closed';
  let openedAt = 0;
  let openFor = openMs;
  let half = fresh();
  let before: Half | undefined;
  /** Whose try failed last: the next one is another's, if another comes. */
  let lastTried: string | undefined;
  /** An outcome counts only in the period in which its question was asked. */
  let period = 0;

  function fresh(): Half {
    return { since: now(), answered: 0, away: 0, byCaller: new Map() };
  }

  function change(to: BreakerState): void {
    state = to;
    period += 1;
    if (to === 'open') openedAt = now();
    if (to === 'closed') {
      openFor = openMs;
      half = fresh();
      before = undefined;
      lastTried = undefined;
    }
    onChange(to);
  }

  function count(outcome: 'good' | 'failed' | 'away', caller: string): void {
    const age = now() - half.since;
    if (age >= HALF_WINDOW_MS) {
      before = age < 2 * HALF_WINDOW_MS ? half : undefined;
      half = fresh();
    }
    if (outcome === 'away') {
      half.away += 1;
      if (awayTooOften()) change('open');
      return;
    }
    const { byCaller } = half;
    const key = byCaller.has(caller) || byCaller.size < MAXIMUM_CALLERS ? caller : OTHERS;
    const counted = byCaller.get(key) ?? { good: 0, failed: 0 };
    counted[outcome] += 1;
    byCaller.set(key, counted);
    half.answered += 1;
    if (outcome === 'failed' && failsSeveral()) change('open');
  }

  function awayTooOften(): boolean {
    const away = half.away + (before?.away ?? 0);
    const all = away + half.answered + (before?.answered ?? 0);
    return away >= failures && away / all >= share;
  }

  /** Looked at after a failure only, and those are rare or slow. */
  function failsSeveral(): boolean {
    let failed = 0;
    let failing = 0;
    let all = 0;
    for (const caller of new Set([...half.byCaller.keys(), ...(before?.byCaller.keys() ?? [])])) {
      const counts = [half.byCaller.get(caller), before?.byCaller.get(caller)];
      const [bad, good] = [sum(counts, 'failed'), sum(counts, 'good')];
      all += 1;
      failed += bad;
      if (bad > 0 && bad / (bad + good) >= share) failing += 1;
    }
    return failed >= failures && failing >= callers && failing / all >= share;
  }

  function tried(outcome: Outcome, caller: string): void {
    if (outcome === 'failed' || outcome === 'away') {
      openFor = Math.min(openFor * 2, longestOpenMs);
      lastTried = caller;
    }
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
    enter(caller) {
      if (state === 'trying' || refusesForMs() > 0) return null;
      // One whose questions always fail must not be the only one who tries.
      if (state === 'open' && caller === lastTried && now() < openedAt + 2 * openFor) return null;
      const trying = state === 'open';
      if (trying) change('trying');
      const entered = period;
      return (outcome) => {
        if (entered !== period) return;
        if (trying) tried(outcome, caller);
        else if (outcome !== 'neither') count(outcome, caller);
      };
    },
    recovered() {
      if (state !== 'closed') change('closed');
    },
  };
}

function sum(counts: readonly (Count | undefined)[], of: keyof Count): number {
  return counts.reduce((total, count) => total + (count?.[of] ?? 0), 0);
}
