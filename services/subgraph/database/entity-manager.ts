/** Repositories and the query builder, inside a transaction that is open already. */
import type { DataSource, EntityManager } from 'typeorm';
import { Statement } from '../../../database/statement';

export interface Answer<Row> {
  readonly rows: Row[];
  /** How many rows were found or changed. */
  readonly rowCount: number | null;
}

export interface Answering {
  answer<Row>(statement: Statement<Row>, parameters: readonly unknown[]): Promise<Answer<Row>>;
}

/**
 * What it is asked goes through the transaction, and nothing to a connection of its own. It can neither end nor leave it.
 *
 * But for its `dataSource`, which TypeORM itself needs: what is sent through that takes a connection outside the
 * transaction and without a caller, to whom row-level security shows nothing. No service uses it
 * (test/entity-manager.test.ts).
 */
export function entityManagerOf(source: DataSource, transaction: Answering): EntityManager {
  const runner = source.createQueryRunner();
  const refuse = () => Promise.reject(new Error('An entity manager runs inside the transaction that it was made for.'));
  Object.assign(runner, {
    isTransactionActive: true,
    connect: refuse,
    startTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    release: refuse,
    stream: refuse,
    async query(sql: string, parameters: unknown[] = [], structured = false) {
      const { rows, rowCount } = await transaction.answer(toStatement(sql), parameters);
      const raw = /^(update|delete)\b/i.test(sql) ? [rows, rowCount] : rows;
      return structured ? { raw, records: rows, affected: rowCount ?? undefined } : raw;
    },
  });
  return runner.manager;
}

/** Not kept prepared: what is asked this way is asked seldom. */
function toStatement(sql: string): Statement {
  return new Statement('entity', sql, {}, 'force_custom_plan', undefined);
}
