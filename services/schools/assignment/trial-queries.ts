/** What is done between `startTrial` and `rollbackTrial` leaves nothing behind. */
import { bigint, statement } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

const START_TRIAL = statement('startTrial', 'savepoint trial');

export async function startTrial(db: Transaction): Promise<void> {
  await db.query(START_TRIAL);
}

const ROLLBACK_TRIAL = statement('rollbackTrial', 'rollback to savepoint trial');

export async function rollbackTrial(db: Transaction): Promise<void> {
  await db.query(ROLLBACK_TRIAL);
}

const FIND_STANDING = statement('findStanding', 'select id from schools.entitlement where id = any ($1)', {
  id: bigint,
});

/** Returns, of these entitlements, those that exist. */
export async function findStanding(db: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.query(FIND_STANDING, [ids]);
  return new Set(rows.map(({ id }) => id));
}
