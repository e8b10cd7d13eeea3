import type { Pool } from 'pg';
import { createTestDatabase, TEST_SECRET, type TestDatabase } from '../test/database';
import { connect } from './connection';
import { poolOf } from './driver-internals';
import { migrate } from './migrate';
import { databaseProblem } from './problem';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function problem(url: string): Promise<string | null> {
  const source = connect(url, { poolSize: 1, applicationName: 'test' });
  return source.then(
    () => 'no problem',
    (error) => databaseProblem(error, url),
  );
}

function changed(change: (url: URL) => void): string {
  const url = new URL(database.ownerUrl);
  change(url);
  return url.toString();
}

test.each<[string, (url: URL) => void, RegExp]>([
  [
    'a wrong password',
    (url) => {
      url.password = 'geheim';
    },
    /authentication failed.* Correct them\.$/,
  ],
  [
    'a database that is not there',
    (url) => {
      url.pathname = 'nowhere';
    },
    /"nowhere" does not exist\. There is no such database\. Create it/,
  ],
  [
    'a port where nothing listens',
    (url) => {
      url.port = '1';
    },
    /Nothing answers there\. Start that PostgreSQL/,
  ],
  [
    'a host that is not there',
    (url) => {
      url.hostname = 'nowhere.invalid';
    },
    /There is no such host\. Correct it\.$/,
  ],
])('%s is one line with the remedy and without the password', async (_name, change, line) => {
  const message = await problem(changed(change));
  expect(message).toMatch(line);
  expect(message).not.toMatch(/geheim|\n/);
});

test('an owner that lacks a right that a migration needs gets an error that says so', async () => {
  await database.query(`create role beginner login password 'beginner'`);
  const url = changed((each) => {
    each.username = 'beginner';
    each.password = 'beginner';
  });
  try {
    const error = await migrate(url, TEST_SECRET).catch((reason) => reason);
    expect(databaseProblem(error, url)).toMatch(/Take the owner of the database, with CREATEROLE and CREATE on it\.$/);
  } finally {
    await database.query('drop role beginner');
  }
});

test('an error of another kind is no problem of the database', () => {
  expect(databaseProblem(new Error('something else'))).toBeNull();
});

test('a connection that breaks in the moment in which it is handed out ends nobody’s process', async () => {
  const source = await connect(database.ownerUrl, { poolSize: 2, applicationName: 'test' });
  const pool = poolOf(source) as Pool;
  for (const isNew of [false, true]) {
    const waiting = isNew ? await pool.connect() : null;
    await new Promise<void>((done) =>
      pool.connect((_, client, release) => {
        client?.emit('error', new Error('terminating connection due to unexpected postmaster exit'));
        release(true);
        done();
      }),
    );
    waiting?.release(true);
  }
  await source.destroy();
});
