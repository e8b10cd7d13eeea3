/**
 * Tells whether cached values are still good. The database notifies of every change over LISTEN/NOTIFY, with the names of what
 * changed. Each change begins a new generation; a cached value is good until a change that concerns it.
 *
 * **The bound.** A change is seen everywhere within {@link MAX_STALENESS_MS}. A heartbeat asks the connection every
 * {@link HEARTBEAT_MS}; its answer comes after all earlier notifications, so the generation was current when the heartbeat was
 * sent. If that is longer ago than MAX_STALENESS_MS, or the connection is lost, no cached value is used: a lost connection closes the
 * caches, it does not leave them open.
 */
import { once } from 'node:events';
import { Socket } from 'node:net';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { backendKeyOf } from '../../../database/driver-internals';
import type { Metrics } from '../../../telemetry/metrics';

const HEARTBEAT_MS = 200;
const MAX_STALENESS_MS = 750;
const RETRY_MS = 500;

export interface InvalidationFeed {
  /** The number of the present generation; null where it cannot be known. */
  generation(): number | null;
  /**
   * Tells whether a change of any of these names was reported since that generation began; true where that is no
   * longer known.
   */
  changedSince(generation: number, names: readonly string[]): boolean;
  /** Waits until all earlier commits are reported; for a change that this process has made itself. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
  /** To be called with each cache that depends on these changes. */
  readonly watchCache?: Metrics['watchCache'];
}

/** For services that keep nothing. */
export const NO_INVALIDATION_FEED: InvalidationFeed = {
  generation: () => null,
  changedSince: () => true,
  caughtUp: async () => undefined,
  stop: async () => undefined,
};

/** How many changed names are remembered; beyond them, everything counts as changed. */
const MAX_NAMES = 20_000;

interface Listener {
  readonly client: Client;
  /** To be destroyed without a goodbye: a database that does not answer would otherwise be waited for without end. */
  readonly socket: Socket;
}

/** @param channel on which the tables that are kept in memory report their changes */
export function openInvalidationFeed(databaseUrl: string, channel: string, log: Logger): InvalidationFeed {
  let generation = 0;
  let allChangedIn = 0;
  const changedIn = new Map<string, number>();
  let currentAt = Number.NEGATIVE_INFINITY;
  let outageTold = false;
  let listener: Listener | undefined;
  let timer: NodeJS.Timeout | undefined;

  function schedule(work: () => Promise<void>, afterMs: number): void {
    timer = setTimeout(() => void work(), afterMs).unref();
  }

  /** @param names empty where everything changed */
  function changed(names: readonly string[]): void {
    generation += 1;
    for (const name of names) changedIn.set(name, generation);
    if (names.length > 0 && changedIn.size <= MAX_NAMES) return;
    changedIn.clear();
    allChangedIn = generation;
  }

  /** Only the present listener can be lost; what one says that was lost before does not matter. */
  function lose(lost: Listener, error?: Error): void {
    if (lost !== listener) return;
    const level = outageTold ? 'debug' : 'warn';
    outageTold = true;
    listener = undefined;
    currentAt = Number.NEGATIVE_INFINITY;
    clearTimeout(timer);
    lost.socket.destroy();
    log[level]({ err: error, channel }, 'changes of the database are not seen; nothing is kept until they are again');
    schedule(connect, RETRY_MS);
  }

  async function connect(): Promise<void> {
    const opening = open(databaseUrl, channel);
    listener = opening;
    const { client } = opening;
    client.on('error', (error) => lose(opening, error));
    client.on('end', () => lose(opening));
    client.on('notification', ({ payload }) => changed(payload ? payload.split(' ') : []));
    try {
      await client.connect();
      await refusePooler(client);
      await client.query(`listen ${channel}`);
      changed([]);
      await beat(opening);
    } catch (error) {
      lose(opening, error as Error);
    }
  }

  async function beat(current: Listener): Promise<void> {
    const askedAt = performance.now();
    try {
      await current.client.query('select 1');
    } catch (error) {
      return lose(current, error as Error);
    }
    if (current !== listener) return;
    currentAt = askedAt;
    outageTold = false;
    schedule(() => beat(current), HEARTBEAT_MS);
  }

  void connect();
  return {
    generation: () => (performance.now() - currentAt <= MAX_STALENESS_MS ? generation : null),
    changedSince: (since, names) =>
      since < allChangedIn || names.some((name) => since < (changedIn.get(name) ?? allChangedIn)),
    async caughtUp() {
      const current = listener;
      if (currentAt === Number.NEGATIVE_INFINITY) return;
      await current?.client.query('select 1').catch((error) => lose(current, error));
    },
    async stop() {
      clearTimeout(timer);
      currentAt = Number.NEGATIVE_INFINITY;
      const last = listener;
      listener = undefined;
      if (!last || last.socket.closed) return;
      last.socket.destroy();
      await once(last.socket, 'close');
    },
  };
}

function open(databaseUrl: string, channel: string): Listener {
  const socket = new Socket();
  const client = new Client({
    connectionString: databaseUrl,
    application_name: `${channel} changes`,
    connectionTimeoutMillis: 2_000,
    query_timeout: MAX_STALENESS_MS,
    pipeline: true,
    stream: () => socket,
  });
  return { client, socket };
}

/**
 * Behind a pooler, LISTEN and the heartbeats may each be answered by another process, and notifications reach nobody.
 * A pooler can be recognised: the process that answers is not the one that the connection was told about.
 */
async function refusePooler(client: Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (rows[0]?.pid !== backendKeyOf(client).processID) {
    throw new Error(
      'A pooler of connections stands before the database, and loses its notifications. Give the services the address of PostgreSQL itself.',
    );
  }
}
