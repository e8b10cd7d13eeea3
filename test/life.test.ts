/** One round of the proof of life; `npm run prove -- life --count 20` is the long one. */
import { PARTS } from './installation';
import { proveLife } from './life-proof/proof';

test('every part is killed under load and recovers, and no answer is wrong or missing', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const report = await proveLife({ rounds: 1, seed }).catch((error) => {
    throw new Error(`Seed ${seed}. ${error.message}`, { cause: error });
  });
  for (const part of PARTS) expect(report.endings.get(`${part} (SIGKILL)`)).toBeGreaterThan(0);
  expect(report.answers.get('right')).toBeGreaterThan(500);
  expect(report.pending.size).toBe(0);
}, 600_000);
