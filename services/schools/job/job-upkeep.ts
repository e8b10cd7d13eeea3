/**
 * The schools service's own work: it carries jobs out, one at a time in each of its processes, and deletes old ones.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { type QueuedJob, queueOf, SCHOOLS_JOBS } from '../../../database/job-queue';
import { Cancellation } from '../../../request/cancellation';
import { Session } from '../../subgraph/database/session';
import type { Upkeep, UpkeepOptions } from '../../subgraph/schema/schema';
import { eraseOldRemarks } from '../survey/erase-remarks';
import { deleteOldAssignments } from './job-queries';
import { runJob } from './run-job';

const SERVICE: Caller = { kind: 'operator', subject: 'schools', scopes: SCOPES_OF_KIND.operator, bound: [] };

/** The pause between two looks for jobs. */
const REST_MS = 1_000;
/** The pause between two looks for deliveries that have expired. */
const EXPIRY_MS = 15_000;
/** The pause between two deletions of what is old. */
const DELETION_MS = 3_600_000;

/** Runs in every process of the service: they share the work. Failures are logged, and the work is tried again. */
export function startJobs({ dataSource, log }: Omit<UpkeepOptions, 'settings'>): Upkeep {
  const stopping = new AbortController();
  const leaving = new Cancellation();
  const queue = queueOf(dataSource);
  const lastDone = { expiry: 0, deletion: 0 };

  /** @returns whether there was one */
  async function runNext(): Promise<boolean> {
    const [delivery] = await queue.fetch<QueuedJob>(SCHOOLS_JOBS);
    if (!delivery) return false;
    try {
      const isOver = await runJob({ dataSource, log }, delivery.data.jobId, leaving);
      await (isOver ? queue.complete(SCHOOLS_JOBS, delivery.id) : queue.fail(SCHOOLS_JOBS, delivery.id));
    } catch (error) {
      log.warn({ err: error, job: delivery.data.jobId }, 'a job was not carried out; this is tried again');
      await queue.fail(SCHOOLS_JOBS, delivery.id);
    }
    return true;
  }

  async function deleteOld(): Promise<void> {
    const session = new Session(dataSource, SERVICE);
    await session
      .write(async (db) => {
        await deleteOldAssignments(db);
        await eraseOldRemarks(db);
      })
      .finally(() => session.end());
  }

  async function every(what: keyof typeof lastDone, ms: number, work: () => Promise<void>): Promise<void> {
    if (Date.now() - lastDone[what] < ms) return;
    lastDone[what] = Date.now();
    await work();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const found = await runNext()
        .then(async (was) => {
          await every('expiry', EXPIRY_MS, () => queue.maintain());
          await every('deletion', DELETION_MS, deleteOld);
          return was;
        })
        .catch((error) => {
          log.warn({ err: error }, 'jobs could not be looked for; this is tried again');
          return false;
        });
      if (!found) await pause(REST_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      leaving.abort(new Error('the process stops'));
      await running;
    },
  };
}
