/** What the services say that they keep is what it takes on the heap, within a factor: their bounds are ones of bytes. */

import type { CacheSize } from '../telemetry/metrics';
import { noTelemetry } from '../telemetry/telemetry';
import type { TestDatabase } from './database';
import { heapUsed } from './heap';
import { createLargeInstallation } from './large-installation';
import { codesOf, type System, startSystem, tokenOf } from './system';

const sizes = new Map<string, () => CacheSize>();
let database: TestDatabase;
let system: System;
let token: string;

beforeAll(async () => {
  database = await createLargeInstallation();
  system = await startSystem(database, {
    kept: true,
    telemetry: (part) => {
      const nobody = noTelemetry();
      const watchCache = (cache: string, size: () => CacheSize) =>
        void sizes.set(part === 'gateway' ? `${part} ${cache}` : cache, size);
      return { ...nobody, metrics: { ...nobody.metrics, watchCache } };
    },
  });
  token = await tokenOf('operator');
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

function reckoned(): number {
  return [...sizes.values()].reduce((sum, size) => sum + size().bytes, 0);
}

async function ask(number: string, fields: string): Promise<void> {
  const answer = await system.ask(token, `query ($number: String!) { school(number: $number) { ${fields} } }`, {
    number,
  });
  expect(codesOf(answer)).toEqual([]);
}

/** What another test file has left behind on the heap may go in some of them, which makes what is kept look smaller, never larger. */
const ROUNDS = 3;

test.each([
  ['schools', 100, 1_200, 'name city'],
  [
    'schools with their timelines and the first titles',
    3_000,
    150,
    'licensedTitles(first: 20) { edges { node { name } } }',
  ],
  ['what was checked', 4_000, 60, 'access(titleIds: ["1", "2", "3", "4", "5"]) { outcome }'],
])('%s take what is reckoned, within a factor of two', async (_, first, count, fields) => {
  for (let n = 0; n < 20; n += 1) await ask(`S${first - 20 + n}`, fields);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [heapBefore, before] = [await heapUsed(), reckoned()];
    for (let n = (count / ROUNDS) * round; n < (count / ROUNDS) * (round + 1); n += 1)
      await ask(`S${first + n}`, fields);
    ratios.push(((await heapUsed()) - heapBefore) / (reckoned() - before));
  }
  const [, middle, largest] = ratios.sort((one, other) => one - other);
  expect(middle).toBeLessThan(2);
  expect(largest).toBeGreaterThan(0.5);
});
