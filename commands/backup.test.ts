import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type Cluster, startCluster } from '../database/cluster';
import { runCommand } from '../test/command';
import { installationSecret } from './secrets';

let folder: string;
const clusters: Cluster[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'backup-'));
});
afterAll(async () => {
  for (const cluster of clusters) await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function query(cluster: Cluster, sql: string): Promise<object[]> {
  const client = new Client({ connectionString: cluster.ownerUrl });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('a running installation is copied with its secret, and the copy is an installation that starts', async () => {
  const DATA_DIR = path.join(folder, 'data');
  const copy = path.join(folder, 'kept', 'monday');
  const secret = installationSecret({ DATA_DIR, SECRET: undefined });
  const running = await startCluster({ directory: path.join(DATA_DIR, 'postgres'), shared: true });
  clusters.push(running);
  await query(running, "create table kept (word text); insert into kept values ('Ahorn')");

  const { ended, output, errors } = runCommand(['backup', copy], { DATA_DIR });
  expect({ code: await ended, errors: errors() }).toEqual({ code: 0, errors: '' });
  expect(output()).toContain(`The backup is whole: ${copy}.`);
  expect(readdirSync(path.dirname(copy))).toEqual(['monday']);
  expect(JSON.parse(readFileSync(path.join(copy, 'secrets.json'), 'utf8'))).toEqual({ secret });
  expect(statSync(copy).mode & 0o077).toBe(0);

  const restored = await startCluster({ directory: path.join(copy, 'postgres') });
  clusters.push(restored);
  expect(await query(restored, 'select word from kept')).toEqual([{ word: 'Ahorn' }]);

  const again = runCommand(['backup', copy], { DATA_DIR });
  expect(await again.ended).toBe(1);
  expect(again.errors()).toBe(`${copy} exists already. Name a folder that does not exist yet.\n`);
});

test('outside of an installation, and with a database server of the user’s own, it names the remedy, and makes nothing', async () => {
  const copy = path.join(folder, 'nothing');
  const none = runCommand(['backup', copy], { DATA_DIR: path.join(folder, 'none') });
  expect(await none.ended).toBe(1);
  expect(none.errors()).toContain('There is no installation in');
  const own = runCommand(['backup', copy], { DATABASE_URL: 'postgres://owner@127.0.0.1:1/freischalter' });
  expect(await own.ended).toBe(1);
  expect(own.errors()).toContain('Back it up with pg_dump or pg_basebackup');
  expect(existsSync(copy)).toBe(false);
});
