import type { Caller } from '../../../caller/caller';
import {
  boolean,
  instant,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  type RowOf,
  statement,
  text,
  uuid,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { IS_OWN, ownedBy } from '../../subgraph/idempotency/own-rows';
import { JOB_STATES } from './job-state';
import type { ResultOfJob, WorkOfJob } from './work-of-job';

const JOB = {
  id: uuid,
  state: oneOf(JOB_STATES),
  done: int,
  toDo: nullable(int),
  assignmentId: nullable(uuid),
  amendmentId: nullable(uuid),
  error: nullable(text),
  createdAt: instant,
  startedAt: nullable(instant),
  endedAt: nullable(instant),
};
export type JobRow = RowOf<typeof JOB>;

const COLUMNS = `id, state, done, to_do as "toDo", assignment_id as "assignmentId", amendment_id as "amendmentId", error,
  created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt"`;

const INSERT_JOB = statement('insertJob', `insert into schools.job (id, caller, work) values ($1, $2, $3)`);

export async function insertJob(db: Transaction, id: string, caller: Caller, work: WorkOfJob): Promise<void> {
  await db.query(INSERT_JOB, [id, JSON.stringify(caller), JSON.stringify(work)]);
}

const FIND_JOB = statement('findJob', `select ${COLUMNS} from schools.job where id = $4 and ${IS_OWN}`, JOB);

/** Returns this caller's own job; undefined where it is another caller's, or is no longer kept. */
export async function findJob(db: Transaction, caller: Caller, id: string): Promise<JobRow | undefined> {
  const [found] = await db.query(FIND_JOB, [...ownedBy(caller), id]);
  return found;
}

/** How many are listed. */
export const MAX_JOBS = 100;

const FIND_JOBS = statement(
  'findJobs',
  `select ${COLUMNS} from schools.job where ${IS_OWN} order by created_at desc, id limit ${MAX_JOBS}`,
  JOB,
);

/** Returns this caller's own jobs, the latest first. */
export function findJobs(db: Transaction, caller: Caller): Promise<JobRow[]> {
  return db.query(FIND_JOBS, ownedBy(caller));
}

const CANCEL_JOB = statement(
  'cancelJob',
  `update schools.job set state = 'CANCELLED', ended_at = now()
   where id = $4 and ${IS_OWN} and state in ('WAITING', 'RUNNING')`,
);

/** A job that has ended stays as it is. Where its end is about to be committed, this waits and finds it ended. */
export async function cancelJob(db: Transaction, caller: Caller, id: string): Promise<void> {
  await db.query(CANCEL_JOB, [...ownedBy(caller), id]);
}

const FIND_CALLER = statement('findCallerOfJob', 'select schools.caller_of_job($1) as caller', {
  caller: nullable(json<Caller>()),
});

/** Returns the caller of any job; null where it is no longer kept. Only the runner of jobs uses it. */
export async function findCallerOfJob(db: Transaction, id: string): Promise<Caller | null> {
  const [row] = await db.query(FIND_CALLER, [id]);
  return row?.caller ?? null;
}

const TRY_LOCK_JOB = statement(
  'tryLockJob',
  `select pg_try_advisory_xact_lock(hashtext('schools.job'), hashtext($1)) as "isLocked"`,
  { isLocked: neverNull(boolean, 'the function always says') },
);

/**
 * The lock is held by the transaction that does the work: whoever gets it knows that nobody else does the work,
 * whatever the state says.
 */
export async function tryLockJob(db: Transaction, id: string): Promise<boolean> {
  const [row] = await db.query(TRY_LOCK_JOB, [id]);
  return row?.isLocked ?? false;
}

const START_JOB = statement(
  'startJob',
  `update schools.job set state = 'RUNNING', started_at = coalesce(started_at, now()), done = 0
   where id = $1 and state in ('WAITING', 'RUNNING') returning work`,
  { work: json<WorkOfJob>() },
);

/** @returns undefined where it has ended */
export async function startJob(db: Transaction, id: string): Promise<WorkOfJob | undefined> {
  const [row] = await db.query(START_JOB, [id]);
  return row?.work;
}

const SAVE_PROGRESS = statement(
  'saveProgress',
  `update schools.job set done = $2, to_do = $3 where id = $1 and state = 'RUNNING' returning id`,
  { id: uuid },
);

/** @returns false where it was cancelled */
export async function saveProgress(db: Transaction, id: string, done: number, toDo: number): Promise<boolean> {
  return (await db.query(SAVE_PROGRESS, [id, done, toDo])).length > 0;
}

const END_JOB = statement(
  'endJob',
  `update schools.job set state = $2, assignment_id = $3, amendment_id = $4, error = $5, ended_at = clock_timestamp()
   where id = $1 and state = 'RUNNING' returning id`,
  { id: uuid },
);

type JobEnd =
  | { readonly state: 'DONE'; readonly result: ResultOfJob }
  | { readonly state: 'FAILED'; readonly error: string };

/** @returns false where it was cancelled before */
export async function endJob(db: Transaction, id: string, end: JobEnd): Promise<boolean> {
  const { assignmentId = null, amendmentId = null } = end.state === 'DONE' ? asColumns(end.result) : {};
  const error = end.state === 'FAILED' ? end.error : null;
  return (await db.query(END_JOB, [id, end.state, assignmentId, amendmentId, error])).length > 0;
}

function asColumns(result: ResultOfJob): { readonly assignmentId?: string; readonly amendmentId?: string } {
  return result;
}

const DELETE_OLD_ASSIGNMENTS = statement('deleteOldAssignments', 'select schools.delete_old_assignments()');

/** Deletes previews, results, jobs and answers by idempotency key that are older than 48 hours. */
export async function deleteOldAssignments(db: Transaction): Promise<void> {
  await db.query(DELETE_OLD_ASSIGNMENTS);
}
