/** Sends subscribers mails about deadlines, where the installation sends mail. */
import { setTimeout as pause } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { ZONE } from '../../../access/calendar';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import type { Transact } from '../../../database/queryable';
import { Session } from '../../subgraph/database/session';
import type { Upkeep, UpkeepOptions } from '../../subgraph/schema/schema';
import { collectNotices } from './collect-notices';
import { deliverNotices, smtpSender } from './deliver-notices';

export const NOTICES: Caller = { kind: 'operator', subject: 'notices', scopes: SCOPES_OF_KIND.operator, bound: [] };

/** From this hour on, in Berlin, a day's digest is made. */
const FIRST_HOUR = 6;
/** The first look comes later, so that a start is not slowed down. */
const FIRST_AFTER_MS = 7_000;
const REST_MS = 60_000;

/**
 * Runs in every process of the service: they share the work. Failures are logged, and the work is tried again after
 * the next pause.
 */
export function startNotices({ dataSource, settings, log }: UpkeepOptions): Upkeep {
  const { mail } = settings;
  if (mail === undefined) return { stop: async () => undefined };
  const stopping = new AbortController();
  const send = smtpSender(mail, stopping.signal);
  const isOver = () => stopping.signal.aborted;
  const transact: Transact = (work) => new Session(dataSource, NOTICES).write(work);

  async function work(): Promise<void> {
    const now = Date.now();
    if (DateTime.fromMillis(now, { zone: ZONE }).hour >= FIRST_HOUR) {
      await collectNotices(dataSource, transact, now, isOver, mail?.worklists);
    }
    await deliverNotices(transact, send, log, isOver);
  }

  async function run(): Promise<void> {
    for (let rest = FIRST_AFTER_MS; ; rest = REST_MS) {
      await pause(rest, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (isOver()) return;
      await work().catch((error) => log.warn({ err: error }, 'notices were not sent; this is tried again'));
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
