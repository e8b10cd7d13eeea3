/** docs/operating.md says how to back up the embedded database and how to restore it. Here it is done. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { baseBackup } from './base-backup';
import { type Cluster, startCluster } from './cluster';

let folder: string;
let cluster: Cluster | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'backup-'));
});
afterEach(async () => {
  await cluster?.stop();
  cluster = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);

async function start(name: string): Promise<Cluster> {
  cluster = await startCluster({ directory: at(name) });
  return cluster;
}

async function query<Row>(sql: string, of: Cluster): Promise<Row[]> {
  const client = new Client({ connectionString: of.ownerUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const FILL = 'create table uses (n integer primary key); insert into uses select generate_series(1, 20000)';
const COUNT = 'select count(*)::int as count, sum(n)::int as sum from uses';

test('a copy of the folder of a stopped installation starts with all that was in it', async () => {
  await query(FILL, await start('postgres'));
  await cluster?.stop();
  // As docs/operating.md says. cpSync of Node 22 and 24 opens folders to others.
  execFileSync('cp', ['-a', at('postgres'), at('copy')]);
  expect(await query(COUNT, await start('copy'))).toEqual([{ count: 20_000, sum: 200_010_000 }]);
});

test('a base backup, made while it is written to, starts with all that was acknowledged before it began', async () => {
  const running = await start('postgres');
  await query(FILL, running);
  let writing = true;
  let acknowledged = 20_000;
  const writer = (async () => {
    const client = new Client({ connectionString: running.ownerUrl });
    await client.connect();
    for (let n = 20_001; writing; n += 1) {
      await client.query('insert into uses values ($1)', [n]);
      acknowledged = n;
    }
    await client.end();
  })();
  const before = acknowledged;
  await baseBackup(running.ownerUrl, at('postgres'), at('copy'));
  writing = false;
  await writer;
  await running.stop();
  const [{ count, sum }] = (await query(COUNT, await start('copy'))) as [{ count: number; sum: number }];
  expect(count).toBeGreaterThanOrEqual(before);
  expect(count).toBeLessThanOrEqual(acknowledged);
  // A beginning of what was written, without a hole.
  expect(sum).toBe((count * (count + 1)) / 2);
  await query('insert into uses values (-1)', cluster as Cluster);
  expect(existsSync(path.join(at('copy'), 'data', 'backup_label'))).toBe(false);
});

test('an existing folder is not written into', async () => {
  const running = await start('postgres');
  await expect(baseBackup(running.ownerUrl, at('postgres'), at('postgres'))).rejects.toThrow('EEXIST');
});
