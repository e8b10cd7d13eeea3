/** Records the statements that the services send for a request, which the baseline then sends too. */
import { Client } from 'pg';

export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/**
 * The statements from `begin` with the settings of row-level security to the end, on one connection and as one role.
 */
export interface RecordedTransaction {
  readonly role: string;
  readonly statements: readonly Statement[];
}

const END = /^(rollback|commit)$/;
/** The services end their transactions after they have answered. */
const UNTIL_ENDED_MS = 100;

/** Records every statement of this process while the work is done. */
export async function statementsOf(work: () => Promise<unknown>): Promise<RecordedTransaction[]> {
  const seen: { readonly client: Client; readonly statement: Statement }[] = [];
  const { query } = Client.prototype;
  Client.prototype.query = function watched(this: Client, ...words: never[]) {
    const [first, values] = words as unknown as [string | Statement, unknown[]?];
    const statement = typeof first === 'string' ? { text: first, values } : first;
    seen.push({ client: this, statement: { name: statement.name, text: statement.text, values: statement.values } });
    return (query as (...words: never[]) => unknown).apply(this, words);
  } as never;
  try {
    await work();
    await new Promise((done) => setTimeout(done, UNTIL_ENDED_MS));
  } finally {
    Client.prototype.query = query;
  }
  return transactionsIn(
    seen.map(({ client, statement }) => ({ connection: client, role: client.user ?? '', statement })),
  );
}

interface Seen {
  readonly connection: object;
  readonly role: string;
  readonly statement: Statement;
}

/** Statements outside transactions, such as the heartbeat of the invalidation feed, are not part of a request. */
export function transactionsIn(seen: readonly Seen[]): RecordedTransaction[] {
  const open = new Map<object, Statement[]>();
  const found: RecordedTransaction[] = [];
  for (const { connection, role, statement } of seen) {
    if (/^begin\b/.test(statement.text)) {
      const statements = [statement];
      open.set(connection, statements);
      found.push({ role, statements });
    } else {
      open.get(connection)?.push(statement);
      if (END.test(statement.text)) open.delete(connection);
    }
  }
  return found;
}
