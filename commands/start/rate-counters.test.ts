import pino from 'pino';
import { BUDGETS } from '../../gateway/limits/cost';
import { createRate } from '../../gateway/limits/rate';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { Problem } from '../problem';
import type { Lifecycle } from './lifecycle';
import { startRateCounters } from './rate-counters';

let database: TestDatabase;
const closers: (() => Promise<void>)[] = [];
const lifecycle: Lifecycle = { keep: (close) => void closers.push(close), fail: () => undefined };
const log = pino({ level: 'silent' });
const caller = { kind: 'lms', subject: 'a', scopes: [], bound: ['SCHOOL:NW:100000'] } as const;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const close of closers) await close();
  await database.drop();
});

async function gateway(perSubject: number) {
  const counters = await startRateCounters(database.ownerUrl, log, lifecycle);
  return createRate({ perSubject, perOrganisation: 100, cost: { perSubject: 1, perOrganisation: 1 }, counters });
}

test('several gateways that start at once count together', async () => {
  const [first, second, third] = await Promise.all([gateway(5), gateway(5), gateway(5)]);
  for (const rate of [first, second, third, first, second]) await rate.count(caller);
  await expect(third.count(caller)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
  await expect(first.count(caller)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
  const rows = await database.query<{ key: string }>('select key from gateway.request_count');
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain('100000');
});

test('several gateways take costs from one budget, and return to it what was not used', async () => {
  const [first, second] = await Promise.all([gateway(5), gateway(5)]);
  const all = BUDGETS.lms;
  const paid = await first.spend(caller, all);
  await expect(second.spend(caller, 1)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
  await paid.settle(10);
  await second.spend(caller, all - 10);
  await expect(first.spend(caller, 1)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
});

test('a gateway that has lost its database counts by itself', async () => {
  const rate = await gateway(6);
  await database.query('drop schema gateway cascade');
  for (let asked = 0; asked < 6; asked += 1) await rate.count({ ...caller, subject: 'b' });
  await expect(rate.count({ ...caller, subject: 'b' })).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
  const paid = await rate.spend({ ...caller, bound: [] }, BUDGETS.lms);
  await expect(rate.spend({ ...caller, bound: [] }, 1)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
  await paid.settle(0);
});

test('a database that refuses connections is reported in one line that names the setting', async () => {
  const url = new URL(database.ownerUrl);
  url.pathname = 'nowhere';
  const started = startRateCounters(url.toString(), log, lifecycle);
  await expect(started).rejects.toBeInstanceOf(Problem);
  await expect(started).rejects.toThrow(/^RATE_LIMIT_DATABASE_URL: The database postgres:.*nowhere cannot be used/);
});

test('a gateway that starts before the database counts by itself until the database is available', async () => {
  const warned: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(JSON.parse(line).msg) });
  const counters = await startRateCounters('postgres://gateway:geheim@127.0.0.1:1/counts', log, lifecycle);
  expect(warned).toEqual([expect.stringMatching(/^RATE_LIMIT_DATABASE_URL: .*127\.0\.0\.1:1.* counts for itself/)]);
  const rate = createRate({ perSubject: 2, perOrganisation: 9, cost: { perSubject: 1, perOrganisation: 1 }, counters });
  for (let asked = 0; asked < 2; asked += 1) await rate.count(caller);
  await expect(rate.count(caller)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
});
