import { connectServices, disagreement, proveAccess, type Services, seedAnew } from './access-equivalence';
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
    const seeded = await seedAnew(database, world);
    const questions = asked.map(questionOf);
    const instants = [...new Set(questions.map(({ at }) => at))];
    for (const question of questions) {
      const inquiry = { question, laterAt: question.at, instants, pageSize: 1, filter: {} };
      expect(await disagreement(services, seeded, inquiry)).toBeUndefined();
    }
  });
});

test('the list holds exactly what the rule allows, at every page size, under a filter and while the clock goes on', async () => {
  await proveAccess(database, { numRuns: 60 });
}, 300_000);
