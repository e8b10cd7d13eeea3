/** What callers do with jobs: each sees and cancels only its own. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { jobQueue, SCHOOLS_JOBS } from '../../../database/job-queue';
import { statements, uuid } from '../../../database/statement';
import { forbidden } from '../../../request/client-errors';
import { isUuid } from '../../../request/values/uuid';
import type { Session, Transaction } from '../../subgraph/database/session';
import type { Assigning } from '../assignment/assign-entitlements';
import { requireOwn } from '../authorisation/allowed';
import { answerOnce } from '../idempotency/answer-once';
import { cancelJob, findJob, insertJob, type JobRow } from './job-queries';
import { checkWork, type WorkOfJob } from './work-of-job';

/** The statements that the queue's library sends, in a transaction of ours. */
const ENQUEUE = statements('enqueueJob', { id: uuid });

/**
 * Queues work until a process is free. What can be refused at once is refused at once.
 *
 * @param asked the mutation, and its idempotency key
 * @throws as the work itself
 */
export async function startWork(
  session: Session,
  caller: Caller,
  request: { readonly operation: string; readonly key: string | null },
  work: WorkOfJob,
  doing: Assigning,
): Promise<JobRow> {
  return session.write(async (db) => {
    // What is refused now may have been accepted when it was first requested: a repeat gets that job.
    const { jobId } = await answerOnce(db, caller, { ...request, input: work }, async () => {
      await checkWork(db, caller, work, doing);
      return enqueue(db, caller, work);
    });
    return requireJob(db, caller, jobId);
  });
}

async function enqueue(db: Transaction, caller: Caller, work: WorkOfJob): Promise<{ jobId: string }> {
  const jobId = randomUUID();
  await insertJob(db, jobId, caller, work);
  await deliver(db, jobId);
  return { jobId };
}

/** Has the queue deliver the job after this transaction is committed. */
export async function deliver(db: Transaction, jobId: string): Promise<void> {
  const queue = jobQueue(async (text, values) => ({ rows: await db.query(ENQUEUE(text), values) }));
  await queue.send(SCHOOLS_JOBS, { jobId });
}

/** @throws FORBIDDEN where it is not this caller's own, or no longer kept */
export async function requireJob(db: Transaction, caller: Caller, id: string): Promise<JobRow> {
  requireOwn(caller, 'job.read');
  const found = isUuid(id) ? await findJob(db, caller, id) : undefined;
  if (!found) throw forbidden();
  return found;
}

/** A job that has ended stays as it is. @throws FORBIDDEN as {@link requireJob} */
export async function cancelOwnJob(session: Session, caller: Caller, id: string): Promise<JobRow> {
  return session.write(async (db) => {
    await requireJob(db, caller, id);
    await cancelJob(db, caller, id);
    return requireJob(db, caller, id);
  });
}
