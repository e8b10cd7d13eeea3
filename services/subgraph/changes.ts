/**
 * Whether what was read before still holds: the database tells of every change over LISTEN/NOTIFY, and what is kept in
 * memory is kept for one generation, from one change to the next.
 *
 * **The bound.** A change is seen everywhere within {@link BLIND_MS}. The connection is asked for a sign of life every
 * {@link HEARTBEAT_MS}; its answer comes after every notification that was sent before, so the generation is known to
 * have been current when the question was sent. Where that was longer ago than BLIND_MS, or the connection is lost,
 * nothing that is kept is used: a lost connection closes the memory, it does not leave it open.
 */
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

/** @param channel on which the tables that are kept tell of their changes */
export function watchChanges(databaseUrl: string, channel: string, log: Logger): Changes {
  let generation = 0;
  let currentAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  function lose(lost: Client, error?: Error): void {
    if (lost !== client) return;
    client = undefined;
    currentAt = Number.NEGATIVE_INFINITY;
    lost.end().catch(() => undefined);
    if (stopped) return;
    log.warn({ err: error, channel }, 'changes of the database are not seen; nothing is kept until they are again');
    schedule(connect, RETRY_MS);
  }

  function schedule(work: () => Promise<void>, afterMs: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void work(), afterMs).unref();
  }

  async function connect(): Promise<void> {
    const opening = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 2_000,
      query_timeout: BLIND_MS,
    });
    client = opening;
    opening.on('error', (error) => lose(opening, error));
    opening.on('end', () => lose(opening));
    opening.on('notification', () => {
      generation += 1;
    });
    try {
      await opening.connect();
      await opening.query(`listen ${channel}`);
      generation += 1;
      await beat();
    } catch (error) {
      lose(opening, error as Error);
    }
  }

  async function beat(): Promise<void> {
    const asked = client;
    const askedAt = performance.now();
    if (!asked) return;
    try {
      await asked.query('select 1');
      if (asked === client) currentAt = askedAt;
      schedule(beat, HEARTBEAT_MS);
    } catch (error) {
      lose(asked, error as Error);
    }
  }

  void connect();
  return {
    generation: () => (performance.now() - currentAt <= BLIND_MS ? generation : null),
    changed: () => {
      generation += 1;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
