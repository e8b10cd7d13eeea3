/** Counters of requests in a PostgreSQL that several gateways share. It may be lost at any time: nothing else is in it. */
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { databaseProblem } from '../../database/connection';
import type { Counters } from '../../gateway/rate';
import { Problem } from '../problem';
import type { Lifecycle } from './lifecycle';

/** Past this the counting is not worth the wait: the request is then counted in this process. */
const PATIENCE_MS = 1_000;

/** Unlogged: counting writes nothing to the database's log, and a crash of it sets all counts to nothing. */
const TABLE = `
  create schema if not exists gateway;
  create unlogged table if not exists gateway.request_count (
    key text primary key,
    points integer not null default 0,
    expire bigint
  )`;

/** @throws Problem where the table is not there and cannot be made */
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
  await makeTable(pool).catch((error) => {
    throw new Problem(`RATE_LIMIT_DATABASE_URL: ${databaseProblem(error, url) ?? error.message}`);
  });
  return (options) =>
    new RateLimiterPostgres({
      ...options,
      storeClient: pool,
      storeType: 'pool',
      schemaName: 'gateway',
      tableName: 'request_count',
      tableCreated: true,
      inMemoryBlockOnConsumed: options.points,
      insuranceLimiter: new RateLimiterMemory(options),
    });
}

/** One that is there is left as it is, so a user that may only write to it is enough. */
async function makeTable(pool: Pool): Promise<void> {
  const { rows } = await pool.query(`select to_regclass('gateway.request_count') is not null as made`);
  if (rows[0].made) return;
  await pool.query(TABLE).catch((error) => {
    const madeMeanwhile = error.code === '23505';
    if (!madeMeanwhile) throw error;
  });
}
