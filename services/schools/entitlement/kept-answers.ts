/** Answers of assigning by idempotency key, so that a repeat changes nothing. */
import type { Transaction } from '../../subgraph/database/session';
import type { Assignment } from './assignment';

export interface KeptAnswer {
  readonly inputHash: string;
  readonly result: readonly Assignment[];
}

/** The answer that this subject's call with this key got before, with the hash of its input; undefined where there was none. */
export async function findAnswer(db: Transaction, subject: string, key: string): Promise<KeptAnswer | undefined> {
  await db.query(`select pg_advisory_xact_lock(hashtext('schools.assignment'), hashtext($1))`, [`${subject}\n${key}`]);
  const [answer] = await db.query<KeptAnswer>(
    'select input_hash as "inputHash", result from schools.assignment where subject = $1 and idempotency_key = $2',
    [subject, key],
  );
  return answer;
}

export async function keepAnswer(db: Transaction, subject: string, key: string, answer: KeptAnswer): Promise<void> {
  await db.query(
    'insert into schools.assignment (subject, idempotency_key, input_hash, result) values ($1, $2, $3, $4)',
    [subject, key, answer.inputHash, JSON.stringify(answer.result)],
  );
}
