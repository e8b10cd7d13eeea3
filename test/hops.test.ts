/** The short form of `npm run prove -- hops`. */
import { MUTATIONS } from './hop-proof/mutations';
import { describeHops, proveHops } from './hop-proof/proof';

test('of 3,000 mutated hops each is refused, and no genuine one', () => {
  const findings = proveHops({ count: 3_000, seed: Math.floor(Math.random() * 2 ** 31) });
  expect(findings.broken).toEqual([]);
  expect([...findings.refused.keys()].sort()).toEqual(Object.keys(MUTATIONS).sort());
  expect(describeHops(findings)).toContain('3000 mutated hops refused; ');
});
