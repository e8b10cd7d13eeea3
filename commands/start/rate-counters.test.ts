import pino from 'pino';
import { createRate } from '../../gateway/rate';
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
  return createRate({ perSubject, perOrganisation: 100, counters });
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

test('a gateway whose database is lost counts for itself', async () => {
  const rate = await gateway(6);
  await database.query('drop schema gateway cascade');
  for (let asked = 0; asked < 6; asked += 1) await rate.count({ ...caller, subject: 'b' });
  await expect(rate.count({ ...caller, subject: 'b' })).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
});

test('a database that cannot be used is a line that names the setting', async () => {
  const started = startRateCounters('postgres://gateway:geheim@127.0.0.1:1/counts', log, lifecycle);
  await expect(started).rejects.toBeInstanceOf(Problem);
  await expect(started).rejects.toThrow(
    /^RATE_LIMIT_DATABASE_URL: The database postgres:\/\/gateway@127\.0\.0\.1:1\/counts cannot be used/,
  );
});
