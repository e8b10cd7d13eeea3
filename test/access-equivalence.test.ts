import { connectServices, disagreement, proveAccess, type Services } from './access-equivalence';
import { cases, questionOf } from './cases';
import { createTestDatabase, type TestDatabase } from './database';

let database: TestDatabase;
let services: Services;

beforeAll(async () => {
  database = await createTestDatabase();
  services = await connectServices(database);
});
afterAll(async () => {
  await services?.close();
  await database?.drop();
});

describe('the SQL agrees with the rule on the table of cases', () => {
  test.each(cases)('$name', async ({ world, asked }) => {
    for (const ask of asked) {
      const question = questionOf(ask);
      const inquiry = { world, question, laterAt: question.at, pageSize: 1, filter: {} };
      expect(await disagreement(database, services, inquiry)).toBeUndefined();
    }
  });
});

test('what is listed is exactly what the rule allows, at every page size, under a filter and while the clock goes on', async () => {
  await proveAccess(database, { numRuns: 100 });
}, 300_000);
