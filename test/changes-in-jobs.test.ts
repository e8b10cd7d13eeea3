/**
 * Changes of entitlements in the background: with the rights of their caller, as a whole, and undone where they are
 * cancelled.
 */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { connect } from '../database/connection';
import { Cancellation } from '../request/cancellation';
import { startJobs } from '../services/schools/job/job-upkeep';
import { runJob } from '../services/schools/job/run-job';
import { suspend } from './amending-world';
import { allowed, assign, database, holder, idOf, inDays, NEXT_YEAR, staff, system, world } from './assigning-world';
import { codesOf, tokenOf } from './system';
import { until } from './until';

const log = pino({ level: 'silent' });
const JOB = `id state done toDo error result { assigned }
  change { id preview applied asked changed refused change entitlements { totalCount edges { node { outcome } } } }`;
const START = `mutation ($input: ChangeInput!) { startChange(input: $input) { ${JOB} } }`;

const send = (input: object, token = staff) => system.ask(token, START, { input });

async function start(input: object) {
  const { data, errors } = await send(input);
  expect(errors).toBeUndefined();
  return data.startChange;
}

async function job(id: string) {
  const { data } = await system.ask(staff, `query ($id: ID!) { job(id: $id) { ${JOB} } }`, { id });
  return data.job;
}

const cancel = (id: string) => system.ask(staff, 'mutation ($id: ID!) { cancelJob(id: $id) { state } }', { id });
const run = (id: string) => runJob({ dataSource, log }, id, new Cancellation());

async function done(input: object) {
  const { id } = await start(input);
  await run(id);
  return job(id);
}

let dataSource: DataSource;
let ids: string[];
beforeAll(async () => {
  dataSource = await connect(database.urlOf('schools'), { poolSize: 4, applicationName: 'jobs' });
});
afterAll(() => dataSource?.destroy());
beforeEach(async () => {
  await database.query('delete from schools.job; delete from job_queue.job');
  const { assignments } = await assign(['Schule 1', 'Schule 2'], { validUntil: inDays(100) });
  ids = assignments.map(({ entitlement }: any) => entitlement.id);
});

test('a job does what the request would have done, and reports its progress', async () => {
  const { id, ...waiting } = await start({ suspend: { entitlementIds: ids, reason: 'über Nacht' } });
  expect(waiting).toMatchObject({ state: 'WAITING', change: null, result: null, toDo: null });
  expect(await allowed('Schule 1')).toBe('ALLOWED');
  const upkeep = startJobs({ dataSource, log });
  try {
    await until('the job is done', async () => (await job(id)).state === 'DONE');
  } finally {
    await upkeep.stop();
  }
  expect(await job(id)).toMatchObject({
    done: 2,
    toDo: 2,
    change: { applied: true, changed: 2, entitlements: { totalCount: 2 } },
  });
  expect(await allowed('Schule 1')).toBe('SUSPENDED');
});

test('each kind of change can be made by a job, and undone by one', async () => {
  const { change: revoked } = await done({ revoke: { entitlementIds: ids } });
  expect(revoked).toMatchObject({ applied: true, changed: 2 });
  expect(await allowed('Schule 2')).toBe('REVOKED');
  expect(await done({ undo: { change: revoked.change } })).toMatchObject({
    state: 'DONE',
    done: 2,
    toDo: 2,
    change: { applied: true, changed: 2 },
  });
  expect(await allowed('Schule 2')).toBe('ALLOWED');
  await suspend(ids);
  expect((await done({ resume: { entitlementIds: ids } })).change).toMatchObject({ changed: 2 });
  expect((await done({ amend: { entitlementIds: ids, validUntil: NEXT_YEAR } })).change).toMatchObject({ changed: 2 });
  expect(await allowed('Schule 1', inDays(200))).toBe('ALLOWED');
  const moved = await done({ move: { entitlementIds: [ids[0]], holder: holder('Schule 3') } });
  expect(moved.change).toMatchObject({ changed: 1 });
  expect([await allowed('Schule 1'), await allowed('Schule 3')]).toEqual(['REVOKED', 'ALLOWED']);
});

test('a selection with an instant in its filter is evaluated when the job runs', async () => {
  const filter = { endsBefore: inDays(150), createdFrom: inDays(-1) };
  const { id } = await start({ revoke: { selection: { filter } } });
  await assign(['Schule 3'], { validUntil: inDays(100) });
  await assign(['Stadt']);
  await run(id);
  expect((await job(id)).change).toMatchObject({ applied: true, asked: 3, changed: 3 });
});

test('a job makes a preview, and its token applies exactly that', async () => {
  const input = { entitlementIds: ids };
  const preview = await done({ suspend: { ...input, preview: true } });
  expect(preview).toMatchObject({ state: 'DONE', change: { preview: true, applied: false, changed: 2, change: null } });
  expect(await allowed('Schule 1')).toBe('ALLOWED');
  const { data } = await system.ask(staff, 'query ($id: ID!) { amendment(id: $id) { previewToken } }', {
    id: preview.change.id,
  });
  const { previewToken } = data.amendment;
  await suspend([ids[0] as string]);
  const late = await done({ suspend: { ...input, previewToken } });
  expect(late).toMatchObject({ state: 'DONE', change: { applied: false, changed: 0, refused: 1 } });
});

test('a job that a request would be refused for is refused at once', async () => {
  const foreign = idOf(await assign(['Fremd'], {}, 'Fremde', await tokenOf('operator')));
  const refused: [object, string][] = [
    [{}, 'BAD_USER_INPUT'],
    [{ revoke: { entitlementIds: ids }, suspend: { entitlementIds: ids } }, 'BAD_USER_INPUT'],
    [{ revoke: { entitlementIds: [] } }, 'BAD_USER_INPUT'],
    [{ revoke: { entitlementIds: ids, at: inDays(-1) } }, 'BAD_USER_INPUT'],
    [{ revoke: { entitlementIds: [...ids, foreign] } }, 'FORBIDDEN'],
    [{ move: { entitlementIds: ids, holder: holder('Fremd') } }, 'FORBIDDEN'],
    [{ resume: { selection: { filter: { school: world.organisation('Fremd') } } } }, 'FORBIDDEN'],
    [{ undo: { change: '999999' } }, 'FORBIDDEN'],
  ];
  for (const [input, code] of refused) expect([input, codesOf(await send(input))]).toEqual([input, [code]]);
  expect(await database.query('select from schools.job')).toEqual([]);
});

test('reach is checked again when the job runs', async () => {
  const { id } = await start({ amend: { entitlementIds: ids, validUntil: NEXT_YEAR } });
  const give = (owner: string) =>
    database.query(
      `update schools.entitlement set owner_id = (select id from schools.organisation where name = $1) where id = any ($2)`,
      [owner, ids],
    );
  await give('Nachbarstadt');
  await run(id);
  await give('Stadt');
  expect(await job(id)).toMatchObject({ state: 'FAILED', change: null, error: expect.any(String) });
  expect(await allowed('Schule 1', inDays(200))).toBe('EXPIRED');
});

test('a key starts one job', async () => {
  const input = { revoke: { entitlementIds: ids, idempotencyKey: randomUUID() } };
  const [one, two] = await Promise.all([start(input), start(input)]);
  expect(two.id).toBe(one.id);
  expect(codesOf(await send({ revoke: { ...input.revoke, entitlementIds: [ids[0]] } }))).toEqual(['BAD_USER_INPUT']);
});

test('a repeat with its key gets the job, even if the same input would be refused by now', async () => {
  const at = new Date(Date.now() + 1_500).toISOString();
  const input = { revoke: { entitlementIds: ids, at, idempotencyKey: randomUUID() } };
  const { id } = await start(input);
  await until('the instant has passed', () => Date.now() > Date.parse(at));
  expect(codesOf(await send({ revoke: { ...input.revoke, idempotencyKey: null } }))).toEqual(['BAD_USER_INPUT']);
  expect((await start(input)).id).toBe(id);
});

test('a job that is cancelled while it runs changes nothing', async () => {
  const { id } = await start({ amend: { entitlementIds: ids, validUntil: NEXT_YEAR } });
  const lock = (name: string) =>
    database.query(`select ${name}(hashtext('schools.entitlement'), hashtext($1))`, [world.licence('Lizenz')]);
  await lock('pg_advisory_lock');
  const running = run(id);
  await until('the job is at work', async () => (await job(id)).state === 'RUNNING');
  expect((await cancel(id)).data.cancelJob).toEqual({ state: 'CANCELLED' });
  await lock('pg_advisory_unlock');
  await running;
  expect(await job(id)).toMatchObject({ state: 'CANCELLED', change: null });
  expect(await allowed('Schule 1', inDays(200))).toBe('EXPIRED');
  expect(await database.query('select from schools.amendment')).toEqual([]);
});
