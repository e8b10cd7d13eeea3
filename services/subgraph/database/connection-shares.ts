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
 * Connections that are not shared. The ids of a token's organisations, and whether the service can use its database,
 * are asked for outside any transaction, and must not wait for callers.
 */
const SPARE_CONNECTIONS = 1;
/**
 * The part of the free connections that a subject may take: alone it takes a third of all in the end, which is more
 * than a machine has cores.
 */
const SHARE = 1 / 2;
/**
 * As many as a gateway has for one subgraph, on their way and waiting; beyond them the gateway itself tells its
 * callers.
 */
const MAX_WAITING = 320;

/** PostgreSQL's code for “too many connections”: the service is overloaded, and a later attempt may succeed. */
const TOO_MANY_CONNECTIONS = '53300';

const SHARES = new WeakMap<DataSource, Bulkhead>();

export function connectionShares(source: DataSource): Bulkhead {
  const known = SHARES.get(source);
  if (known) return known;
  const { poolSize = 10, connectTimeoutMS } = source.options as { poolSize?: number; connectTimeoutMS?: number };
  const shares = createBulkhead({
    limit: Math.max(1, poolSize - SPARE_CONNECTIONS),
    queueLimit: MAX_WAITING,
    share: SHARE,
    patienceMs: connectTimeoutMS,
  });
  SHARES.set(source, shares);
  return shares;
}

/** Returns the error that the database would give. */
export function asTooManyConnections(error: unknown): unknown {
  const ours = error instanceof BulkheadFullError || error instanceof BulkheadTimeoutError;
  return ours ? Object.assign(new Error(error.message), { code: TOO_MANY_CONNECTIONS }) : error;
}
