/** A short run; `npm run prove -- counting --count 2000` is the long one. */
import { proveCounting } from '../../../test/counting-proof/proof';
import { createUsageWorld, type UsageWorld } from '../../../test/usage-world';

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
});
afterAll(() => world.close());

test('sums are what COUNTER’s rules make of all uses, in whatever order and batches they came', async () => {
  const report = await proveCounting(world, { count: 40, seed: Math.floor(Math.random() * 2 ** 31) });
  expect(report.uses).toBeGreaterThan(100);
  expect(report.doubleClicks).toBeGreaterThan(5);
});
