import { describeFindings, provePlans } from '../../test/plan-equivalence';
import { readSupergraphs } from './test-supergraphs/supergraphs';

test('300 random operations are answered as the stock executor answers them, almost all of them compiled', async () => {
  const findings = await provePlans(readSupergraphs(), { count: 300, seed: 20261122 });
  const { compiled = 0, ...others } = Object.fromEntries(findings.ways);
  const left = Object.values(others).reduce((sum, times) => sum + times, 0);
  expect(left / (compiled + left)).toBeLessThan(0.05);
  expect(findings.outcomes.errors).toBeGreaterThan(20);
  expect(findings.outcomes.holes).toBeGreaterThan(20);
  expect(findings.scans.read).toBeGreaterThan(100);
  expect(findings.representations.compiled).toBeLessThan(findings.representations.stock);
  expect(describeFindings(findings)).toContain('300 operations');
}, 280_000);
