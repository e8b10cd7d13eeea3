/**
 * One transaction on one connection. Statements are pipelined, so a request with one statement waits for the database
 * once: for `begin` with the settings, and the statement behind it.
 *
 * The settings belong to the transaction (`set local`): PostgreSQL drops them at its end. A connection whose
 * transaction did not end properly is closed and never used again.
 */
import type { PoolClient, QueryResultRow } from 'pg';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { poolOf, sendTogether } from '../../../database/driver-internals';
import type { EntityTransaction, Queryable } from '../../../database/queryable';
import { float, neverNull, type PlanMode, type RowOf, type Statement, statement } from '../../../database/statement';
import type { Lease } from '../../../request/bulkhead/bulkhead';
import type { Sharer } from '../../../request/bulkhead/sharers';
import type { CancellationToken } from '../../../request/cancellation';
import type { Span } from '../../../telemetry/span';
import { recordStatement } from '../../../telemetry/statement';
import { cancelStatement } from './cancel-statement';
import { asTooManyConnections, connectionShares } from './connection-shares';
import { type Answer, entityManagerOf } from './entity-manager';

/** A number, in epoch milliseconds. */
export const WHAT_TIME = statement('whatTime', 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now', {
  now: neverNull(float, 'a clock does not show infinity'),
});

/** Executes statements one after another; each sees what those before it have done. */
export type Transaction = Queryable;

export interface TransactionOptions {
  /** The source of the connection, which its callers share. */
  readonly source: DataSource;
  readonly caller: Sharer;
  /** Returns `begin …; set local …`, which must run before any statement. Each of the texts is sent by itself. */
  readonly opening: () => Promise<readonly [string, ...string[]]>;
  /** The plan mode of the first statement. */
  readonly planMode: PlanMode;
  /**
   * Whether statements may be sent before `opening` is known to have succeeded. Where it fails, their answers are
   * thrown away, so such transactions only read, or `begin` is sent by itself: then PostgreSQL refuses all that stands
   * behind the part that fails.
   */
  readonly pipelined: boolean;
  /** Whether the database also reports its time, in the same round trip. */
  readonly clock?: boolean;
  readonly span: Span;
  /** Aborted when nobody waits any longer. */
  readonly signal?: CancellationToken;
}

const NOTHING = { rows: [], rowCount: 0 };

export class OpenTransaction implements EntityTransaction {
  private readonly connection: Promise<PoolClient>;
  private opened: Promise<Answer<RowOf<typeof WHAT_TIME>>> = Promise.resolve(NOTHING);
  private lease: Lease | undefined;
  private planMode: PlanMode;
  private ended: Promise<void> | undefined;
  /** Why the connection may not be used again. */
  private broken: Error | undefined;
  private readonly onError = (error: Error) => {
    this.broken = error;
  };

  constructor(private readonly options: TransactionOptions) {
    this.planMode = options.planMode;
    this.connection = this.open();
    this.connection.catch(() => undefined);
  }

  async query<Row>(statement: Statement<Row>, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.answer(statement, parameters)).rows;
  }

  get manager(): EntityManager {
    return entityManagerOf(this.options.source, this);
  }

  async answer<Row>(statement: Statement<Row>, parameters: readonly unknown[]): Promise<Answer<Row>> {
    const connection = await this.connection;
    if (!this.options.pipelined) await this.opened;
    /** A statement that comes too late must not run outside the transaction. */
    if (this.ended) throw new Error('The transaction has ended.');
    if (this.broken) throw this.broken;
    this.planBy(statement.planMode, connection);
    const answered = recordStatement(this.options.span, statement.text, () =>
      this.send<Row>(connection, statement, parameters),
    );
    const [opened, answer] = await Promise.allSettled([this.opened, answered]);
    if (opened.status === 'rejected') throw opened.reason;
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  }

  /**
   * Returns the time of the database's clock when the transaction was opened, in epoch milliseconds; only with
   * `clock`.
   */
  async openedAt(): Promise<number> {
    await this.connection;
    const [row] = (await this.opened).rows;
    if (!row) throw new Error('The transaction was opened without a clock.');
    return row.now;
  }

  /**
   * Sends the last statement, with the commit right behind it: there is one wait for both, and for the opening where
   * nothing was read before. Where the opening or the statement fails, nothing is committed.
   *
   * @throws also where it cannot be known whether the transaction was committed
   */
  async finish<Row>(statement: Statement<Row>, parameters: readonly unknown[] = []): Promise<Row[]> {
    const connection = await this.connection;
    sendTogether(connection);
    const answered = this.query(statement, parameters);
    /** By then the statement was sent. */
    const ended = Promise.resolve().then(() => this.end('commit'));
    const [answer, end] = await Promise.allSettled([answered, ended]);
    if (answer.status === 'rejected') throw answer.reason;
    if (end.status === 'rejected') throw end.reason;
    return answer.value;
  }

  /**
   * Ends the transaction and gives the connection back. It does nothing where the transaction has ended already.
   * @throws where it cannot be known whether it ended in this way
   */
  end(how: 'commit' | 'rollback'): Promise<void> {
    this.ended ??= this.endBy(how);
    return this.ended;
  }

  private async endBy(how: 'commit' | 'rollback'): Promise<void> {
    const connection = await this.connection;
    try {
      if (this.broken) throw this.broken;
      await recordStatement(this.options.span, how, () => this.send(connection, how));
    } catch (error) {
      this.broken ??= error as Error;
      throw error;
    } finally {
      this.options.signal?.removeEventListener('abort', this.abort);
      connection.off('error', this.onError);
      connection.release(this.broken);
      this.lease?.release();
    }
  }

  private async open(): Promise<PoolClient> {
    const { opening, planMode, clock, signal } = this.options;
    const commands = [...(await opening())];
    commands.push(`${commands.pop()}; set local plan_cache_mode = ${planMode}${clock ? `; ${WHAT_TIME.text}` : ''}`);
    if (signal?.aborted) throw signal.reason;
    const connection = await this.connect();
    connection.on('error', this.onError);
    signal?.addEventListener('abort', this.abort, { once: true });
    sendTogether(connection);
    this.opened = recordStatement(this.options.span, commands.join('; '), async () => {
      const answers = await Promise.all(commands.map((text) => this.send<RowOf<typeof WHAT_TIME>>(connection, text)));
      return answers.at(-1) ?? NOTHING;
    });
    this.opened.catch(() => undefined);
    return connection;
  }

  /**
   * The caller's share comes first: a caller who has used it up must not stand before others in the pool's own queue.
   */
  private async connect(): Promise<PoolClient> {
    const { source, caller, signal } = this.options;
    const shares = connectionShares(source);
    try {
      this.lease = shares.tryAcquire(caller) ?? (await shares.acquire(caller, signal));
      const connection = await poolOf(source).connect();
      if (!signal?.aborted) return connection;
      connection.release();
      throw signal.reason;
    } catch (error) {
      this.lease?.release();
      throw withCode(asTooManyConnections(error) as Error);
    }
  }

  /** @param sent a statement, which is prepared on this connection; or commands, which are not */
  private async send<Row>(
    connection: PoolClient,
    sent: Statement<Row> | string,
    values?: readonly unknown[],
  ): Promise<Answer<Row>> {
    const text = typeof sent === 'string' ? sent : sent.text;
    try {
      if (typeof sent !== 'string')
        return await connection.query<Row & QueryResultRow>({ name: sent.name, text, values: values as unknown[] });
      /** Several commands in one text have a list of results; one command has a single result. */
      const results = [await connection.query(text)].flat();
      return results.at(-1) ?? NOTHING;
    } catch (error) {
      if (!isPlain(error)) this.broken ??= error as Error;
      throw new QueryFailedError(text, values, withCode(error as Error));
    }
  }

  /** Is sent before the statement, and is not waited for. */
  private planBy(mode: PlanMode, connection: PoolClient): void {
    if (mode === this.planMode) return;
    this.planMode = mode;
    this.send(connection, `set local plan_cache_mode = ${mode}`).catch(() => undefined);
  }

  /**
   * A cancelled connection is not used again: the cancellation might come late, and hit a statement of another
   * request.
   */
  private readonly abort = () => {
    this.broken ??= new Error('nobody waits any more');
    void this.connection.then(cancelStatement, () => undefined);
  };
}

/**
 * Tells whether the database refused the statement itself. It is false where it has forgotten a prepared one, or the
 * connection is gone.
 */
function isPlain(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|0A000|26000)/.test(code);
}

/** pg gives no code where no connection was available in time, or where it was lost during a statement. */
function withCode(error: Error & { code?: string }): Error {
  const away = /^timeout exceeded|^Connection terminated|not queryable/.test(error.message);
  return away && error.code === undefined ? Object.assign(error, { code: 'ECONNRESET' }) : error;
}
