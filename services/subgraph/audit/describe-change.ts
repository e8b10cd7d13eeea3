import type { Queryable } from '../../../database/queryable';
import { statement } from '../../../database/statement';

/** What the audit trail says about a transaction, besides who asked, when, and which rows. */
interface ChangeDescription {
  /** The name of the mutation or of the command: `assignEntitlements`, `import licences`. */
  readonly operation: string;
  /** The reason, in the words of the person who asked. */
  readonly reason?: string | null;
  /** What was imported: the file, and the list in it. */
  readonly source?: string | null;
}

const DESCRIBE_CHANGE = statement('describeChange', 'select directory.describe_change($1, $2, $3)');

/**
 * States what a transaction is about to change, for the audit trail. To be called before its first write: the
 * database refuses to record changes of a transaction that did not state it.
 */
export async function describeChange(
  db: Queryable,
  { operation, reason = null, source = null }: ChangeDescription,
): Promise<void> {
  await db.query(DESCRIBE_CHANGE, [operation, reason, source]);
}
