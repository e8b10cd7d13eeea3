/** A database with demo data. The first test file that asks for one fills a template; all clone it. */
import { Client } from 'pg';
import { fillDemoData } from '../demo/fill';
import { createTestDatabase, TEMPLATE, type TestDatabase } from './database';

const DEMO_TEMPLATE = 'template_demo';
/** Any number that no other lock has. */
const LOCK = 4_217;

export async function createDemoDatabase(): Promise<TestDatabase> {
  const url = new URL(process.env.TEST_DATABASE_URL as string);
  const admin = new Client({ connectionString: url.toString() });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    const { rows } = await admin.query('select from pg_database where datname = $1', [DEMO_TEMPLATE]);
    if (rows.length === 0) {
      // Under another name until it is whole.
      await admin.query('drop database if exists filling');
      await admin.query(`create database filling template ${TEMPLATE} strategy file_copy`);
      url.pathname = 'filling';
      await fillDemoData(url.toString());
      await admin.query(`alter database filling rename to ${DEMO_TEMPLATE}`);
    }
    return await createTestDatabase(DEMO_TEMPLATE);
  } finally {
    await admin.end();
  }
}
