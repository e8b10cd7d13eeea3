/** Caches of the services are bounded in bytes, so the sizes that they state must be near those on the heap. */

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

const AT_ONCE = 10;
const PLACES = Array.from({ length: AT_ONCE }, (_, at) => at);

/** Asks for a number of schools, beginning with this one, always with the same text. */
async function ask(from: number, count: number, fields: string): Promise<void> {
  const schools = PLACES.map((at) => `s${at}: school(number: $n${at}) { ${fields} }`);
  const text = `query (${PLACES.map((at) => `$n${at}: String!`).join(' ')}) { ${schools.join(' ')} }`;
  for (let first = from; first < from + count; first += AT_ONCE) {
    const numbers = Object.fromEntries(PLACES.map((at) => [`n${at}`, `S${first + at}`]));
    expect(codesOf(await system.ask(token, text, numbers))).toEqual([]);
  }
}

/** In some rounds, remains of other test files may be freed, which makes the caches look smaller, never larger. */
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
])('%s take the stated size, within a factor of two', async (_, first, count, fields) => {
  await ask(first - 20, 20, fields);
  const ratios: number[] = [];
  let before = { taken: await heapUsed(), reckoned: reckoned() };
  for (let round = 0; round < ROUNDS; round += 1) {
    await ask(first + (count / ROUNDS) * round, count / ROUNDS, fields);
    const after = { taken: await heapUsed(), reckoned: reckoned() };
    ratios.push((after.taken - before.taken) / (after.reckoned - before.reckoned));
    before = after;
  }
  const [, middle, largest] = ratios.sort((one, other) => one - other);
  expect(middle).toBeLessThan(2);
  expect(largest).toBeGreaterThan(0.5);
});
