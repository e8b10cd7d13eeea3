import { Client } from 'pg';
import { createTestDatabase, TEST_SECRET, type TestDatabase } from '../test/database';
import { DatabaseTooNewError, ForeignRolesError, migrate } from './migrate';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

async function canLogIn(): Promise<boolean> {
  const client = new Client({ connectionString: database.urlOf('schools') });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

test('a database of this version is left as it is', async () => {
  expect(await migrate(database.ownerUrl, TEST_SECRET)).toEqual({ run: [] });
});

test('an installation with another secret does not lock out the one that the server serves', async () => {
  await expect(migrate(database.ownerUrl, 'the secret of somebody else')).rejects.toThrow(ForeignRolesError);
  expect(await canLogIn()).toBe(true);
});

test('a database of a newer version is refused', async () => {
  await database.query(
    "insert into schools.migration (timestamp, name) values (9999999999999, 'Tomorrow9999999999999')",
  );
  await expect(migrate(database.ownerUrl, TEST_SECRET)).rejects.toThrow(DatabaseTooNewError);
  await database.query("delete from schools.migration where name = 'Tomorrow9999999999999'");
});
