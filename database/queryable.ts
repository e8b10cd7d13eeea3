/** What statements are sent to, and how the owner reaches the database. Imports and demo data are written that way. */
import { type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { connect } from './connection';
import type { Statement } from './statement';

export interface Queryable {
  query<Row>(statement: Statement<Row>, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** Writes sets through SQL and single rows through entities, in one transaction (docs/decisions/0044). */
export interface EntityTransaction extends Queryable {
  readonly manager: EntityManager;
}

/** The row of a statement that gives one, whatever there is. @throws where it gave none */
export function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('The statement gave no row, and always gives one.');
  return row;
}

/** Any constant will do; it keeps two imports from writing to one database at the same time. */
const WRITING_LOCK = 7_340_002;

/**
 * Runs the work in one transaction of the owner: all of it is kept, or nothing. A second one waits for the first.
 *
 * @param end `rollback` keeps nothing, however well it went
 */
export function ownerTransaction<Result>(
  ownerUrl: string,
  work: (db: EntityTransaction) => Promise<Result>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<Result> {
  return withOwnerConnection(ownerUrl, (runner) =>
    transaction(
      runner,
      async (db) => {
        await runner.query('select pg_advisory_xact_lock($1)', [WRITING_LOCK]);
        return work(db);
      },
      end,
    ),
  );
}

/** Runs work in a transaction of its own. */
export type Transact = <Result>(work: (db: EntityTransaction) => Promise<Result>) => Promise<Result>;

/** Gives transactions of the owner, one after another, which do not wait for an import. */
export function ownerTransactions<Result>(
  ownerUrl: string,
  work: (transact: Transact) => Promise<Result>,
): Promise<Result> {
  return withOwnerConnection(ownerUrl, (runner) => work((part) => transaction(runner, part, 'commit')));
}

/**
 * Reads as the owner, all of it as of one instant, without waiting for anybody. Unqualified names mean PostgreSQL's own, so that
 * no function which somebody put in the way is called.
 */
export function ownerSnapshot<Result>(
  ownerUrl: string,
  work: (db: EntityTransaction) => Promise<Result>,
): Promise<Result> {
  return withOwnerConnection(ownerUrl, (runner) =>
    transaction(
      runner,
      async (db) => {
        await runner.query('set transaction isolation level repeatable read, read only');
        await runner.query('set local search_path = pg_catalog');
        return work(db);
      },
      'rollback',
    ),
  );
}

async function transaction<Result>(
  runner: QueryRunner,
  work: (db: EntityTransaction) => Promise<Result>,
  end: 'commit' | 'rollback',
): Promise<Result> {
  await runner.startTransaction();
  try {
    // A Ctrl-C ends the work at once, and not only at the end of a long statement.
    await runner.query("set local client_connection_check_interval = '1s'");
    const result = await work(through(runner));
    await (end === 'commit' ? runner.commitTransaction() : runner.rollbackTransaction());
    return result;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

/** Runs statements of the owner, each by itself and without waiting for an import: for what must hold at once. */
export function ownerStatements<Result>(
  ownerUrl: string,
  work: (db: EntityTransaction) => Promise<Result>,
): Promise<Result> {
  return withOwnerConnection(ownerUrl, (runner) => work(through(runner)));
}

async function withOwnerConnection<Result>(
  ownerUrl: string,
  work: (runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  const source = await connect(ownerUrl, { poolSize: 1, applicationName: 'freischalter owner' });
  const runner = source.createQueryRunner();
  try {
    return await work(runner);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** Throws the database's own errors, as they are known to those who send SQL. */
function through(runner: QueryRunner): EntityTransaction {
  return {
    manager: runner.manager,
    async query<Row>({ text }: Statement<Row>, parameters: readonly unknown[] = []) {
      try {
        return (await runner.query(text, [...parameters], true)).records as Row[];
      } catch (error) {
        throw error instanceof QueryFailedError ? error.driverError : error;
      }
    },
  };
}
