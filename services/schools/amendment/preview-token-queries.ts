import { onlyRow } from '../../../database/queryable';
import { bigint, statement } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

const OF_ENTITLEMENTS = `object_id = any ($1) and object in ('entitlement', 'entitlement_suspension')`;

const FIND_LAST_CHANGE = statement(
  'findLastChange',
  `select coalesce(max(change_id), 0) as change from schools.audit_entry where ${OF_ENTITLEMENTS}`,
  { change: bigint },
);

/** Returns the last change of any of these entitlements; 0 where none is on record. */
export async function findLastChange(db: Transaction, ids: readonly string[]): Promise<string> {
  return onlyRow(await db.query(FIND_LAST_CHANGE, [ids])).change;
}

const FIND_CHANGED_SINCE = statement(
  'findChangedSince',
  `select distinct object_id as id from schools.audit_entry where ${OF_ENTITLEMENTS} and change_id > $2`,
  { id: bigint },
);

/** Returns, of the entitlements, those that were changed after this change. */
export async function findChangedSince(
  db: Transaction,
  ids: readonly string[],
  change: string,
): Promise<ReadonlySet<string>> {
  const rows = await db.query(FIND_CHANGED_SINCE, [ids, change]);
  return new Set(rows.map(({ id }) => id));
}
