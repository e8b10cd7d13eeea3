/**
 * A subgraph request's way to the database: every statement runs inside a transaction whose row-level-security settings
 * are the Caller's. Reads of one request share one snapshot; a mutation runs in a transaction of its own.
 */
import { escapeLiteral } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Caller } from '../../caller/caller';

export interface Transaction {
  /** One statement at a time: a later one waits for the ones before. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

export class Session implements Transaction {
  private reading: Promise<OpenTransaction> | undefined;
  /** Stands for what this session has read so far; a new one after each write, so that loaders do not serve old rows. */
  snapshot: object = {};

  constructor(
    private readonly dataSource: DataSource,
    private readonly caller: Caller,
    /** Waited for after each write that was kept. */
    private readonly written: () => Promise<void> = async () => undefined,
  ) {}

  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    this.reading ??= this.begin('isolation level repeatable read read only');
    return (await this.reading).query(sql, parameters);
  }

  /**
   * Runs the work in one read-write transaction: all of it is kept, or nothing.
   *
   * @param keep false for a preview: the same work is done, and then undone
   */
  async write<Result>(work: (transaction: Transaction) => Promise<Result>, keep = true): Promise<Result> {
    await this.end();
    const transaction = await this.begin('read write');
    let result: Result;
    try {
      result = await work(transaction);
    } catch (error) {
      await transaction.end('rollback').catch(() => undefined);
      throw error;
    }
    await transaction.end(keep ? 'commit' : 'rollback');
    if (keep) await this.written();
    return result;
  }

  /** Gives the connection back. A later query begins a new snapshot. */
  async end(): Promise<void> {
    const reading = this.reading;
    this.reading = undefined;
    this.snapshot = {};
    const transaction = await reading?.catch(() => undefined);
    await transaction?.end('rollback').catch(() => undefined);
  }

  private async begin(mode: string): Promise<OpenTransaction> {
    const settings = await this.settings();
    const transaction = new OpenTransaction(this.dataSource.createQueryRunner());
    try {
      await transaction.query(`begin ${mode}; ${settings}`);
      return transaction;
    } catch (error) {
      await transaction.end('rollback').catch(() => undefined);
      throw error;
    }
  }

  private async settings(): Promise<string> {
    const bound = await organisationIds(this.dataSource, this.caller.bound);
    return [
      `set local app.kind = ${escapeLiteral(this.caller.kind)}`,
      `set local app.subject = ${escapeLiteral(this.caller.subject)}`,
      `set local app.bound = '{${bound.join(',')}}'`,
    ].join('; ');
  }
}

/** A transaction on a connection of its own, which goes back to the pool at its end. */
class OpenTransaction implements Transaction {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly runner: QueryRunner) {}

  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]> {
    const rows = this.last.then(() => this.runner.query(sql, parameters));
    this.last = rows.catch(() => undefined);
    return rows;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    try {
      await this.query(how);
    } finally {
      await this.runner.release();
    }
  }
}

const MAXIMUM_KNOWN = 20_000;
const knownIds = new WeakMap<DataSource, Map<string, string>>();

/**
 * The database's ids of organisations. An organisation never changes its id, so what was found is kept; what was not
 * found is asked for again.
 */
async function organisationIds(dataSource: DataSource, keys: readonly string[]): Promise<string[]> {
  const known = knownIds.get(dataSource) ?? new Map<string, string>();
  knownIds.set(dataSource, known);
  const unknown = keys.filter((key) => !known.has(key));
  if (unknown.length > 0) {
    if (known.size > MAXIMUM_KNOWN) known.clear();
    const rows: { id: string; key: string }[] = await dataSource.query(
      'select id, key from directory.organisation where key = any ($1)',
      [keys],
    );
    for (const { id, key } of rows) known.set(key, id);
  }
  return keys.flatMap((key) => known.get(key) ?? []);
}
