/** The short form of `npm run prove -- signatures`. */
import { MUTATIONS } from './signature-proof/mutations';
import { describeSignatures, proveSignatures } from './signature-proof/proof';

test('all of 3,000 mutated requests are refused, and no genuine one is', () => {
  const findings = proveSignatures({ count: 3_000, seed: Math.floor(Math.random() * 2 ** 31) });
  expect(findings.broken).toEqual([]);
  expect([...findings.refused.keys()].sort()).toEqual(Object.keys(MUTATIONS).sort());
  expect(describeSignatures(findings)).toContain('3000 mutated requests refused; ');
});
