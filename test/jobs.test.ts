/**
 * Assignments in the background: with the rights of their caller, once, even if processes are killed; a cancelled one
 * leaves nothing.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { connect } from '../database/connection';
import { Cancellation } from '../request/cancellation';
import { startJobs } from '../services/schools/job/job-upkeep';
import { runJob } from '../services/schools/job/run-job';
import { assign, database, holder, inDays, staff, system, world } from './assigning-world';
import { codesOf, tokenOf } from './system';
import { until } from './until';

const log = pino({ level: 'silent' });
const JOB =
  'id state done toDo error startedAt endedAt result { applied assigned refused movedCount counts { outcome count } }';
const START = `mutation ($input: AssignEntitlementsInput!) { startAssignment(input: $input) { ${JOB} } }`;

const send = (names: string[], more: object = {}, token = staff) =>
  system.ask(token, START, { input: { licenceIds: [world.licence('Lizenz')], holders: names.map(holder), ...more } });

async function start(...asked: Parameters<typeof send>) {
  const { data, errors } = await send(...asked);
  expect(errors).toBeUndefined();
  return data.startAssignment;
}

const read = (id: string, token = staff) => system.ask(token, `query ($id: ID!) { job(id: $id) { ${JOB} } }`, { id });
const cancel = (id: string, token = staff) =>
  system.ask(token, `mutation ($id: ID!) { cancelJob(id: $id) { ${JOB} } }`, { id });
const job = async (id: string) => (await read(id)).data.job;
const made = async () => (await database.query('select 1 from schools.entitlement')).length;
const run = (id: string) => runJob({ dataSource, log }, id, new Cancellation());

/** A lock on the licence: assigning it waits until the lock is released. */
const HOLD = "pg_advisory_lock(hashtext('schools.entitlement'), hashtext($1))";
const hold = () => database.query(`select ${HOLD}`, [world.licence('Lizenz')]);
const release = () => database.query(`select ${HOLD.replace('lock', 'unlock')}`, [world.licence('Lizenz')]);

let dataSource: DataSource;
beforeAll(async () => {
  dataSource = await connect(database.urlOf('schools'), { poolSize: 4, applicationName: 'jobs' });
});
afterAll(() => dataSource?.destroy());
beforeEach(() => database.query('delete from schools.job; delete from job_queue.job'));

test('a job does what the request would have done, and reports its progress', async () => {
  const { id, ...waiting } = await start(['Schule 1', 'Stadt'], { note: 'über Nacht' });
  expect(waiting).toMatchObject({ state: 'WAITING', result: null, startedAt: null });
  expect(await made()).toBe(0);
  const upkeep = startJobs({ dataSource, log });
  try {
    await until('the job is done', async () => (await job(id)).state === 'DONE');
  } finally {
    await upkeep.stop();
  }
  const { startedAt, endedAt, ...ended } = await job(id);
  expect(ended).toMatchObject({ done: 2, toDo: 2, result: { applied: true, assigned: 2 } });
  expect(endedAt > startedAt).toBe(true);
  const { data } = await system.ask(staff, '{ jobs { id state result { assigned } } }');
  expect(data.jobs).toEqual([{ id, state: 'DONE', result: { assigned: 2 } }]);
  expect(
    await database.query("select note, created_by from schools.entitlement where note = 'über Nacht'"),
  ).toHaveLength(2);
});

test('a job that a request would be refused for is refused at once', async () => {
  expect(codesOf(await send(['Schule 1'], { licenceIds: [world.licence('Fremde')] }))).toEqual(['FORBIDDEN']);
  expect(codesOf(await send(['Schule 1'], { validFrom: inDays(-9) }))).toEqual(['BAD_USER_INPUT']);
  expect(codesOf(await send(['Schule 1'], { previewToken: randomUUID() }))).toEqual(['BAD_USER_INPUT']);
  expect(await database.query('select from schools.job')).toEqual([]);
});

test('reach is checked again when the job runs', async () => {
  const { id } = await start(['Schule 1'], { skipRefused: true });
  const { id: whole } = await start(['Schule 3']);
  const leave = (name: string, valid: string) =>
    database.query(
      `update schools.membership set valid = ${valid} where level = 'AUTHORITY' and school_id = (select id from schools.organisation where name = $1)`,
      [name],
    );
  await leave('Schule 1', 'tstzrange(lower(valid), now())');
  await database.query(
    "update licences.contract set owner_id = (select id from schools.organisation where name = 'Nachbarstadt') where number = 'Lizenz'",
  );
  await run(whole);
  await database.query(
    "update licences.contract set owner_id = (select id from schools.organisation where name = 'Stadt') where number = 'Lizenz'",
  );
  await run(id);
  await leave('Schule 1', 'tstzrange(lower(valid), null)');
  expect(await job(whole)).toMatchObject({ state: 'FAILED', result: null, error: expect.any(String) });
  expect(await job(id)).toMatchObject({
    state: 'DONE',
    result: { applied: true, assigned: 0, counts: [{ outcome: 'NOT_IN_REACH', count: 1 }] },
  });
  expect(await made()).toBe(0);
});

test('a token is valid in a job, whose result says what has changed', async () => {
  const preview = await assign(['Schule 1', 'Schule 2'], { preview: true });
  expect(preview).toMatchObject({ assigned: 2 });
  const { data } = await system.ask(
    staff,
    'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { previewToken } }',
    {
      input: {
        licenceIds: [world.licence('Lizenz')],
        holders: ['Schule 1', 'Schule 2'].map(holder),
        selection: { schools: { search: 'Schule 3' } },
        preview: true,
      },
    },
  );
  const { previewToken } = data.assignEntitlements;
  const more = { previewToken, selection: { schools: { search: 'Schule 3' } } };
  const [good, late] = [await start(['Schule 1', 'Schule 2'], more), await start(['Schule 1', 'Schule 2'], more)];
  await run(good.id);
  expect(await job(good.id)).toMatchObject({ state: 'DONE', result: { applied: true, assigned: 3 } });
  await run(late.id);
  expect(await job(late.id)).toMatchObject({ state: 'DONE', result: { applied: false, assigned: 0, movedCount: 3 } });
});

test('jobs of other callers do not exist for a caller', async () => {
  const { id } = await start(['Schule 1']);
  for (const token of [
    await tokenOf('operator'),
    await tokenOf('licensing', `AUTHORITY:${world.organisation('Nachbarstadt')}`),
  ]) {
    for (const foreign of [id, randomUUID(), 'x']) {
      expect(codesOf(await read(foreign, token))).toEqual(['FORBIDDEN']);
      expect(codesOf(await cancel(foreign, token))).toEqual(['FORBIDDEN']);
    }
    expect((await system.ask(token, '{ jobs { id } }')).data.jobs).toEqual([]);
  }
  expect(await job(id)).toMatchObject({ state: 'WAITING' });
});

test('a key starts one job', async () => {
  const idempotencyKey = randomUUID();
  const [one, two] = await Promise.all([
    start(['Schule 1'], { idempotencyKey }),
    start(['Schule 1'], { idempotencyKey }),
  ]);
  expect(two.id).toBe(one.id);
  expect(await database.query('select from job_queue.job')).toHaveLength(1);
  expect(codesOf(await send(['Schule 2'], { idempotencyKey }))).toEqual(['BAD_USER_INPUT']);
});

describe('a cancelled job changes nothing', () => {
  test('where it waits', async () => {
    const { id } = await start(['Schule 1']);
    expect((await cancel(id)).data.cancelJob).toMatchObject({ state: 'CANCELLED' });
    await run(id);
    expect(await job(id)).toMatchObject({ state: 'CANCELLED', result: null });
    expect(await made()).toBe(0);
  });

  test('where it is running', async () => {
    const { id } = await start(['Schule 1', 'Schule 2']);
    await hold();
    const running = run(id);
    await until('the job is at work', async () => (await job(id)).state === 'RUNNING');
    expect((await cancel(id)).data.cancelJob).toMatchObject({ state: 'CANCELLED' });
    await release();
    await running;
    expect(await job(id)).toMatchObject({ state: 'CANCELLED', result: null });
    expect(await made()).toBe(0);
    expect(await database.query('select from schools.assignment')).toEqual([]);
  });

  test('and one that is done stays so', async () => {
    const { id } = await start(['Schule 1']);
    await run(id);
    expect((await cancel(id)).data.cancelJob).toMatchObject({ state: 'DONE' });
    expect(await made()).toBe(1);
  });
});

describe('a job runs once', () => {
  test('where it is delivered several times at once, and again later', async () => {
    const { id } = await start(['Schule 1', 'Stadt']);
    await Promise.all([run(id), run(id), run(id)]);
    await run(id);
    expect(await job(id)).toMatchObject({ state: 'DONE', done: 2 });
    expect(
      await database.query(
        "select from schools.audit_change where operation = 'assignEntitlements' and id in (select change_id from schools.audit_entry where object = 'entitlement' and object_id in (select id from schools.entitlement))",
      ),
    ).toHaveLength(1);
  });

  test('where the process is killed while it is at work', async () => {
    const { id } = await start(['Schule 1', 'Stadt']);
    await hold();
    const child = spawn(
      process.execPath,
      [join(__dirname, 'run-from-source.cjs'), join(__dirname, 'job-worker.ts'), database.urlOf('schools')],
      { stdio: 'ignore' },
    );
    await until('the job is at work', async () => (await job(id)).state === 'RUNNING');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await job(id)).toMatchObject({ state: 'RUNNING' });
    await release();
    expect(await made()).toBe(0);

    /** As it is after the minute in which a delivered job must end. */
    await database.query("update job_queue.job set started_on = now() - interval '61 seconds'");
    const upkeep = startJobs({ dataSource, log });
    try {
      await until('the job is done', async () => (await job(id)).state === 'DONE');
    } finally {
      await upkeep.stop();
    }
    expect(await job(id)).toMatchObject({ result: { applied: true, assigned: 2 } });
    expect(await made()).toBe(2);
  });
});
