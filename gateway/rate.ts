/** How often a token, and all tokens of an organisation together, may ask. */
import { createHash } from 'node:crypto';
import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Caller } from '../caller/caller';
import { rateLimited } from './errors';

export const RATE_WINDOW_SECONDS = 10;

export interface RateOptions {
  /** Requests in 10 seconds with the tokens of one subject. */
  readonly perSubject: number;
  /** Requests in 10 seconds with all tokens that are bound to one organisation. */
  readonly perOrganisation: number;
  /** Where the requests are counted: in this process where it is left out. */
  readonly counters?: Counters;
}

/** Counters that hold across several gateways. Where they cannot be had, they must count in this process instead. */
export type Counters = (options: IRateLimiterOptions) => RateLimiterAbstract;

export interface Rate {
  /** @throws RATE_LIMITED */
  count(caller: Caller): Promise<void>;
}

export function createRate({ perSubject, perOrganisation, counters }: RateOptions): Rate {
  const make: Counters = counters ?? ((options) => new RateLimiterMemory(options));
  const subjects = make({ keyPrefix: 'subject', points: perSubject, duration: RATE_WINDOW_SECONDS });
  const organisations = make({ keyPrefix: 'organisation', points: perOrganisation, duration: RATE_WINDOW_SECONDS });
  return {
    async count({ kind, subject, bound }) {
      await take(subjects, keyOf(kind, subject), (allowed) => `This token may ask ${allowed}`);
      await Promise.all(
        bound.map((key) =>
          take(organisations, keyOf(key), (allowed) => `All tokens of ${key} together may ask ${allowed}`),
        ),
      );
    },
  };
}

/** Subjects may be names of people: what is counted by needs none of it. */
function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

async function take(limiter: RateLimiterAbstract, key: string, who: (allowed: string) => string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    const allowed = `${limiter.points} times in ${RATE_WINDOW_SECONDS} seconds`;
    throw rateLimited(`${who(allowed)}, and did. Try again in ${seconds} s.`, seconds);
  }
}
