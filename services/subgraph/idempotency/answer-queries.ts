import type { Caller } from '../../../caller/caller';
import { json, statement, text } from '../../../database/statement';
import type { Transaction } from '../database/session';
import { IS_OWN, ownedBy } from './own-rows';

interface KeptAnswer {
  readonly operation: string;
  readonly inputHash: string;
  readonly answer: object;
}

export interface AnswerQueries {
  /** Calls with the same key wait for each other until the transaction ends. */
  lock(db: Transaction, key: string): Promise<void>;
  /** Returns the answer to this caller's first call with this key. */
  find(db: Transaction, caller: Caller, idempotencyKey: string): Promise<KeptAnswer | undefined>;
  keep(db: Transaction, idempotencyKey: string, kept: KeptAnswer): Promise<void>;
}

/** Declares the statements of a service that has the table. To be called where a file is loaded. */
export function answerQueries(service: 'schools' | 'licences'): AnswerQueries {
  const table = `${service}.idempotent_answer`;
  const LOCK_KEY = statement(
    `${service} lockIdempotencyKey`,
    `select pg_advisory_xact_lock(hashtext('${table}'), hashtext($1))`,
  );
  const FIND_ANSWER = statement(
    `${service} findAnswer`,
    `select operation, input_hash as "inputHash", answer from ${table}
     where idempotency_key = $4 and ${IS_OWN}`,
    { operation: text, inputHash: text, answer: json<object>() },
  );
  const KEEP_ANSWER = statement(
    `${service} keepAnswer`,
    `insert into ${table} (idempotency_key, operation, input_hash, answer) values ($1, $2, $3, $4)`,
  );
  return {
    async lock(db, key) {
      await db.query(LOCK_KEY, [key]);
    },
    async find(db, caller, idempotencyKey) {
      const [found] = await db.query(FIND_ANSWER, [...ownedBy(caller), idempotencyKey]);
      return found;
    },
    async keep(db, idempotencyKey, { operation, inputHash, answer }) {
      await db.query(KEEP_ANSWER, [idempotencyKey, operation, inputHash, JSON.stringify(answer)]);
    },
  };
}
