/** schema/database/ equals the schema that the migrations make. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DUMPED_SCHEMAS, dumpSchemas } from '../database/dump';
import { PROJECT_ROOT } from '../environment';
import { createTestDatabase, type TestDatabase } from './database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const committed = (schema: string) =>
  readFileSync(path.join(PROJECT_ROOT, 'schema', 'database', `${schema}.sql`), 'utf8');

test.each(DUMPED_SCHEMAS)(
  'schema/database/%s.sql equals what the migrations make; npm run schema writes it again',
  async (schema) => {
    const dumped = await dumpSchemas(database);
    expect(dumped[schema]).toBe(committed(schema));
  },
);
