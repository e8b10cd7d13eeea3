/** Repositories and the query builder, inside a transaction that is already open. */
import type { DataSource, EntityManager } from 'typeorm';
import { Statement } from '../../../database/statement';

export interface Answer<Row> {
  readonly rows: Row[];
  /** How many rows were found or changed. */
  readonly rowCount: number | null;
}

interface Answering {
  answer<Row>(statement: Statement<Row>, parameters: readonly unknown[]): Promise<Answer<Row>>;
}

/**
 * Its statements go through the transaction, and never over a connection of their own. It can neither end nor leave
 * the transaction.
 *
 * The exception is its `dataSource`, which TypeORM itself needs: a statement that is sent through it takes a
 * connection outside the transaction and without a caller, to whom row-level security shows nothing. No service uses
 * it (test/entity-manager.test.ts).
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

/** These statements are not kept prepared, because they are rare. */
function toStatement(sql: string): Statement {
  return new Statement('entity', sql, {}, 'force_custom_plan', undefined);
}
