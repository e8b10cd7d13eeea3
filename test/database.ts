/** A database for a test file: a clone of the migrated template in the one cluster that all tests share. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Cluster } from '../database/cluster';
import { type Service, serviceUrl } from '../database/roles';
import type { Statement } from '../database/statement';

export const TEMPLATE = 'template_freischalter';
export const TEST_SECRET = 'a secret that only the tests know of';

export const testCluster: { current?: { directory: string; cluster: Cluster } } = {};

export interface TestDatabase {
  /** As the owner, for whom row-level security is open. */
  readonly ownerUrl: string;
  /** As the role of a service. */
  urlOf(service: Service): string;
  /** Runs SQL as the owner. */
  query<Row>(statement: string | Statement<Row>, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template ${TEMPLATE}`);
  const url = new URL(process.env.TEST_DATABASE_URL as string);
  url.pathname = name;
  const ownerUrl = url.toString();
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  return {
    ownerUrl,
    urlOf: (service) => serviceUrl(ownerUrl, TEST_SECRET, service),
    query: async (statement, parameters = []) =>
      (await owner.query(typeof statement === 'string' ? statement : statement.text, parameters)).rows,
    async drop() {
      await owner.end();
      await asAdmin(`drop database ${name} with (force)`);
    },
  };
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new Client({ connectionString: process.env.TEST_DATABASE_URL });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
