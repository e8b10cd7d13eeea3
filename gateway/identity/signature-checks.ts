/**
 * Bounds the verification of signatures, which is expensive: forged tokens must neither take the processor nor keep
 * good ones out.
 *
 * A few checks run at once; the others wait in fair turns. Only failures are limited: to a number a second in all,
 * and to a smaller one from each address. Beyond it, unknown tokens are refused unchecked until the second is over.
 * Callers that showed a good token before are counted apart, each by itself, so a flood does not keep them from
 * renewing their tokens.
 */
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { BulkheadFullError, createBulkhead } from '../../request/bulkhead/bulkhead';
import { rateLimited } from '../errors/errors';

/** A check takes about 0.2 ms, so this is a tenth of one core. */
export const FAILURES_A_SECOND = 500;
/** A proxy in front has one address for all of its clients, so this is a large part. */
export const FAILURES_OF_AN_ADDRESS = 250;
/** For a subject that showed a good token before. */
export const FAILURES_OF_A_SUBJECT = 20;
/** At once, and waiting: after a restart everybody’s token is new. */
const CHECKS = { limit: 8, queueLimit: 4_096 };
const MAX_SUBJECTS = 10_000;

const TOO_MANY = rateLimited('Too many invalid tokens. Retry after 1 s.', 1);

interface Claimed {
  /** Stated by the token; not verified yet. */
  readonly subject: string;
  /** The address of the sender. */
  readonly address: string;
}

/** @throws RATE_LIMITED where there were too many failures; whatever `check` throws */
type CheckWithin = <Result>(claimed: Claimed, check: () => Promise<Result>) => Promise<Result>;

/** The failures of one second. */
class Failures {
  private total = 0;
  private readonly parts = new Map<string, number>();

  constructor(private readonly limitOfPart: number) {}

  mayCome(part: string): boolean {
    return this.total < FAILURES_A_SECOND && (this.parts.get(part) ?? 0) < this.limitOfPart;
  }

  add(part: string): void {
    this.total += 1;
    this.parts.set(part, (this.parts.get(part) ?? 0) + 1);
  }
}

export function createSignatureChecks(now: () => number = () => performance.now()): CheckWithin {
  const met = new LRUCache<string, true>({ max: MAX_SUBJECTS });
  const bulkhead = createBulkhead(CHECKS);
  let second = -1;
  let ofAnonymous: Failures;
  let ofSubjects: Failures;

  function failuresOf(isMet: boolean): Failures {
    const present = Math.floor(now() / 1_000);
    if (present !== second) {
      second = present;
      ofAnonymous = new Failures(FAILURES_OF_AN_ADDRESS);
      ofSubjects = new Failures(FAILURES_OF_A_SUBJECT);
    }
    return isMet ? ofSubjects : ofAnonymous;
  }

  async function place(part: string) {
    const sharer = { kind: 'token', subject: part, bound: [] };
    try {
      return bulkhead.tryAcquire(sharer) ?? (await bulkhead.acquire(sharer));
    } catch (error) {
      throw error instanceof BulkheadFullError ? TOO_MANY : error;
    }
  }

  return async ({ subject, address }, check) => {
    const isMet = met.has(subject);
    const part = isMet ? subject : address;
    if (!failuresOf(isMet).mayCome(part)) throw TOO_MANY;
    const lease = await place(part);
    try {
      // Others may have failed while this one waited.
      if (!failuresOf(isMet).mayCome(part)) throw TOO_MANY;
      const result = await check();
      if (result !== null) met.set(subject, true);
      return result;
    } catch (error) {
      if (error instanceof GraphQLError && error.extensions.code === 'UNAUTHENTICATED') failuresOf(isMet).add(part);
      throw error;
    } finally {
      lease.release();
    }
  };
}
