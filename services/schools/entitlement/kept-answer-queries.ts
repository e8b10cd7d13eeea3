/** Answers of assigning by idempotency key, so that a repeat changes nothing. */
import { json, type RowOf, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import type { Assignment } from './assignment';

const LOCK_ANSWER = statement(
  'lockAnswer',
  `select pg_advisory_xact_lock(hashtext('schools.assignment'), hashtext($1))`,
);

const FIND_ANSWER = statement(
  'findAnswer',
  'select input_hash as "inputHash", result from schools.assignment where subject = $1 and idempotency_key = $2',
  { inputHash: text, result: json<readonly Assignment[]>() },
);

export type KeptAnswer = RowOf<typeof FIND_ANSWER>;

/** The answer that this subject's call with this key got before, with the hash of its input; undefined where there was none. */
export async function findAnswer(db: Transaction, subject: string, key: string): Promise<KeptAnswer | undefined> {
  await db.query(LOCK_ANSWER, [`${subject}\n${key}`]);
  const [answer] = await db.query(FIND_ANSWER, [subject, key]);
  return answer;
}

const KEEP_ANSWER = statement(
  'keepAnswer',
  'insert into schools.assignment (subject, idempotency_key, input_hash, result) values ($1, $2, $3, $4)',
);

export async function keepAnswer(db: Transaction, subject: string, key: string, answer: KeptAnswer): Promise<void> {
  await db.query(KEEP_ANSWER, [subject, key, answer.inputHash, JSON.stringify(answer.result)]);
}
