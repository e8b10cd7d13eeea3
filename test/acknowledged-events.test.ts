/** A short run; `npm run prove -- recording --count 200` is the long one. */
import { proveRecording } from './recording-proof/proof';

test('acknowledged events are recorded and counted once after recording processes were killed', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const report = await proveRecording({ kills: 3, seed, way: 'apart' }).catch((error) => {
    throw new Error(`Seed ${seed}. ${error.message}`, { cause: error });
  });
  expect([...report.kills.keys()]).toEqual(['usage service', 'database server', 'process of the database']);
  expect(report.events).toBeGreaterThan(1_000);
}, 600_000);
