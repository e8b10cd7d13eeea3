/** What we read of `typeorm` and `pg` is where it was. Where this fails after an upgrade, read their sources before going on. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { PROJECT_ROOT } from '../environment';
import manifest from '../package.json';
import { createTestDatabase, type TestDatabase } from '../test/database';
import { connect } from './connection';
import { backendKeyOf, poolOf, sendTogether } from './driver-internals';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.ownerUrl, { poolSize: 2, applicationName: 'internals' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

test.each(['pg', 'typeorm'] as const)('%s is the exact version that is read', (name) => {
  const installed = readFileSync(path.join(PROJECT_ROOT, 'node_modules', name, 'package.json'), 'utf8');
  expect(manifest.dependencies[name]).toBe(JSON.parse(installed).version);
});

test('the pool behind a data source is a pool of pg', async () => {
  const pool = poolOf(source);
  expect(pool).toBeInstanceOf(Pool);
  const client = await pool.connect();
  const { rows } = await client.query('select current_setting($1) as name', ['application_name']);
  expect(rows).toEqual([{ name: 'internals' }]);
  expect(pool).toMatchObject({ totalCount: expect.any(Number), idleCount: expect.any(Number), waitingCount: 0 });
  client.release();
});

test('a connection knows the process that serves it, and the secret to cancel it by', async () => {
  const client = await poolOf(source).connect();
  const { processID, secretKey } = backendKeyOf(client);
  const { rows } = await client.query('select pg_backend_pid() as pid');
  expect(rows).toEqual([{ pid: processID }]);
  expect(Number.isInteger(secretKey)).toBe(true);
  expect(client).toMatchObject({ host: '127.0.0.1', port: expect.any(Number), ssl: false });
  client.release();
});

test('what is sent in one turn goes out in one piece', async () => {
  const client = await poolOf(source).connect();
  const { stream } = client.connection;
  expect(stream).toBeInstanceOf(Writable);
  sendTogether(client);
  const answers = [client.query('select 1'), client.query('select 2')];
  expect(stream.writableCorked).toBe(1);
  const uncorked = once(client, 'drain');
  await Promise.all([...answers, uncorked]);
  expect(stream.writableCorked).toBe(0);
  client.release();
});
