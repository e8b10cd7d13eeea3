import { createRetryBudget, pauseBefore } from './retry-budget';

function spendAll(budget: ReturnType<typeof createRetryBudget>): number {
  let spent = 0;
  while (budget.spend()) spent += 1;
  return spent;
}

test('in an outage, retries add a tenth to the questions, and no more', () => {
  const budget = createRetryBudget(() => 0);
  let retries = 0;
  for (let asked = 0; asked < 10_000; asked += 1) {
    budget.earn();
    retries += spendAll(budget);
  }
  expect(retries).toBeGreaterThanOrEqual(1_000);
  expect(retries).toBeLessThanOrEqual(1_010);
});

test('unused retries are saved for a restart, up to a hundred', () => {
  const budget = createRetryBudget(() => 0);
  for (let asked = 0; asked < 100_000; asked += 1) budget.earn();
  expect(spendAll(budget)).toBe(100);
});

test('with few questions there is still one retry in each second', () => {
  const clock = { now: 0 };
  const budget = createRetryBudget(() => clock.now);
  expect(spendAll(budget)).toBe(10);
  clock.now += 3_000;
  expect(spendAll(budget)).toBe(3);
  clock.now += 3_600_000;
  expect(spendAll(budget)).toBe(10);
});

test('pauses are random, so that retries do not come together', () => {
  const pauses = Array.from({ length: 100 }, () => pauseBefore(1));
  expect(new Set(pauses).size).toBeGreaterThan(90);
  expect(Math.max(...pauses)).toBeLessThan(100);
});
