import { proveAccess } from './access-equivalence';
import { createTestDatabase, type TestDatabase } from './database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test('what is listed is exactly what the rule allows, at every page size, under a filter and while the clock goes on', async () => {
  await proveAccess(database, { numRuns: 200 });
}, 300_000);
