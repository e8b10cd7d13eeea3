import { Cancellation } from './cancellation';
import { STEPS_IN_A_TURN, Turns } from './turns';

const nextTurn = () => new Promise<void>((done) => setImmediate(done));

test('as many steps as a turn has are there at once, and again in the next', async () => {
  const turns = new Turns();
  for (let step = 0; step < STEPS_IN_A_TURN; step += 1) expect(turns.step()).toBe(true);
  expect(turns.step()).toBe(false);
  await turns.later(() => undefined);
  expect(turns.step()).toBe(true);
});

test('what waits is done in its order, so much in a turn, and others have theirs between', async () => {
  const turns = new Turns();
  const done: number[] = [];
  const all = Array.from({ length: 3 * STEPS_IN_A_TURN }, (_, at) => turns.later(() => done.push(at)));
  const seen: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    seen.push(done.length);
    await nextTurn();
  }
  await Promise.all(all);
  expect(seen).toEqual([0, 1, 2, 3].map((turn) => turn * STEPS_IN_A_TURN));
  expect(done).toEqual([...done].sort((one, other) => one - other));
});

test('what fails, fails alone', async () => {
  const turns = new Turns();
  const failing = turns.later(() => {
    throw new Error('no');
  });
  const other = turns.later(async () => 'done');
  await expect(failing).rejects.toThrow('no');
  await expect(other).resolves.toBe('done');
});

test('a long list is mapped in its order, a turn for each thousand', async () => {
  const turns = new Turns();
  let others = 0;
  const count = () => {
    others += 1;
    setImmediate(count).unref();
  };
  setImmediate(count).unref();
  const items = Array.from({ length: 10_000 }, (_, at) => at);
  expect(await turns.map(items, (item) => item + 1)).toEqual(items.map((item) => item + 1));
  expect(others).toBeGreaterThanOrEqual(9);
});

test('a batch is sent when nothing waits for another turn, and at once where nothing ever waited', async () => {
  const turns = new Turns();
  const order: string[] = [];
  turns.whenIdle(() => order.push('at once'));
  await nextTurn();
  expect(order).toEqual(['at once']);

  const work = Array.from({ length: 2_500 }, () => turns.later(() => order.push('work')));
  turns.whenIdle(() => order.push('batch'));
  await Promise.all(work);
  await nextTurn();
  expect(order.at(-1)).toBe('batch');
  expect(order.filter((what) => what === 'batch')).toHaveLength(1);
});

test('where nobody waits any more, what is left fails, and is not begun', async () => {
  const signal = new Cancellation();
  const turns = new Turns(signal);
  let begun = 0;
  const all = Array.from({ length: 5_000 }, () =>
    turns.later(() => {
      begun += 1;
      if (begun === 1_500) signal.abort(new Error('left'));
    }),
  );
  const outcomes = await Promise.allSettled(all);
  expect(begun).toBe(1_500);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3_500);
  expect(outcomes.at(-1)).toMatchObject({ reason: new Error('left') });
});
