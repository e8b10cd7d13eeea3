/** What statements are sent to; and the owner's way to the database, through which imports and demo data are written. */
import { Client } from 'pg';
import type { Statement } from './statement';

export interface Queryable {
  query<Row>(statement: Statement<Row>, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** Any constant will do; it keeps two imports from writing to one database at the same time. */
const WRITING_LOCK = 7_340_002;

/**
 * Runs the work in one transaction of the owner: all of it is kept, or nothing. A second one waits for the first.
 *
 * @param end `rollback` keeps nothing, however well it went
 */
export async function ownerTransaction<Result>(
  ownerUrl: string,
  work: (db: Queryable) => Promise<Result>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<Result> {
  const client = await connectOwner(ownerUrl);
  try {
    await client.query('begin');
    // A Ctrl-C ends the work at once, and not only at the end of a long statement.
    await client.query("set local client_connection_check_interval = '1s'");
    await client.query('select pg_advisory_xact_lock($1)', [WRITING_LOCK]);
    const result = await work(through(client));
    await client.query(end);
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

/** Runs statements of the owner, each by itself and without waiting for an import: for what must hold at once. */
export async function ownerStatements<Result>(
  ownerUrl: string,
  work: (db: Queryable) => Promise<Result>,
): Promise<Result> {
  const client = await connectOwner(ownerUrl);
  try {
    return await work(through(client));
  } finally {
    await client.end();
  }
}

/** A connection that breaks between two statements fails the next one, and need not end the process besides. */
async function connectOwner(ownerUrl: string): Promise<Client> {
  const client = new Client({ connectionString: ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function through(client: Client): Queryable {
  return {
    query: async ({ text }, parameters = []) => (await client.query(text, [...parameters])).rows,
  };
}
