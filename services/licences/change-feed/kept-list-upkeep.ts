/** The licences service's own work: once an hour it deletes the lists that were given out too long ago. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { Session } from '../../subgraph/database/session';
import type { Upkeep, UpkeepOptions } from '../../subgraph/schema/schema';
import { deleteExpiredLists } from './kept-list-queries';

const SERVICE: Caller = { kind: 'operator', subject: 'licences', scopes: SCOPES_OF_KIND.operator, bound: [] };

/** The first run comes later, so that a start is not slowed down. */
const FIRST_AFTER_MS = 11_000;
const REST_MS = 3_600_000;
/** Nobody waits for it. */
const LONGEST_STATEMENT_MS = 120_000;

/**
 * Runs in every process of the service: what one has deleted, the others no longer find. Failures are logged, and the
 * work is tried again.
 */
export function startUpkeep({ dataSource, log }: Pick<UpkeepOptions, 'dataSource' | 'log'>): Upkeep {
  const stopping = new AbortController();

  async function deleteExpired(): Promise<void> {
    const session = new Session(dataSource, SERVICE, undefined, undefined, {
      longestStatementMs: LONGEST_STATEMENT_MS,
    });
    await session.write(deleteExpiredLists).finally(() => session.end());
  }

  async function run(): Promise<void> {
    for (let rest = FIRST_AFTER_MS; ; rest = REST_MS) {
      await pause(rest, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await deleteExpired().catch((error) =>
        log.warn({ err: error }, 'old lists were not deleted; this is tried again'),
      );
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
