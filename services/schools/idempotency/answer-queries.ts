import type { Caller } from '../../../caller/caller';
import { json, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { IS_OWN, ownedBy } from './own-rows';

const LOCK_KEY = statement(
  'lockIdempotencyKey',
  `select pg_advisory_xact_lock(hashtext('schools.idempotent_answer'), hashtext($1))`,
);

/** Calls with the same key wait for each other, until the transaction ends. */
export async function lockIdempotencyKey(db: Transaction, key: string): Promise<void> {
  await db.query(LOCK_KEY, [key]);
}

const FIND_ANSWER = statement(
  'findAnswer',
  `select operation, input_hash as "inputHash", answer from schools.idempotent_answer
   where idempotency_key = $4 and ${IS_OWN}`,
  { operation: text, inputHash: text, answer: json<object>() },
);

/** What this caller's first call with this key was answered. */
export async function findAnswer<Answer extends object>(
  db: Transaction,
  caller: Caller,
  idempotencyKey: string,
): Promise<{ readonly operation: string; readonly inputHash: string; readonly answer: Answer } | undefined> {
  const [found] = await db.query(FIND_ANSWER, [...ownedBy(caller), idempotencyKey]);
  return found && { ...found, answer: found.answer as Answer };
}

const KEEP_ANSWER = statement(
  'keepAnswer',
  `insert into schools.idempotent_answer (idempotency_key, operation, input_hash, answer) values ($1, $2, $3, $4)`,
);

export async function keepAnswer(
  db: Transaction,
  idempotencyKey: string,
  { operation, inputHash, answer }: { operation: string; inputHash: string; answer: object },
): Promise<void> {
  await db.query(KEEP_ANSWER, [idempotencyKey, operation, inputHash, JSON.stringify(answer)]);
}
