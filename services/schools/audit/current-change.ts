import type { Queryable } from '../../../database/queryable';
import { onlyRow } from '../../../database/queryable';
import { bigint, nullable, statement } from '../../../database/statement';

const CURRENT_CHANGE = statement('currentChange', 'select schools.current_change() as id', { id: nullable(bigint) });

/**
 * Returns the audit trail's id of the change that this transaction makes, by which it can be undone; null while it
 * makes none.
 */
export async function currentChange(db: Queryable): Promise<string | null> {
  return onlyRow(await db.query(CURRENT_CHANGE)).id;
}
