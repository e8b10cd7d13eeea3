/** Answers of this service's mutations by idempotency key: services/subgraph/idempotency. */
import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { answerOnce as answerOnceOf, type IdempotentCall } from '../../subgraph/idempotency/answer-once';
import { answerQueries } from '../../subgraph/idempotency/answer-queries';

const queries = answerQueries('schools');

/** Like the function with the same name, with the answers that this service keeps. */
export function answerOnce<Answer extends object>(
  db: Transaction,
  caller: Caller,
  call: IdempotentCall,
  work: () => Promise<Answer>,
  isFinal?: (answer: Answer) => boolean,
): Promise<Answer> {
  return answerOnceOf(queries, db, caller, call, work, isFinal);
}
