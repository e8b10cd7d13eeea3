/**
 * The queue of jobs: pg-boss, in a schema of its own (docs/decisions/0059). It holds nothing but the ids of jobs. What
 * a job is, and whose, is in a table of its service, behind row-level security.
 */
import PgBoss from 'pg-boss';
import { DataSource } from 'typeorm';
import { poolOf } from './driver-internals';
import { roleOf } from './roles';

const SCHEMA = 'job_queue';
export const SCHOOLS_JOBS = 'schools';

/**
 * How long a delivery counts. A job that takes longer is delivered again meanwhile, and its runner finds that somebody is at
 * it; so one whose process was killed is taken up again about a minute later.
 */
const DELIVERY_SECONDS = 60;

export interface QueuedJob {
  readonly jobId: string;
}

/** @param executeSql sends what the library makes */
export function jobQueue(executeSql: PgBoss.Db['executeSql']): PgBoss {
  const db = { executeSql };
  return new PgBoss({ schema: SCHEMA, db, migrate: false, supervise: false, schedule: false });
}

export function queueOf(source: DataSource): PgBoss {
  return jobQueue((text, values) => poolOf(source).query(text, values));
}

const USED_BY_SCHOOLS = `
  grant usage on schema ${SCHEMA} to ${roleOf('schools')};
  grant select on ${SCHEMA}.version, ${SCHEMA}.queue to ${roleOf('schools')};
  grant select, insert, update, delete on ${SCHEMA}.job, ${SCHEMA}.archive to ${roleOf('schools')};
  revoke execute on all functions in schema ${SCHEMA} from public;
`;

/** Makes the queue and the library's tables, as the owner, or brings these to the library's version. */
export async function installJobQueue(ownerUrl: string): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url: ownerUrl, poolSize: 1 }).initialize();
  try {
    const executeSql: PgBoss.Db['executeSql'] = (text, values) => poolOf(source).query(text, values);
    const queue = new PgBoss({ schema: SCHEMA, db: { executeSql }, supervise: false, schedule: false });
    await queue.start();
    await queue.createQueue(SCHOOLS_JOBS, {
      name: SCHOOLS_JOBS,
      policy: 'standard',
      expireInSeconds: DELIVERY_SECONDS,
      retryLimit: 1_000_000,
      retryDelay: 1,
    });
    await executeSql(USED_BY_SCHOOLS, []);
    await queue.stop({ graceful: false });
  } finally {
    await source.destroy();
  }
}
