/** Answers of assigning by idempotency key, so that a repeat changes nothing. */
import type { EntityTransaction } from '../../../database/queryable';
import { statement } from '../../../database/statement';
import { AssignmentEntity } from './assignment-entity';

export type KeptAnswer = Pick<AssignmentEntity, 'inputHash' | 'result'>;

const LOCK_ANSWER = statement(
  'lockAnswer',
  `select pg_advisory_xact_lock(hashtext('schools.assignment'), hashtext($1))`,
);

/** The answer that this subject's call with this key got before, with the hash of its input; null where there was none. */
export async function findAnswer(
  db: EntityTransaction,
  subject: string,
  idempotencyKey: string,
): Promise<KeptAnswer | null> {
  await db.query(LOCK_ANSWER, [`${subject}\n${idempotencyKey}`]);
  return db.manager.findOneBy(AssignmentEntity, { subject, idempotencyKey });
}

export async function keepAnswer(
  { manager }: EntityTransaction,
  subject: string,
  idempotencyKey: string,
  { inputHash, result }: KeptAnswer,
): Promise<void> {
  await manager.insert(AssignmentEntity, { subject, idempotencyKey, inputHash, result });
}
