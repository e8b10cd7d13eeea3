/** A short run; `npm run prove -- counting --count 2000` is the long one. */
import { proveAttribution } from '../../../test/attribution-equivalence';
import { createUsageWorld, type UsageWorld } from '../../../test/usage-world';

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
});
afterAll(() => world.close());

test('a use falls to the entitlement that the access rule names, seats left aside', async () => {
  const report = await proveAttribution(world, { numRuns: 25, endOnFailure: true });
  expect(report.opened).toBeGreaterThan(50);
  expect(report.uses - report.opened).toBeGreaterThan(50);
});
