import type { OrganisationKey } from '../../caller/caller';
import { Cancellation } from '../cancellation';
import { type Bulkhead, BulkheadFullError, BulkheadTimeoutError, createBulkhead, type Lease } from './bulkhead';
import { LinkedList } from './linked-list';

const caller = (organisation: number | string, subject: number | string = 'one') => ({
  kind: 'lms' as const,
  subject: `${organisation} ${subject}`,
  bound: [`AUTHORITY:NW:${organisation}`] as OrganisationKey[],
});

const settled = () => new Promise<void>((done) => setImmediate(done));

function take(bulkhead: Bulkhead, organisation: number | string, subject?: number | string): Lease {
  const lease = bulkhead.tryAcquire(caller(organisation, subject));
  if (!lease) throw new Error(`no place for ${organisation}`);
  return lease;
}

/** How many places the subjects of one organisation get, one after the other, until they get no more. */
function takeAll(bulkhead: Bulkhead, organisation: number | string, subjects: readonly string[]): number {
  let taken = 0;
  while (subjects.some((subject) => bulkhead.tryAcquire(caller(organisation, subject)))) taken += 1;
  return taken;
}

test('alone, a subject has half of the places and an organisation two thirds; a place is left for the next one', () => {
  const bulkhead = createBulkhead({ limit: 60, queueLimit: 0 });
  expect(takeAll(bulkhead, 1, ['one'])).toBe(30);
  expect(takeAll(bulkhead, 1, ['two', 'three'])).toBe(10);
  expect(takeAll(bulkhead, 2, ['one'])).toBe(10);
  expect(takeAll(bulkhead, 3, ['one'])).toBe(5);
  expect(bulkhead.active).toBe(55);
  expect(bulkhead.tryAcquire(caller(4))).not.toBeNull();
});

test('of a part of what is free a subject has less, and many have as much together as before', () => {
  const bulkhead = createBulkhead({ limit: 90, queueLimit: 0, share: 1 / 8 });
  expect(takeAll(bulkhead, 1, ['one'])).toBe(10);
  expect(takeAll(bulkhead, 1, ['two', 'three'])).toBe(8);
  for (let organisation = 2; organisation < 60; organisation += 1) takeAll(bulkhead, organisation, ['one', 'two']);
  expect(bulkhead.active).toBeGreaterThan(80);
});

test('a bulkhead of one place lets one in', async () => {
  const bulkhead = createBulkhead({ limit: 1, queueLimit: 1 });
  const first = take(bulkhead, 1);
  const second = bulkhead.acquire(caller(1));
  await expect(bulkhead.acquire(caller(1))).rejects.toThrow(
    'None of the 1 places is free for this caller, and 1 wait.',
  );
  first.release();
  (await second).release();
  expect([bulkhead.active, bulkhead.waiting]).toEqual([0, 0]);
});

test('those of one subject are called in the order of their coming', async () => {
  const bulkhead = createBulkhead({ limit: 1, queueLimit: 3 });
  const first = take(bulkhead, 1);
  const called: number[] = [];
  const waiting = [1, 2, 3].map(async (name) => {
    const lease = await bulkhead.acquire(caller(1));
    called.push(name);
    lease.release();
  });
  first.release();
  await Promise.all(waiting);
  expect(called).toEqual([1, 2, 3]);
});

test('work of several places begins where its caller may hold one more, and gives all of them back', async () => {
  const bulkhead = createBulkhead({ limit: 6, queueLimit: 3 });
  const wide = bulkhead.tryAcquire(caller(1), 5) as Lease;
  expect(bulkhead.active).toBe(5);
  const next = bulkhead.acquire(caller(1), undefined, 5);
  const other = bulkhead.tryAcquire(caller(2), 4) as Lease;
  expect([bulkhead.active, bulkhead.tryAcquire(caller(3))]).toEqual([9, null]);
  wide.release();
  await settled();
  expect([bulkhead.active, bulkhead.waiting]).toEqual([9, 0]);
  (await next).release();
  other.release();
  expect(bulkhead.active).toBe(0);
});

test('a place that is released twice is released once', async () => {
  const bulkhead = createBulkhead({ limit: 3, queueLimit: 3 });
  const lease = take(bulkhead, 1);
  take(bulkhead, 2);
  lease.release();
  lease.release();
  expect(bulkhead.active).toBe(1);
});

test('whoever leaves the queue takes no place, and is told its own reason', async () => {
  const bulkhead = createBulkhead({ limit: 1, queueLimit: 2 });
  const first = take(bulkhead, 1);
  const leaving = new Cancellation();
  const impatient = bulkhead.acquire(caller(1), leaving);
  const patient = bulkhead.acquire(caller(1));
  leaving.abort(new Error('left'));
  await expect(impatient).rejects.toThrow('left');
  await expect(bulkhead.acquire(caller(1), leaving)).rejects.toThrow('left');
  first.release();
  (await patient).release();
  expect([bulkhead.active, bulkhead.waiting]).toEqual([0, 0]);
});

test('whoever has waited too long is told so, and those after it in their turn', async () => {
  const bulkhead = createBulkhead({ limit: 1, queueLimit: 2, patienceMs: 20 });
  take(bulkhead, 1);
  const told = await Promise.allSettled([bulkhead.acquire(caller(1)), bulkhead.acquire(caller(2))]);
  const tooLong = new BulkheadTimeoutError('None of the 1 places was free within 20 ms.');
  expect(told.map((one) => one.status === 'rejected' && one.reason)).toEqual([tooLong, tooLong]);
  expect(bulkhead.waiting).toBe(0);
});

test('one timer watches over the patience of all, and none where nobody is impatient', async () => {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const patient = createBulkhead({ limit: 1, queueLimit: 3 });
  const impatient = createBulkhead({ limit: 1, queueLimit: 3, patienceMs: 30 });
  for (const bulkhead of [patient, impatient]) take(bulkhead, 1);
  void patient.acquire(caller(2));
  await Promise.allSettled([1, 2, 3].map((who) => impatient.acquire(caller(who))));
  const delays = timers.mock.calls.map(([, delay]) => Number(delay));
  timers.mockRestore();
  // One, and a few more where it fires a little early.
  expect(delays.length).toBeLessThan(8);
  expect(Math.max(...delays)).toBeLessThanOrEqual(30);
  expect(patient.waiting).toBe(1);
});

test('each has all of its own patience, and no more', async () => {
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const bulkhead = createBulkhead({ limit: 1, queueLimit: 3, patienceMs: 20 });
  take(bulkhead, 1);
  const first = bulkhead.acquire(caller(2));
  expect(timers.mock.calls.map(([, delay]) => delay)).toEqual([20]);
  timers.mockRestore();
  await new Promise((done) => setTimeout(done, 50));
  expect(bulkhead.waiting).toBe(1);
  now = 3_600_000;
  void bulkhead.acquire(caller(3));
  now = 20;
  await expect(first).rejects.toThrow(BulkheadTimeoutError);
  expect(bulkhead.waiting).toBe(1);
  clock.mockRestore();
});

test('who finds a place free has it, and nobody is refused where the queue has room', async () => {
  const bulkhead = createBulkhead({ limit: 1, queueLimit: 2 });
  const lease = await bulkhead.acquire(caller(1));
  expect([bulkhead.active, bulkhead.refuses(caller(2)), bulkhead.refuses(caller(1))]).toEqual([1, false, false]);
  lease.release();
});

test('where nobody waits any more when patience ends, nothing happens', async () => {
  const bulkhead = createBulkhead({ limit: 1, queueLimit: 1, patienceMs: 10 });
  const first = take(bulkhead, 1);
  const second = bulkhead.acquire(caller(1));
  first.release();
  const lease = await second;
  await new Promise((done) => setTimeout(done, 50));
  expect([bulkhead.active, bulkhead.waiting]).toEqual([1, 0]);
  lease.release();
});

test('whoever may hold more is served, though one before it that may not still waits', async () => {
  const bulkhead = createBulkhead({ limit: 8, queueLimit: 9 });
  for (const _ of [1, 2, 3]) take(bulkhead, 'A', 'a');
  for (const subject of [1, 2, 3]) take(bulkhead, 'B', subject);
  const last = take(bulkhead, 'C');
  const served: string[] = [];
  void bulkhead.acquire(caller('A', 'a')).then(() => served.push('A a'));
  void bulkhead.acquire(caller('B', 1)).then(() => served.push('B 1'));
  void bulkhead.acquire(caller('B', 1)).then(() => served.push('B 1 again'));
  last.release();
  await settled();
  expect(served).toEqual(['B 1']);
  expect([bulkhead.active, bulkhead.waiting]).toEqual([7, 2]);
  // It never passes its own in the queue.
  expect(bulkhead.tryAcquire(caller('B', 1))).toBeNull();
});

describe('where the queue is full', () => {
  async function fullQueue() {
    const bulkhead = createBulkhead({ limit: 1, queueLimit: 4 });
    const first = take(bulkhead, 'flood');
    const flood = Array.from({ length: 4 }, () => bulkhead.acquire(caller('flood')));
    const refused: number[] = [];
    flood.forEach((one, at) => void one.catch(() => refused.push(at)));
    return { bulkhead, first, flood, refused };
  }

  test('a flood is refused at once, and the newest of it makes room for others', async () => {
    const { bulkhead, first, refused } = await fullQueue();
    expect(bulkhead.refuses(caller('flood'))).toBe(true);
    await expect(bulkhead.acquire(caller('flood'))).rejects.toThrow(BulkheadFullError);
    expect(bulkhead.refuses(caller('quiet'))).toBe(false);
    const quiet = bulkhead.acquire(caller('quiet'));
    await settled();
    expect(refused).toEqual([3]);
    first.release();
    expect(await quiet).toBeDefined();
  });

  test('a quiet subject of the flooding organisation gets in, too', async () => {
    const { bulkhead, first, refused } = await fullQueue();
    const quiet = bulkhead.acquire(caller('flood', 'quiet'));
    await settled();
    expect(refused).toEqual([3]);
    first.release();
    await settled();
    expect(bulkhead.waiting).toBe(3);
    quiet.then((lease) => lease.release());
  });

  test('a refusal takes as many steps in a long queue as in a short one', async () => {
    async function stepsOf(queueLimit: number): Promise<number> {
      const bulkhead = createBulkhead({ limit: 1, queueLimit });
      take(bulkhead, 'flood');
      const waiting = Array.from({ length: queueLimit }, (_, at) => bulkhead.acquire(caller(at % 7, at % 3)));
      for (const one of waiting) one.catch(() => undefined);
      const steps = [jest.spyOn(LinkedList.prototype, 'append'), jest.spyOn(LinkedList.prototype, 'remove')];
      await bulkhead.acquire(caller(0, 0)).catch(() => undefined);
      void bulkhead.acquire(caller('quiet'));
      const taken = steps.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
      jest.restoreAllMocks();
      return taken;
    }
    expect(await stepsOf(21 * 1_000)).toBe(await stepsOf(21));
  });
});
