import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { type Plan, PlanCache } from './plan-cache';

const PLAN = { kind: 'QueryPlan' } as never;

async function planOrTake(cache: PlanCache, key: string, plan: () => unknown): Promise<unknown> {
  const known = await cache.get(key);
  if (known) return known;
  const made = plan();
  await cache.set(key, made as never);
  return made;
}

test('fifty requests for an operation that is not planned yet make one plan', async () => {
  const cache = new PlanCache();
  let planned = 0;
  const plan = () => {
    planned += 1;
    return PLAN;
  };
  const plans = await Promise.all(Array.from({ length: 50 }, () => planOrTake(cache, 'a', plan)));
  expect(planned).toBe(1);
  expect(new Set(plans)).toEqual(new Set([PLAN]));
});

test('where planning fails, the next one plans, and none waits for ever', async () => {
  const cache = new PlanCache();
  let planned = 0;
  const attempt = () =>
    planOrTake(cache, 'a', () => {
      planned += 1;
      if (planned === 1) throw new Error('no plan');
      return PLAN;
    });
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, attempt));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(planned).toBe(2);
});

test('the plan that was not used for longest goes first', async () => {
  const cache = new PlanCache(new LRUCache<string, Plan>({ max: 2 }));
  await cache.set('a', PLAN);
  await cache.set('b', PLAN);
  await cache.get('a');
  await cache.set('c', PLAN);
  expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([PLAN, undefined, PLAN]);
  await nextTurn();
});
