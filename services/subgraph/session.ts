/**
 * A subgraph request's way to the database: every statement runs inside a transaction whose row-level-security settings
 * are the Caller's. Reads of one request share one snapshot; a mutation runs in a transaction of its own.
 */
import { escapeLiteral } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Caller } from '../../caller/caller';

export interface Transaction {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  readonly manager: EntityManager;
}

export class Session {
  private reading: Promise<QueryRunner> | undefined;
  /** Stands for what this session has read so far; a new one after each write, so that loaders do not serve old rows. */
  snapshot: object = {};

  constructor(
    private readonly dataSource: DataSource,
    private readonly caller: Caller,
  ) {}

  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const runner = await this.read();
    return runner.query(sql, parameters);
  }

  async manager(): Promise<EntityManager> {
    return (await this.read()).manager;
  }

  /**
   * Runs the work in one read-write transaction: all of it is kept, or nothing.
   *
   * @param keep false for a preview: the same work is done, and then undone
   */
  async write<Result>(work: (transaction: Transaction) => Promise<Result>, keep = true): Promise<Result> {
    await this.end();
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query(`begin; ${await this.settings()}`);
      const result = await work({
        query: (sql, parameters = []) => runner.query(sql, parameters),
        manager: runner.manager,
      });
      await runner.query(keep ? 'commit' : 'rollback');
      return result;
    } catch (error) {
      await runner.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** Gives the connection back. A later query begins a new snapshot. */
  async end(): Promise<void> {
    const reading = this.reading;
    this.reading = undefined;
    this.snapshot = {};
    const runner = await reading?.catch(() => undefined);
    if (!runner) return;
    await runner.query('rollback').catch(() => undefined);
    await runner.release();
  }

  private read(): Promise<QueryRunner> {
    this.reading ??= this.begin();
    return this.reading;
  }

  private async begin(): Promise<QueryRunner> {
    const settings = await this.settings();
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query(`begin isolation level repeatable read read only; ${settings}`);
      return runner;
    } catch (error) {
      await runner.release();
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
