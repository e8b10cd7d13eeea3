import type { Queryable } from '../../../database/queryable';
import { statement } from '../../../database/statement';

/** What the audit trail says of a transaction beside who asked, when, and which rows. */
export interface ChangeDescription {
  /** The mutation's name, or the command's: `assignEntitlements`, `import licences`. */
  readonly operation: string;
  /** Why, in the words of who asked. */
  readonly reason?: string | null;
  /** What was imported: the file, and the list that it is. */
  readonly source?: string | null;
}

const DESCRIBE_CHANGE = statement('describeChange', 'select directory.describe_change($1, $2, $3)');

/**
 * Says what a transaction is about to change, for the audit trail. To be called before its first write: the database
 * refuses to record changes of a service that did not say.
 */
export async function describeChange(
  db: Queryable,
  { operation, reason = null, source = null }: ChangeDescription,
): Promise<void> {
  await db.query(DESCRIBE_CHANGE, [operation, reason, source]);
}
