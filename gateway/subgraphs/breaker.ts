/**
 * A circuit breaker: after too many failures a subgraph is not asked for a while, then one question probes whether it
 * is back.
 *
 * No caller opens it alone. A subgraph that cannot be reached counts for everybody; a timeout or an unreadable
 * answer, which the question itself may have caused, counts for its caller and opens the breaker only when several
 * callers see it.
 *
 * Why not cockatiel: there, a question whose client left counts as a success and closes the breaker, callers wait for
 * the probe, and the failures of one caller count for all.
 */
export type BreakerState = 'closed' | 'open' | 'trying';

/**
 * - `away`: the subgraph could not be reached, whoever asks.
 * - `failed`: this question had no answer in time, or none that is GraphQL. The question itself may be the reason.
 * - `neither`: it says nothing about the subgraph, such as when a client left.
 */
export type Outcome = 'good' | 'failed' | 'away' | 'neither';

interface Breaker {
  readonly state: BreakerState;
  /** Milliseconds until the subgraph may be asked again; 0 where it may be asked now. */
  readonly refusesForMs: number;
  /**
   * Returns null where nothing may be asked now. Otherwise the returned function must be called once, with the
   * outcome.
   *
   * @param caller for whom failures are counted
   */
  enter(caller: string): ((outcome: Outcome) => void) | null;
  /** Says that the subgraph was seen at work in another way. */
  recovered(): void;
}

export interface BreakerOptions {
  /** The breaker opens where at least this many questions of the last ten seconds failed … */
  readonly failures: number;
  /**
   * … and at least this share of the outcomes that say something: of the questions where the subgraph was away, else
   * of the callers …
   */
  readonly share: number;
  /** … and, where it was not away, at least this many callers saw that share of their own questions fail. */
  readonly callers: number;
  /** How long it stays open at first, in milliseconds. The time doubles after each failed probe, up to the longest. */
  readonly openMs: number;
  readonly longestOpenMs: number;
}

/** Three callers, because one person often holds two tokens, and a subgraph that hangs is seen by everyone who asks. */
export const DEFAULT_BREAKER: BreakerOptions = {
  failures: 10,
  share: 0.5,
  callers: 3,
  openMs: 1_000,
  longestOpenMs: 15_000,
};

const HALF_WINDOW_MS = 5_000;
/** How many callers are counted apart in half a window; all beyond them count as one. They take about 100 KB. */
const MAX_CALLERS = 1_000;
const OTHERS = '';

interface Count {
  good: number;
  failed: number;
}

/** The outcomes of one half of the window. */
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
  /** The caller whose probe failed last. The next probe is another caller's, if another one asks. */
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
    const key = byCaller.has(caller) || byCaller.size < MAX_CALLERS ? caller : OTHERS;
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

  /** Called only after a failure, and failures are rare or slow. */
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
      // A caller whose questions always fail must not be the only one who probes.
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
