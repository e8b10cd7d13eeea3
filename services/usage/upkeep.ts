/**
 * The usage service's own work: it counts uses as they come, and deletes once a day what is older than the retention.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { dateOf } from '../../access/calendar';
import { type Caller, SCOPES_OF_KIND } from '../../caller/caller';
import type { Transact } from '../../database/queryable';
import { Session } from '../subgraph/database/session';
import type { Upkeep, UpkeepOptions } from '../subgraph/schema/schema';
import { countUses } from './counting/count-uses';
import { retainEvents } from './retention/retention';

const SERVICE: Caller = { kind: 'operator', subject: 'usage', scopes: SCOPES_OF_KIND.operator, bound: [] };

/** Nobody waits for a statement, and one that counts a month of a large school may take long on a busy machine. */
const LONGEST_STATEMENT_MS = 120_000;
/** The first run comes later, so that a start is not slowed down. */
const FIRST_AFTER_MS = 5_000;
/** The pause between two looks for new uses: a look costs a millisecond where there are none. */
const SHORTEST_REST_MS = 1_000;
/** How long it counts without a pause, however much waits: new uses may be of a newer month, which comes first. */
const LONGEST_TURN_MS = 1_000;
/** It pauses this many times as long as it worked, and so takes at most a tenth of the time of one connection. */
const REST_FOR_WORK = 9;

/**
 * Runs in every process of the service: they share the work. Failures are logged, and the work is tried again after
 * the next pause.
 */
export function startUpkeep({ dataSource, settings, log }: UpkeepOptions): Upkeep {
  const stopping = new AbortController();
  const isOver = () => stopping.signal.aborted;
  const transact: Transact = async (work) => {
    const session = new Session(dataSource, SERVICE, undefined, undefined, {
      longestStatementMs: LONGEST_STATEMENT_MS,
    });
    return session.write(work);
  };
  let retainedOn = '';

  async function work(): Promise<void> {
    const turnEnds = Date.now() + LONGEST_TURN_MS;
    await countUses(transact, () => isOver() || Date.now() > turnEnds);
    const today = dateOf(Date.now());
    if (retainedOn === today || isOver()) return;
    const { months, keys } = await retainEvents(transact, settings.eventsKeptDays, isOver);
    if (months.length > 0) log.info({ months, keys }, 'events ended with their retention');
    retainedOn = today;
  }

  async function run(): Promise<void> {
    for (let rest = FIRST_AFTER_MS; ; ) {
      await pause(rest, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (isOver()) return;
      const began = Date.now();
      await work().catch((error) => log.warn({ err: error }, 'uses were not counted; this is tried again'));
      rest = Math.max(SHORTEST_REST_MS, REST_FOR_WORK * (Date.now() - began));
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
