/**
 * Rate limits and cost budgets of a token, and of all tokens of an organisation together.
 *
 * Cost is counted separately for recording uses, and for each kind of caller: a dashboard that has spent its budget
 * does not stop the learning platform of the same authority.
 */
import { hash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Caller } from '../../caller/caller';
import { rateLimited } from '../errors/errors';
import { BUDGETS, type BudgetName } from './cost';
import { type LimitName, type RateHeaders, RateStatus } from './rate-headers';

const RATE_WINDOW_SECONDS = 10;

/** Limits for windows of 10 seconds. */
export interface RateOptions {
  /** Requests with the tokens of one subject. */
  readonly perSubject: number;
  /** Requests with all tokens that are bound to one organisation. */
  readonly perOrganisation: number;
  /** Bytes of request bodies that are larger than {@link UNCOUNTED_BODY}; no limit where it is left out. */
  readonly bodyBytes?: { readonly perSubject: number; readonly perOrganisation: number };
  /** Cost, in operations of the largest cost that the kind of caller is allowed; no limit where it is left out. */
  readonly cost?: { readonly perSubject: number; readonly perOrganisation: number };
  /**
   * How long it may take to prepare new operations, in milliseconds of the one thread that does it
   * (operations/preparation-cost.ts); no limit where it is left out.
   */
  readonly newOperations?: { readonly perSubject: number; readonly perOrganisation: number };
  /** Where all of it is counted; in this process where it is left out. */
  readonly counters?: Counters;
}

/** The bytes of bodies up to this size are not counted; their requests are. */
const UNCOUNTED_BODY = 16 * 1024;

/** Counters that several gateways share. Where they are unavailable, they must count in this process instead. */
export type Counters = (options: CounterOptions) => RateLimiterAbstract;

export interface CounterOptions extends IRateLimiterOptions {
  /**
   * Whether some of it may be given back, so that a caller who has spent all may have some again before the window
   * ends.
   */
  readonly givesBack: boolean;
}

export interface Rate {
  /** @throws RATE_LIMITED; then the same error again, without counting, until the time that it states is over */
  count(caller: Caller, bodyBytes?: number): Promise<void>;
  /** @throws RATE_LIMITED; nothing is spent then */
  spend(caller: Caller, cost: number, budget?: BudgetName): Promise<Spending>;
  /**
   * Pays for the preparation of a new operation. What is paid stays paid, even where the operation is refused
   * afterwards.
   *
   * @param caller null where there was no token: all such requests pay from one small budget
   * @param microseconds that it may take
   * @throws RATE_LIMITED; nothing is spent then
   */
  prepare(caller: Caller | null, microseconds: number): Promise<void>;
  /** The caller’s limits and what is left of them, as known since its last request. */
  headers(caller: Caller): RateHeaders;
}

/** In milliseconds, for all requests without a token together: they can ask for the schema, and for nothing else. */
const NEW_OPERATIONS_WITHOUT_TOKEN = 300;

export interface Spending {
  /** Gives back what was estimated too much, or takes what was estimated too little. */
  settle(cost: number): Promise<void>;
}

export function createRate(options: RateOptions): Rate {
  const { perSubject, perOrganisation, bodyBytes: bodies, cost, newOperations, counters } = options;
  const make: Counters = counters ?? ((options) => new RateLimiterMemory(options));
  const counter = (keyPrefix: string, points: number, givesBack = false) =>
    make({ keyPrefix, points, duration: RATE_WINDOW_SECONDS, givesBack });
  const subjects = counter('subject', perSubject);
  const organisations = counter('organisation', perOrganisation);
  const bodiesOfSubjects = bodies && counter('body bytes subject', bodies.perSubject);
  const bodiesOfOrganisations = bodies && counter('body bytes organisation', bodies.perOrganisation);
  const refusedUntil = new WeakMap<Caller, { readonly until: number; readonly error: GraphQLError }>();
  const budgets = cost && {
    subjects: eachBudget((name) => counter(`cost ${name} subject`, cost.perSubject * BUDGETS[name], true)),
    organisations: eachBudget((name) =>
      counter(`cost ${name} organisation`, cost.perOrganisation * BUDGETS[name], true),
    ),
  };

  const preparing = newOperations && {
    subjects: counter('new operations subject', newOperations.perSubject * 1_000, true),
    organisations: counter('new operations organisation', newOperations.perOrganisation * 1_000, true),
    nobody: counter('new operations nobody', NEW_OPERATIONS_WITHOUT_TOKEN * 1_000, true),
  };

  const status = new RateStatus(
    ({ kind, bound }) => ({
      requests: perSubject,
      organisation: bound.length > 0 ? perOrganisation : undefined,
      cost: cost && cost.perSubject * BUDGETS[kind],
    }),
    RATE_WINDOW_SECONDS,
  );

  async function countRequest(caller: Caller): Promise<void> {
    const keys = keysOf(caller);
    const limitOf = (whose: string, points: number) => () =>
      `Rate limit of ${whose} exceeded: ${points} requests per ${RATE_WINDOW_SECONDS} s.`;
    const note = (name: LimitName) => (left: RateLimiterRes) =>
      status.note(caller, name, left.remainingPoints, left.msBeforeNext);
    await take(subjects, keys.subject, 1, limitOf('this token', perSubject), note('requests'));
    let least: RateLimiterRes | undefined;
    const noteLeast = (left: RateLimiterRes) => {
      if (least && least.remainingPoints <= left.remainingPoints) return;
      least = left;
      note('organisation')(left);
    };
    await Promise.all(
      caller.bound.map((key, at) =>
        take(
          organisations,
          keys.organisations[at] as string,
          1,
          limitOf(`all tokens of ${key}`, perOrganisation),
          noteLeast,
        ),
      ),
    );
  }

  async function countBody(caller: Caller, bytes: number): Promise<void> {
    if (!bodies || !bodiesOfSubjects || !bodiesOfOrganisations) return;
    const keys = keysOf(caller);
    const limitOf = (whose: string, points: number) => () =>
      `Limit of ${whose} for large requests exceeded: ${Math.floor(points / 2 ** 20)} MB per ${RATE_WINDOW_SECONDS} s.`;
    await take(bodiesOfSubjects, keys.subject, bytes, limitOf('this token', bodies.perSubject));
    await Promise.all(
      caller.bound.map((key, at) =>
        take(
          bodiesOfOrganisations,
          keys.organisations[at] as string,
          bytes,
          limitOf(`all tokens of ${key}`, bodies.perOrganisation),
        ),
      ),
    );
  }

  return {
    async count(caller, bodyBytes = 0) {
      const refused = refusedUntil.get(caller);
      if (refused && Date.now() < refused.until) throw refused.error;
      try {
        await countRequest(caller);
        if (bodyBytes > UNCOUNTED_BODY) await countBody(caller, bodyBytes);
      } catch (error) {
        if (isRateLimited(error)) refusedUntil.set(caller, { until: Date.now() + retryMsOf(error), error });
        throw error;
      }
    },
    async spend(caller, estimate, budget = caller.kind) {
      if (!budgets || estimate === 0) return FREE;
      const pair = { subjects: budgets.subjects[budget], organisations: budgets.organisations[budget] };
      const isOwnBudget = budget === caller.kind;
      const describeBudget: DescribeBudget = (whose, points) =>
        `${isOwnBudget ? 'Cost budget' : `Budget for ${budget}`} of ${whose} exceeded: ${points} per ${RATE_WINDOW_SECONDS} s, and this operation may cost ${estimate}.`;
      const { settle, left } = await payBoth(pair, caller, estimate, describeBudget, `${caller.kind} tokens`);
      // The headers tell only about the budget from which questions are paid.
      if (!isOwnBudget) return { settle };
      status.note(caller, 'cost', left.remainingPoints, left.msBeforeNext);
      return {
        settle(cost) {
          status.giveBack(caller, 'cost', estimate - cost);
          return settle(cost);
        },
      };
    },
    async prepare(caller, microseconds) {
      if (!preparing) return;
      const describeBudget: DescribeBudget = (whose, points) =>
        `Budget of ${whose} for new operations exceeded: ${points / 1_000} ms of preparation per ${RATE_WINDOW_SECONDS} s, and this one may take ${Math.ceil(microseconds / 1_000)} ms. Reuse the same text with other variables.`;
      const { nobody } = preparing;
      if (caller) await payBoth(preparing, caller, microseconds, describeBudget, 'tokens');
      else
        await pay(nobody, 'nobody', microseconds, () => describeBudget('all requests without a token', nobody.points));
    },
    headers: (caller) => status.headers(caller),
  };
}

function isRateLimited(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions.code === 'RATE_LIMITED';
}

function retryMsOf({ extensions }: GraphQLError): number {
  return Number(extensions.retryAfter) * 1_000;
}

const FREE: Spending = { settle: async () => undefined };

type DescribeBudget = (whose: string, points: number) => string;

interface Budgets {
  readonly subjects: RateLimiterAbstract;
  readonly organisations: RateLimiterAbstract;
}

/** Pays from the budget of the subject and from that of each organisation: from all of them or from none. */
async function payBoth(
  { subjects, organisations }: Budgets,
  caller: Caller,
  amount: number,
  describeBudget: DescribeBudget,
  tokens: string,
): Promise<Spending & { readonly left: RateLimiterRes }> {
  const keys = keysOf(caller);
  const own = await pay(subjects, keys.subject, amount, () => describeBudget('this token', subjects.points));
  const shared = await Promise.allSettled(
    caller.bound.map((key, at) =>
      pay(organisations, keys.organisations[at] as string, amount, () =>
        describeBudget(`all ${tokens} of ${key}`, organisations.points),
      ),
    ),
  );
  const spent = [own, ...shared.flatMap((paid) => (paid.status === 'fulfilled' ? [paid.value] : []))];
  const settle = async (cost: number) => {
    await Promise.all(spent.map((spending) => spending.settle(cost)));
  };
  const refused = shared.find((paid) => paid.status === 'rejected');
  if (!refused) return { settle, left: own.left };
  await settle(0);
  throw refused.reason;
}

function eachBudget<Value>(value: (name: BudgetName) => Value): Record<BudgetName, Value> {
  const names = Object.keys(BUDGETS) as BudgetName[];
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<BudgetName, Value>;
}

/** The names under which a caller is counted. */
interface Keys {
  readonly subject: string;
  /** The organisations that the caller is bound to, in that order. */
  readonly organisations: readonly string[];
}

/** Kept by Caller, which stays the same object for all requests with a token. */
const KEYS = new WeakMap<Caller, Keys>();

function keysOf(caller: Caller): Keys {
  let keys = KEYS.get(caller);
  if (!keys) {
    const { kind, subject, bound } = caller;
    keys = { subject: keyOf(kind, subject), organisations: bound.map((key) => keyOf(key)) };
    KEYS.set(caller, keys);
  }
  return keys;
}

/** Subjects may be names of people, and counters do not need them: a hash is enough. */
function keyOf(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}

async function pay(
  budget: RateLimiterAbstract,
  key: string,
  estimate: number,
  describeBudget: () => string,
): Promise<Spending & { readonly left: RateLimiterRes }> {
  const left = await take(budget, key, estimate, describeBudget).catch(async (error) => {
    // The counter has counted the cost that it refused.
    await budget.reward(key, estimate);
    throw error;
  });
  const windowEnds = Date.now() + left.msBeforeNext;
  return {
    left,
    async settle(cost) {
      // What was spent in a window that is over must not be given back to the next one.
      if (Date.now() >= windowEnds || cost === estimate) return;
      await (cost < estimate ? budget.reward(key, estimate - cost) : budget.penalty(key, cost - estimate));
    },
  };
}

/** @param note is called with what is left, also where that is too little */
async function take(
  limiter: RateLimiterAbstract,
  key: string,
  points: number,
  describeBudget: () => string,
  note?: (left: RateLimiterRes) => void,
): Promise<RateLimiterRes> {
  try {
    const left = await limiter.consume(key, points);
    note?.(left);
    return left;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    note?.(error);
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    throw rateLimited(`${describeBudget()} Retry after ${seconds} s.`, seconds);
  }
}
