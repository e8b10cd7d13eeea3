/**
 * Shares the database connections of a service between callers: organisation first, then subject (request/bulkhead/). One caller
 * alone gets about a third, its organisation half. However many statements wait, the next free connection goes to the caller
 * with the fewest, so slow statements delay the caller that sent them.
 *
 * docs/decisions/0025-callers-share-the-database.md
 */
import type { DataSource } from 'typeorm';
import {
  type Bulkhead,
  BulkheadFullError,
  BulkheadTimeoutError,
  createBulkhead,
} from '../../../request/bulkhead/bulkhead';

/**
 * Kept out of what is shared: the ids of a token's organisations, and whether the database lets the service in, are asked
 * for outside any transaction, and must not wait for callers.
 */
const SPARE_CONNECTIONS = 1;
/** Of what is free, for a subject: alone it holds a third of all in the end. That is more than a machine has cores. */
const SHARE = 1 / 2;
/** As many as a gateway has on their way to and waiting for one subgraph: beyond them it tells its callers itself. */
const MAXIMUM_WAITING = 320;

/** PostgreSQL's own code for “too many connections”: the service could not be asked, asking again later may do. */
const TOO_MANY_CONNECTIONS = '53300';

const SHARES = new WeakMap<DataSource, Bulkhead>();

export function connectionShares(source: DataSource): Bulkhead {
  const known = SHARES.get(source);
  if (known) return known;
  const { poolSize = 10, connectTimeoutMS } = source.options as { poolSize?: number; connectTimeoutMS?: number };
  const shares = createBulkhead({
    limit: Math.max(1, poolSize - SPARE_CONNECTIONS),
    queueLimit: MAXIMUM_WAITING,
    share: SHARE,
    patienceMs: connectTimeoutMS,
  });
  SHARES.set(source, shares);
  return shares;
}

/** An error that says so, as the database would. */
export function asTooManyConnections(error: unknown): unknown {
  const ours = error instanceof BulkheadFullError || error instanceof BulkheadTimeoutError;
  return ours ? Object.assign(new Error(error.message), { code: TOO_MANY_CONNECTIONS }) : error;
}
