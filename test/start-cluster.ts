/** Before all tests: one PostgreSQL, and in it a migrated template that each test file clones. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startCluster } from '../database/cluster';
import { migrate } from '../database/migrate';
import { TEMPLATE, TEST_SECRET, testCluster } from './database';

export default async function start(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'freischalter-test-'));
  const cluster = await startCluster({ directory: join(directory, 'postgres'), fast: true, log: () => undefined });
  testCluster.current = { directory, cluster };
  process.env.TEST_DATABASE_URL = cluster.ownerUrl;
  const admin = new Client({ connectionString: cluster.ownerUrl });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = new URL(cluster.ownerUrl);
  template.pathname = TEMPLATE;
  await migrate(template.toString(), TEST_SECRET);
}
