/**
 * Idempotency of mutations, as Stripe does it: a repeat with the same key and the same input gets the first answer
 * and does nothing; a repeat with another input is refused; of two at once, one waits for the other. The answer is
 * kept in the transaction of the work, so either both are there or neither. Each caller has its own keys, and they
 * are kept for 48 hours.
 */
import type { Caller } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';
import type { Transaction } from '../database/session';
import type { AnswerQueries } from './answer-queries';
import { inputHash } from './input-hash';

export interface IdempotentCall {
  /** As the client sent it; where it is null, the work is done each time. */
  readonly key: string | null;
  /** The mutation: a key that was used for another one is refused. */
  readonly operation: string;
  /** Everything that decides what is done, without the key; in a fixed order, not in the client's. */
  readonly input: unknown;
}

/**
 * @param queries of the service that keeps the answers
 * @param work returns the answer, which is kept as JSON. It must be the same when it is read back: no dates, no
 * undefined
 * @param isFinal whether a repeat gets this answer; otherwise a repeat does the work anew. A call that failed is
 * never kept, because its transaction is not.
 * @throws BAD_USER_INPUT where the key was used with another input
 */
export async function answerOnce<Answer extends object>(
  queries: AnswerQueries,
  db: Transaction,
  caller: Caller,
  { key, operation, input }: IdempotentCall,
  work: () => Promise<Answer>,
  isFinal: (answer: Answer) => boolean = () => true,
): Promise<Answer> {
  if (key === null) return work();
  await queries.lock(db, JSON.stringify([caller.kind, caller.subject, caller.bound, key]));
  const hash = inputHash(input);
  const before = await queries.find(db, caller, key);
  if (before) {
    if (before.operation === operation && before.inputHash === hash) return before.answer as Answer;
    throw badUserInput('input.idempotencyKey: already used with another input. Use a new key for each new request.');
  }
  const answer = await work();
  if (isFinal(answer)) await queries.keep(db, key, { operation, inputHash: hash, answer });
  return answer;
}
