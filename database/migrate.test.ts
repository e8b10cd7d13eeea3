import { Client } from 'pg';
import { problemLine } from '../commands/problem';
import { createTestDatabase, TEST_SECRET, type TestDatabase } from '../test/database';
import { DatabaseBeforeReleaseError, DatabaseTooNewError, ForeignRolesError, migrate } from './migrate';

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

test('databases of one server are migrated at the same time, though they share their roles', async () => {
  const others = await Promise.all([1, 2, 3].map(() => createTestDatabase()));
  try {
    for (let round = 0; round < 5; round++) {
      const reports = await Promise.all(others.map(({ ownerUrl }) => migrate(ownerUrl, TEST_SECRET)));
      expect(reports).toEqual(others.map(() => ({ run: [] })));
    }
  } finally {
    for (const other of others) await other.drop();
  }
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

test('a database of before the first release is refused in one line that says what to do, and left as it is', async () => {
  const before = await createTestDatabase();
  await before.query("update licences.migration set timestamp = 1780000000016, name = 'Words1780000000016'");
  const refusal = await migrate(before.ownerUrl, TEST_SECRET).catch((error: Error) => error);
  expect(refusal).toBeInstanceOf(DatabaseBeforeReleaseError);
  expect(problemLine(refusal)).toBe(
    'The database was made before the first release of Freischalter (it has the migration Words1780000000016), and nothing leads from there to this version. Move the data folder (DATA_DIR) away, or give another DATABASE_URL, and import again; the version that made it can still read it.',
  );
  expect(await before.query('select name from licences.migration')).toEqual([{ name: 'Words1780000000016' }]);
  await before.drop();
});
