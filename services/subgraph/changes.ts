/**
 * Whether what was read before still holds: the database tells of every change over LISTEN/NOTIFY, and what is kept in
 * memory is kept for one generation, from one change to the next.
 *
 * **The bound.** A change is seen everywhere within {@link BLIND_MS}. The connection is asked for a sign of life every
 * {@link HEARTBEAT_MS}; its answer comes after every notification that was sent before, so the generation is known to
 * have been current when the question was sent. Where that was longer ago than BLIND_MS, or the connection is lost,
 * nothing that is kept is used: a lost connection closes the memory, it does not leave it open.
 */
import { once } from 'node:events';
import { Socket } from 'node:net';
import { Client } from 'pg';
import type { Logger } from 'pino';

export const HEARTBEAT_MS = 200;
export const BLIND_MS = 750;
const RETRY_MS = 500;

export interface Changes {
  /** The number of the present generation; null where it cannot be known. */
  generation(): number | null;
  /** Begins a new generation at once: for a change that this process has made itself. */
  changed(): void;
  stop(): Promise<void>;
}

/** For what keeps nothing. */
export const NOTHING_KEPT: Changes = { generation: () => null, changed: () => undefined, stop: async () => undefined };

interface Listener {
  readonly client: Client;
  /** Closed without a goodbye: a database that does not answer would be waited for, without end. */
  readonly socket: Socket;
}

/** @param channel on which the tables that are kept tell of their changes */
export function watchChanges(databaseUrl: string, channel: string, log: Logger): Changes {
  let generation = 0;
  let currentAt = Number.NEGATIVE_INFINITY;
  let listener: Listener | undefined;
  let timer: NodeJS.Timeout | undefined;

  function schedule(work: () => Promise<void>, afterMs: number): void {
    timer = setTimeout(() => void work(), afterMs).unref();
  }

  /** Only the present listener can be lost; what one says that was lost before is of no matter. */
  function lose(lost: Listener, error?: Error): void {
    if (lost !== listener) return;
    listener = undefined;
    currentAt = Number.NEGATIVE_INFINITY;
    clearTimeout(timer);
    lost.socket.destroy();
    log.warn({ err: error, channel }, 'changes of the database are not seen; nothing is kept until they are again');
    schedule(connect, RETRY_MS);
  }

  async function connect(): Promise<void> {
    const opening = open(databaseUrl, channel);
    listener = opening;
    const { client } = opening;
    client.on('error', (error) => lose(opening, error));
    client.on('end', () => lose(opening));
    client.on('notification', () => {
      generation += 1;
    });
    try {
      await client.connect();
      await refusePooler(client);
      await client.query(`listen ${channel}`);
      generation += 1;
      await beat(opening);
    } catch (error) {
      lose(opening, error as Error);
    }
  }

  async function beat(asked: Listener): Promise<void> {
    const askedAt = performance.now();
    try {
      await asked.client.query('select 1');
    } catch (error) {
      return lose(asked, error as Error);
    }
    if (asked !== listener) return;
    currentAt = askedAt;
    schedule(() => beat(asked), HEARTBEAT_MS);
  }

  void connect();
  return {
    generation: () => (performance.now() - currentAt <= BLIND_MS ? generation : null),
    changed: () => {
      generation += 1;
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
    query_timeout: BLIND_MS,
    stream: () => socket,
  });
  return { client, socket };
}

/**
 * Behind a pooler, LISTEN and the signs of life may each be answered by another process, and notifications reach nobody.
 * A pooler gives itself away: the process that answers is not the one that the connection was told of.
 */
async function refusePooler(client: Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (rows[0]?.pid !== (client as unknown as { readonly processID: number }).processID) {
    throw new Error(
      'A pooler of connections stands before the database, and loses its notifications. Give the services the address of PostgreSQL itself.',
    );
  }
}
