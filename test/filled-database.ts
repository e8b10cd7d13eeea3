/**
 * Clones a template that holds more than the migrations leave. The first test file that asks for it fills the template;
 * all clone it.
 */
import { Client } from 'pg';
import { createTestDatabase, TEMPLATE, type TestDatabase } from './database';

/** Any number that no other lock uses. */
const LOCK = 4_217;

/** @param fill fills the migrated database of this address as its owner, and leaves no connection open */
export async function createFilledDatabase(
  template: string,
  fill: (ownerUrl: string) => Promise<void>,
): Promise<TestDatabase> {
  const url = new URL(process.env.TEST_DATABASE_URL as string);
  const admin = new Client({ connectionString: url.toString() });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    const { rows } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rows.length === 0) {
      // The template gets its name only when it is complete.
      await admin.query('drop database if exists filling');
      await admin.query(`create database filling template ${TEMPLATE} strategy file_copy`);
      url.pathname = 'filling';
      await fill(url.toString());
      await admin.query(`alter database filling rename to ${template}`);
    }
    return await createTestDatabase(template);
  } finally {
    await admin.end();
  }
}
