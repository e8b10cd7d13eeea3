/**
 * Counters of requests in a PostgreSQL that several gateways share. Its data may be lost at any time: it holds
 * nothing else.
 */
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { databaseProblem, isAway } from '../../database/problem';
import type { Counters } from '../../gateway/limits/rate';
import { Problem } from '../problem';
import type { Lifecycle } from './lifecycle';

/** A longer wait is not worth it: the request is then counted in this process. */
const PATIENCE_MS = 1_000;

const RETRY_MS = 5_000;

/** Unlogged: counting writes nothing to the database's log, and a crash resets all counts. */
const TABLE = `
  create schema if not exists gateway;
  create unlogged table if not exists gateway.request_count (
    key text primary key,
    points integer not null default 0,
    expire bigint
  )`;

/**
 * @throws Problem where the table is missing and may not be created; a database that is away is waited for in the
 * background
 */
export async function startRateCounters(url: string, log: Logger, lifecycle: Lifecycle): Promise<Counters> {
  const pool = new Pool({
    connectionString: url,
    max: 5,
    application_name: 'freischalter gateway',
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the counters was lost'));
  lifecycle.keep(() => pool.end());
  const made = await makeTable(pool).catch((error) => {
    const problem = `RATE_LIMIT_DATABASE_URL: ${databaseProblem(error, url) ?? error.message}`;
    if (!isAway(error)) throw new Problem(problem);
    log.warn(`${problem} Each gateway counts for itself until then.`);
    return false;
  });
  if (!made) makeTableLater(pool, log, lifecycle);
  return ({ givesBack, ...options }) =>
    new RateLimiterPostgres({
      ...options,
      storeClient: pool,
      storeType: 'pool',
      schemaName: 'gateway',
      tableName: 'request_count',
      tableCreated: true,
      ...(!givesBack && { inMemoryBlockOnConsumed: options.points }),
      insuranceLimiter: new RateLimiterMemory(options),
    });
}

/** An existing table is left unchanged, so a user that may only write to it is enough. */
async function makeTable(pool: Pool): Promise<true> {
  const { rows } = await pool.query(`select to_regclass('gateway.request_count') is not null as made`);
  if (rows[0].made) return true;
  await pool.query(TABLE).catch((error) => {
    const madeMeanwhile = error.code === '23505';
    if (!madeMeanwhile) throw error;
  });
  return true;
}

/** Parts start in any order: the database may come after the gateway. */
function makeTableLater(pool: Pool, log: Logger, lifecycle: Lifecycle): void {
  const trying = setInterval(() => {
    makeTable(pool).then(
      () => clearInterval(trying),
      (err) => log.debug({ err }, 'the counters of requests cannot be asked yet'),
    );
  }, RETRY_MS).unref();
  lifecycle.keep(async () => clearInterval(trying));
}
