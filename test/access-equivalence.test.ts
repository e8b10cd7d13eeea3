import fc from 'fast-check';
import type { TitleFilter } from '../services/licences/title/title';
import { connectServices, disagreement, type Services } from './access-equivalence';
import { arbitraryQuestion, arbitraryWorld } from './arbitrary-world';
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

test('what is listed is exactly what the rule allows, at every page size and under a filter', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryWorld,
      arbitraryQuestion,
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom<TitleFilter>({}, { kinds: ['VIDEO'] }),
      async (world, question, pageSize, filter) => {
        const wrong = await disagreement(database, services, { world, question, pageSize, filter });
        if (wrong) throw new Error(wrong);
      },
    ),
    { numRuns: 200 },
  );
}, 300_000);
