/**
 * Carries a job out on behalf of its caller, behind the same walls as a request of that caller: licences, reach and
 * rows are read now, not when it was requested. The work and the record that it is done are one transaction. So a job
 * that was cancelled, or whose process was killed, leaves nothing; and one that was done is not done again, however
 * often it is delivered.
 */
import type { Caller } from '../../../caller/caller';
import type { Sharer } from '../../../request/bulkhead/sharers';
import type { CancellationToken } from '../../../request/cancellation';
import { Session } from '../../subgraph/database/session';
import { errorMessage } from '../../subgraph/errors';
import type { UpkeepOptions } from '../../subgraph/schema/schema';
import { endJob, findCallerOfJob, saveProgress, startJob, tryLockJob } from './job-queries';
import { doWork } from './work-of-job';

/**
 * Nobody waits for it: 110,000 pairs or changes take about twenty seconds, and several times as long on a busy
 * machine.
 */
const LONGEST_STATEMENT_MS = 600_000;
/** A caller that may see nothing. */
const RUNNER: Caller = { kind: 'licensing', subject: 'jobs', scopes: [], bound: [] };

class JobCancelledError extends Error {}

/**
 * @param signal aborted when the process should stop: the job is then taken up elsewhere, or later
 * @returns false where another process does the work
 * @throws where the database is away, or the process should stop
 */
export async function runJob(
  { dataSource, log }: Pick<UpkeepOptions, 'dataSource' | 'log'>,
  id: string,
  signal: CancellationToken,
): Promise<boolean> {
  const sessionOf = (who: Caller, sharer: Sharer = who) =>
    new Session(dataSource, who, undefined, undefined, { longestStatementMs: LONGEST_STATEMENT_MS, signal, sharer });
  const asking = sessionOf(RUNNER);
  const caller = await findCallerOfJob(asking, id).finally(() => asking.end());
  if (!caller) return true;
  /**
   * Progress is visible at once, and stays where the work is rolled back. This session takes none of the caller's
   * connections, because the work may hold the only one.
   */
  const beside = sessionOf(caller, RUNNER);
  const session = sessionOf(caller);
  try {
    return await session.write(async (db) => {
      if (!(await tryLockJob(db, id))) return false;
      const work = await beside.write((aside) => startJob(aside, id));
      if (!work) return true;
      const result = await doWork(db, caller, work, {
        now: Date.now(),
        async progress(done, toDo) {
          if (!(await beside.write((aside) => saveProgress(aside, id, done, toDo)))) throw new JobCancelledError();
        },
      });
      if (!(await endJob(db, id, { state: 'DONE', result }))) throw new JobCancelledError();
      return true;
    });
  } catch (error) {
    if (error instanceof JobCancelledError) return true;
    const message = errorMessage(error);
    if (message === null) throw error;
    log.info({ err: error, job: id }, 'a job was refused');
    await beside.write((aside) => endJob(aside, id, { state: 'FAILED', error: message }));
    return true;
  } finally {
    await Promise.all([session.end(), beside.end()]);
  }
}
