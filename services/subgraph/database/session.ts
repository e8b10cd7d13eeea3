/**
 * The database session of a subgraph request. Every statement runs in a transaction with the row-level-security settings of the
 * Caller. All reads of a request share one snapshot; a mutation has a transaction of its own.
 */
import { escapeLiteral } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { Caller, CallerKind } from '../../../caller/caller';
import type { EntityTransaction, Queryable } from '../../../database/queryable';
import { PLANNED_ONCE, type PlanMode, type Statement } from '../../../database/statement';
import type { Sharer } from '../../../request/bulkhead/sharers';
import type { CancellationToken } from '../../../request/cancellation';
import { type Span, UNRECORDED } from '../../../telemetry/span';
import { checkClock, clockGuard } from './clock';
import { organisationIds } from './organisation-ids';
import { OpenTransaction, type Transaction, type TransactionOptions } from './transaction';

export type { Transaction };

/**
 * How long one statement of a caller may take where no deadline comes sooner. Questions of an LMS are answered in
 * milliseconds; sums, and changes of staff for hundreds of schools, take up to seconds. A gateway waits 10 s.
 */
const LONGEST_STATEMENT_MS: Record<CallerKind, number> = {
  lms: 5_000,
  licensing: 10_000,
  reporting: 10_000,
  operator: 10_000,
};

interface Wait {
  /** The operation's instant, in epoch milliseconds: a write is refused where it differs from the database's time. */
  readonly instant?: number;
  /**
   * The caller's deadline, in epoch milliseconds, at which the database gives the statement up; the role's own limit
   * where it is left out.
   */
  readonly deadline?: number;
  /** The longest statement of work for which nobody waits; the limit of the caller's kind where it is left out. */
  readonly longestStatementMs?: number;
  /** Whose share of the connections it takes; the caller's where it is left out. */
  readonly sharer?: Sharer;
  /** Aborted when nobody waits any longer; the running statement is then cancelled. */
  readonly signal?: CancellationToken;
}

export interface LastStatement<Row> {
  readonly statement: Statement<Row>;
  readonly parameters: readonly unknown[];
}

export class Session implements EntityTransaction {
  private reading: OpenTransaction | undefined;
  private over = false;
  /**
   * Stands for what this session has read so far; a new one after each write, so that loaders do not serve old rows.
   */
  snapshot: object = {};
  private knownIdentity: string | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly caller: Caller,
    /** Waited for after each write that was committed. */
    private readonly written: () => Promise<void> = async () => undefined,
    /** The parent span of all statements. */
    private readonly span: Span = UNRECORDED,
    private readonly wait: Wait = {},
  ) {}

  /** The data source whose connections it uses. */
  get source(): DataSource {
    return this.dataSource;
  }

  /**
   * Returns a session for the same caller, for work that others wait for as well. It goes on when nobody waits for
   * this request any longer, and what it writes must not be kept in memory. It must be ended separately.
   */
  apart(): Session {
    const { instant, sharer } = this.wait;
    return new Session(this.dataSource, this.caller, undefined, this.span, { instant, sharer });
  }

  /** Identifies the caller for row-level security: sessions with the same identity see the same rows. */
  get rlsIdentity(): string {
    const { kind, subject, bound } = this.caller;
    this.knownIdentity ??= JSON.stringify([kind, subject, bound]);
    return this.knownIdentity;
  }

  /**
   * Returns a session for the same request, beside its reading: a query that must write uses a transaction of its
   * own, so that it ends the reading of no other field. It must be ended separately.
   */
  beside(): Session {
    return new Session(this.dataSource, this.caller, undefined, this.span, this.wait);
  }

  async query<Row>(statement: Statement<Row>, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.read(statement.planMode).query(statement, parameters);
  }

  /** The manager of the transaction in which everything is read. */
  get manager(): EntityManager {
    return this.read('force_custom_plan').manager;
  }

  private read(planMode: PlanMode): OpenTransaction {
    this.reading ??= this.begin('isolation level repeatable read read only', { planMode, pipelined: true });
    return this.reading;
  }

  /**
   * Runs the work in one read-write transaction: all of it is committed, or nothing.
   *
   * @param keep false for a preview: the same work is done, and then rolled back
   */
  async write<Result>(work: (transaction: EntityTransaction) => Promise<Result>, keep = true): Promise<Result> {
    void this.giveBack();
    const transaction = this.begin('read write', { planMode: 'force_custom_plan', clock: true });
    let result: Result;
    try {
      await this.checkClock(transaction);
      result = await work(transaction);
    } catch (error) {
      await transaction.end('rollback').catch(() => undefined);
      throw error;
    }
    await transaction.end(keep ? 'commit' : 'rollback');
    if (keep) await this.written();
    return result;
  }

  /**
   * A write that ends with one statement, in one transaction with the reads before it. The opening of the transaction
   * is sent with the first read, and its end with the last statement. So where nothing is read, it waits for the
   * database once, and the statement itself has to refuse what is to be refused.
   *
   * @param decide reads, and returns the last statement; without one, nothing is written
   * @returns the rows of the last statement, after the commit
   */
  async writeLast<Row>(decide: (reader: Queryable) => Promise<LastStatement<Row> | undefined>): Promise<Row[]> {
    void this.giveBack();
    const transaction = this.begin('read write', { planMode: PLANNED_ONCE, guarded: true, pipelined: true });
    let rows: Row[];
    try {
      const last = await decide(transaction);
      if (!last) {
        await transaction.end('rollback');
        return [];
      }
      rows = await transaction.finish(last.statement, last.parameters);
    } catch (error) {
      await transaction.end('rollback').catch(() => undefined);
      throw error;
    }
    await this.written();
    return rows;
  }

  private async checkClock(transaction: OpenTransaction): Promise<void> {
    const databaseNow = await transaction.openedAt();
    const { instant } = this.wait;
    if (instant !== undefined) checkClock(instant, databaseNow);
  }

  /**
   * Gives the connection back for good. An answer need not wait for it: there is nothing to commit, and no other
   * request uses the connection before it is done.
   *
   * Where a field that may not be null fails, GraphQL answers while other fields are still at work. These get nothing
   * more, because nobody would close what they open now.
   */
  end(): Promise<void> {
    this.over = true;
    return this.giveBack();
  }

  private async giveBack(): Promise<void> {
    const { reading } = this;
    this.reading = undefined;
    this.snapshot = {};
    await reading?.end('rollback').catch(() => undefined);
  }

  private begin(
    mode: string,
    {
      planMode,
      pipelined = false,
      clock = false,
      guarded = false,
    }: Partial<TransactionOptions> & Pick<TransactionOptions, 'planMode'> & { readonly guarded?: boolean },
  ): OpenTransaction {
    if (this.over) throw new Error('The request has been answered.');
    return new OpenTransaction({
      source: this.dataSource,
      caller: this.wait.sharer ?? this.caller,
      opening: async () => {
        const settings = await this.settings();
        return guarded ? [`begin ${mode}`, this.guard() + settings] : [`begin ${mode}; ${settings}`];
      },
      pipelined,
      planMode,
      clock,
      span: this.span,
      signal: this.wait.signal,
    });
  }

  private guard(): string {
    const { instant } = this.wait;
    return instant === undefined ? '' : `${clockGuard(instant)}; `;
  }

  private async settings(): Promise<string> {
    const bound = await organisationIds(this.dataSource, this.caller.bound, this.span);
    const { kind } = this.caller;
    const { deadline = Number.POSITIVE_INFINITY, longestStatementMs = LONGEST_STATEMENT_MS[kind] } = this.wait;
    const longest = Math.min(longestStatementMs, deadline - Date.now());
    return [
      `set local app.kind = ${escapeLiteral(kind)}`,
      `set local app.subject = ${escapeLiteral(this.caller.subject)}`,
      `set local app.end_user = ${escapeLiteral(this.caller.endUser ?? '')}`,
      `set local app.bound = '{${bound.toSorted().join(',')}}'`,
      `set local statement_timeout = ${Math.max(1, Math.ceil(longest))}`,
    ].join('; ');
  }
}
