/**
 * Records denials as usage, for clients that do not send them themselves. Services report what they denied with their
 * answers. It is kept here and sent in batches, on behalf of the caller, so that no request waits for it. The id of
 * an event is made of its request and its content: however often a batch is sent, or a service asked, the denial
 * counts once.
 *
 * The number of waiting denials is bounded; those that do not fit are dropped and counted. Those that wait when the
 * process is killed are lost: up to a second of them, or more while the usage service is away.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Caller } from '../../caller/caller';
import type { DeniedUse } from '../../request/denied-use';
import { isObject } from '../../request/values/plain-objects';
import type { Metrics } from '../../telemetry/metrics';

/** They take about 3 MB. */
const MAX_WAITING = 10_000;
/** For one client and its organisations: four of them can be busy before denials of others are dropped. */
const MAX_OF_SENDER = MAX_WAITING / 4;
const BATCH = 1_000;
const EVERY_MS = 1_000;
/** While they cannot be sent, each pause is twice as long as the one before, up to this. */
const LONGEST_PAUSE_MS = 30_000;

/** The input of the usage service's `recordDenials`. */
export interface DenialEvent extends DeniedUse {
  readonly id: string;
  readonly usedAt: string;
}

/** The request in which the use was denied. */
interface Asked {
  readonly caller: Caller | null;
  readonly instant: number;
  readonly requestId: string;
}

interface Waiting {
  readonly caller: Caller;
  readonly events: DenialEvent[];
}

interface DenialRecorderOptions {
  /** The clients whose denials are recorded, by `Caller.client`. */
  readonly clients: readonly string[];
  /** @returns false where they were refused, and would be refused again @throws where they may be sent again */
  readonly send: (caller: Caller, events: readonly DenialEvent[]) => Promise<boolean>;
  readonly metrics: Pick<Metrics, 'denials'>;
  readonly log: Logger;
}

export interface DenialRecorder {
  records(caller: Caller): boolean;
  /** @param extensions the extensions of a service's answer, whatever they hold */
  take(extensions: unknown, request: Asked): void;
  /** Sends what waits, once, and accepts no more. */
  stop(): Promise<void>;
}

export function createDenialRecorder({ clients, send, metrics, log }: DenialRecorderOptions): DenialRecorder {
  const recorded = new Set(clients);
  /** Denials by what the usage service decides by: many users' tokens may be of one client at one school. */
  const waiting = new Map<string, Waiting>();
  let count = 0;
  let pauseMs = EVERY_MS;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  let stopped = false;

  const records = ({ kind, client }: Caller) => kind === 'lms' && client !== undefined && recorded.has(client);

  function add(caller: Caller, event: DenialEvent): boolean {
    const key = JSON.stringify([caller.client, caller.bound]);
    let own = waiting.get(key);
    if (stopped || count >= MAX_WAITING || (own && own.events.length >= MAX_OF_SENDER)) return false;
    if (!own) {
      own = { caller, events: [] };
      waiting.set(key, own);
    }
    own.events.push(event);
    count += 1;
    return true;
  }

  /** Only one sending happens at a time. */
  function sendSoon(): void {
    if (stopped) return;
    timer ??= setTimeout(() => {
      sending = sendAll()
        .then(
          () => {
            pauseMs = EVERY_MS;
          },
          (error) => {
            log.warn({ err: error, waiting: count }, 'denials could not be recorded; they are sent again');
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
          },
        )
        .then(() => {
          timer = undefined;
          if (count > 0) sendSoon();
        });
    }, pauseMs).unref();
  }

  /** @throws where some of them may be sent again; the others were sent */
  async function sendAll(): Promise<void> {
    let failure: unknown;
    for (const [key, own] of waiting) {
      try {
        await sendThoseOf(key, own);
      } catch (error) {
        failure = error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  async function sendThoseOf(key: string, { caller, events }: Waiting): Promise<void> {
    while (events.length > 0) {
      const batch = events.slice(0, BATCH);
      const taken = await send(caller, batch);
      metrics.denials(taken ? 'recorded' : 'refused', batch.length);
      events.splice(0, batch.length);
      count -= batch.length;
    }
    waiting.delete(key);
  }

  return {
    records,
    take(extensions, { caller, instant, requestId }) {
      if (!caller || !records(caller)) return;
      const usedAt = new Date(instant).toISOString();
      let dropped = 0;
      for (const use of deniedUsesIn(extensions)) {
        if (!add(caller, { id: idOf(requestId, use), ...use, usedAt })) dropped += 1;
      }
      if (dropped > 0) metrics.denials('dropped', dropped);
      if (count > 0) sendSoon();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await sending;
      await sendAll().catch((error) => {
        metrics.denials('dropped', count);
        log.warn({ err: error, dropped: count }, 'denials could not be recorded before the end');
      });
    },
  };
}

/**
 * A service's answer is not trusted: anything but a list of uses counts as an empty list. The usage service checks
 * the uses.
 */
function deniedUsesIn(extensions: unknown): DeniedUse[] {
  const { denied } = isObject(extensions) ? extensions : {};
  if (!Array.isArray(denied)) return [];
  return denied.flatMap((use: unknown) => {
    if (!isObject(use)) return [];
    const { school, title, action, right, audience } = use as Partial<Record<keyof DeniedUse, unknown>>;
    const values = [school, title, action, right, audience];
    if (!values.every((value) => typeof value === 'string')) return [];
    return [{ school, title, action, right, audience } as DeniedUse];
  });
}

/** A UUID of version 8, whose content applications define themselves (RFC 9562). */
function idOf(requestId: string, { school, title, action, right, audience }: DeniedUse): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([requestId, school, title, action, right, audience]))
    .digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
