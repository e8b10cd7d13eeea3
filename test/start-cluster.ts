/** Starts one PostgreSQL before all tests, with a migrated template that each test file clones. */
import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startCluster } from '../database/cluster';
import { migrate } from '../database/migrate';
import { postmaster, stopPostmaster } from '../database/postmaster';
import { exists } from '../database/process-mark';
import { TEMPLATE, TEST_SECRET, testCluster } from './database';

const NAME = 'freischalter-test-';
/**
 * A database is 600 files, and each test file creates one and drops it. In memory that takes 60 ms of processor time,
 * on ext4 120 to 300 ms, because ext4 skips the places of files that were deleted within the last minute.
 */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 2e9;

export default async function start(): Promise<void> {
  await startIn(hasRoom(MEMORY) ? MEMORY : tmpdir());
}

export async function startIn(place: string): Promise<void> {
  await removeAbandoned(place);
  const directory = mkdtempSync(join(place, `${NAME}${process.pid}-`));
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

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM_BYTES;
  } catch {
    return false;
  }
}

/** Removes the server and the files of a run that was killed. */
async function removeAbandoned(place: string): Promise<void> {
  for (const name of readdirSync(place)) {
    const [, pid] = new RegExp(`^${NAME}(\\d+)-`).exec(name) ?? [];
    if (!pid || exists(Number(pid))) continue;
    const folder = join(place, name);
    const left = postmaster(join(folder, 'postgres', 'data'));
    if (left) await stopPostmaster(left.pid);
    rmSync(folder, { recursive: true, force: true });
  }
}
