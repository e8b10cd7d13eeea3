/**
 * What stands between the gateway and the transport of one subgraph: time limit, bulkhead, queue, retries within a
 * budget, circuit breaker. docs/decisions/0014-traffic.md gives the reasons.
 */

import type { Caller } from '../../caller/caller';
import { BulkheadFullError, createBulkhead, type Lease } from '../../request/bulkhead/bulkhead';
import { organisationOf } from '../../request/bulkhead/sharers';
import type { CancellationToken } from '../../request/cancellation';
import type { Envelope, RequestMetadata } from '../../request/signing/signed-request';
import { type BreakerOptions, type BreakerState, createBreaker, DEFAULT_BREAKER, type Outcome } from './breaker';
import { createRetryBudget, pauseBefore } from './retry-budget';
import type { SubgraphAnswer } from './subgraph-answer';
import { pause, TimeUpError, timeLimit } from './time-limit';
import { type Failure, type ScanText, type SubgraphQuestion, type Transport, TransportError } from './transport';

export interface ResilienceOptions {
  /** The time limit of a question, with its retries and its time in the queue. */
  readonly timeoutMs: number;
  /** How often a query may be asked again. A mutation is never asked again. */
  readonly retries: number;
  /** How many questions may be on their way at once, and how many may wait. Callers share them fairly. */
  readonly atOnce: number;
  readonly waiting: number;
  readonly breaker: BreakerOptions;
}

export const DEFAULT_RESILIENCE: ResilienceOptions = {
  timeoutMs: 10_000,
  retries: 2,
  atOnce: 64,
  waiting: 256,
  breaker: DEFAULT_BREAKER,
};

/** Called when something happens. None of its functions may throw. */
export interface TransportObserver {
  /** An attempt has ended, after this many milliseconds in the transport. */
  attempt?(subgraph: string, outcome: AttemptOutcome, ms: number): void;
  /** The first retry is 1. */
  retry?(subgraph: string, retry: number): void;
  /** A question was not sent. */
  refused?(subgraph: string, why: 'breaker' | 'queue'): void;
  breaker?(subgraph: string, state: BreakerState): void;
}
type AttemptOutcome = 'answered' | 'failed' | 'timed out' | 'left';

export interface ResilienceState {
  readonly breaker: BreakerState;
  readonly atOnce: number;
  readonly waiting: number;
}

/** The subgraph was not asked, so that nobody waits for it in vain. */
export class NotSentError extends Error {
  constructor(
    message: string,
    /** In seconds. */
    readonly retryAfter: number,
  ) {
    super(message);
  }
}

export interface ResiliencePolicy {
  /** @throws whatever left the question without an answer */
  ask(
    question: SubgraphQuestion,
    metadata: RequestMetadata,
    leaving?: CancellationToken,
    scan?: ScanText,
  ): Promise<SubgraphAnswer>;
  /**
   * Checks whether it answers signed questions and can use its database; outside queue and breaker. Success closes
   * the breaker.
   */
  ready(envelope: Envelope): Promise<void>;
  readonly state: ResilienceState;
  stop(): Promise<void>;
}

const COUNTS_AS: Record<Failure, Outcome> = {
  away: 'away',
  broken: 'failed',
  refused: 'neither',
  'too large': 'neither',
};
const READINESS_TIMEOUT_MS = 2_000;
/** An operation that starts in another way may be a mutation, and is not repeated. */
const QUERY = /^\s*(query\b|\{)/;

export function createResiliencePolicy(
  subgraph: string,
  transport: Transport,
  { timeoutMs, retries, atOnce, waiting, breaker: breakerOptions }: ResilienceOptions = DEFAULT_RESILIENCE,
  observer: TransportObserver = {},
): ResiliencePolicy {
  const bulkhead = createBulkhead({ limit: atOnce, queueLimit: waiting });
  const budget = createRetryBudget();
  const breaker = createBreaker(breakerOptions, (state) => observer.breaker?.(subgraph, state));

  async function ask(
    question: SubgraphQuestion,
    asked: RequestMetadata,
    leaving?: CancellationToken,
    scan?: ScanText,
  ): Promise<SubgraphAnswer> {
    const start = Date.now();
    const deadline = Math.min(start + timeoutMs, asked.deadline ?? Number.POSITIVE_INFINITY);
    if (deadline <= start) throw new TimeUpError('the request’s time is up');
    const limit = timeLimit(deadline - start, leaving);
    const { envelope, traceparent } = asked;
    const metadata = { envelope, deadline, traceparent };
    budget.earn();
    const { signal } = limit;
    const { caller } = envelope;
    try {
      // Attempts stand in this function: a function of their own would be one more promise to wait for.
      for (let retry = 1; ; retry += 1) {
        if (breaker.refusesForMs > 0) throw breakerRefuses();
        const lease = bulkhead.tryAcquire(caller) ?? (await acquire(caller, signal));
        const report = breaker.enter(organisationOf(caller));
        if (!report) {
          lease.release();
          throw breakerRefuses();
        }
        const begun = performance.now();
        let failure: unknown;
        try {
          const answer = await transport.ask(question, metadata, signal, scan);
          report('good');
          observer.attempt?.(subgraph, 'answered', performance.now() - begun);
          return answer;
        } catch (error) {
          failure = error;
          const ms = performance.now() - begun;
          const [outcome, counts] = judge(error, signal, ms);
          report(counts);
          observer.attempt?.(subgraph, outcome, ms);
        } finally {
          lease.release();
        }
        const away = failure instanceof TransportError && failure.failure === 'away';
        const ms = pauseBefore(retry);
        const late = signal.aborted || Date.now() + ms >= deadline;
        if (!away || late || retry > retries || !QUERY.test(question.query) || !budget.spend()) throw failure;
        observer.retry?.(subgraph, retry);
        await pause(ms, signal);
      }
    } finally {
      limit.end();
    }
  }

  /**
   * If the time was up before the subgraph had half of its time limit, the subgraph is not at fault: the request was
   * late. An error that is not the transport's, such as a question that could not be written, is a fault of ours.
   */
  function judge(error: unknown, signal: CancellationToken, ms: number): [AttemptOutcome, Outcome] {
    if (signal.reason instanceof TimeUpError) return ['timed out', ms >= timeoutMs / 2 ? 'failed' : 'neither'];
    if (signal.aborted) return ['left', 'neither'];
    return ['failed', error instanceof TransportError ? COUNTS_AS[error.failure] : 'neither'];
  }

  async function acquire(caller: Caller, signal: CancellationToken): Promise<Lease> {
    try {
      return await bulkhead.acquire(caller, signal);
    } catch (error) {
      if (!(error instanceof BulkheadFullError)) throw error;
      observer.refused?.(subgraph, 'queue');
      throw new NotSentError(error.message, 1);
    }
  }

  function breakerRefuses(): NotSentError {
    observer.refused?.(subgraph, 'breaker');
    return new NotSentError('it has failed too often just now', Math.ceil(breaker.refusesForMs / 1_000) || 1);
  }

  return {
    ask,
    async ready(envelope) {
      const limit = timeLimit(READINESS_TIMEOUT_MS);
      try {
        const deadline = Date.now() + READINESS_TIMEOUT_MS;
        await transport.ask({ query: '{ __typename }' }, { envelope, deadline }, limit.signal);
        await transport.ready(limit.signal);
      } finally {
        limit.end();
      }
      breaker.recovered();
    },
    get state() {
      return { breaker: breaker.state, atOnce: bulkhead.active, waiting: bulkhead.waiting };
    },
    stop: () => transport.stop(),
  };
}
