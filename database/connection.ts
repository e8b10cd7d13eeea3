/** A pool of connections to a database. */
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { poolOf } from './driver-internals';
import { ENTITIES } from './entities';

interface ConnectionOptions {
  readonly poolSize: number;
  /** How long somebody waits for a connection, a new one or one that another gives back. It is 10 s where it is left out. */
  readonly waitMs?: number;
  /** Shown in the database's own list of connections and in its log. */
  readonly applicationName: string;
}

/** @throws what databaseProblem() turns into one line (problem.ts) */
export async function connect(url: string, options: ConnectionOptions): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    poolSize: options.poolSize,
    applicationName: options.applicationName,
    connectTimeoutMS: options.waitMs ?? 10_000,
    entities: ENTITIES,
    /** Only migrations change the database. */
    synchronize: false,
    installExtensions: false,
    /** Statements are sent without waiting for the answers before them. */
    extra: { pipeline: true },
  });
  await source.initialize();
  ignoreErrorsInHandOver(poolOf(source));
  return source;
}

/**
 * While a connection changes hands nobody listens to it: neither the pool any more, nor its new owner yet. If it breaks
 * right then, as where the server dies just after letting us in, that would be an error that ends the process.
 */
function ignoreErrorsInHandOver(pool: Pool): void {
  const listening = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    if (listening.has(client)) return;
    listening.add(client);
    client.on('error', () => undefined);
  });
}
