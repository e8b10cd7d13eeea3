import { proveChanges } from './change-equivalence';
import { createTestDatabase, type TestDatabase } from './database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test('a copy to which all differences were applied equals the current list, after any history', async () => {
  const { withChanges, opened, changed, closed, committedLate } = await proveChanges(database, { numRuns: 40 });
  /** The test must not pass on empty histories: each kind of change occurred. */
  for (const some of [withChanges, opened, changed, closed, committedLate]) expect(some).toBeGreaterThan(0);
}, 300_000);
