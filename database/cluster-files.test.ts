/** A folder that is damaged, of another version or of somebody else, and a disk that is full: one line says what to do. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { holdCluster } from '../test/hold-cluster';
import { startCluster } from './cluster';
import { postgresProgram } from './postgres-program';
import { give, unprivileged } from './unprivileged';

jest.setTimeout(60_000);

let folder: string;
let directory: string;
let data: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'cluster-files-'));
  directory = path.join(folder, 'postgres');
  data = path.join(directory, 'data');
  const made = await startCluster({ directory });
  await made.stop();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lineOf = (folderOfCluster = directory) =>
  startCluster({ directory: folderOfCluster }).then(
    async (cluster) => {
      await cluster.stop();
      return 'started';
    },
    (error: Error) => error.message,
  );

/** Does the damage, and returns what mends it. */
type Damage = () => () => void;

function without(file: string): () => void {
  const [from, away] = [path.join(directory, file), path.join(folder, 'away')];
  renameSync(from, away);
  return () => {
    rmSync(from, { recursive: true, force: true });
    renameSync(away, from);
  };
}

function withContent(file: string, content: string | Buffer): () => void {
  const whole = path.join(directory, file);
  const before = readFileSync(whole);
  writeFileSync(whole, content);
  return () => writeFileSync(whole, before);
}

function withMode(file: string, mode: number): () => void {
  chmodSync(path.join(directory, file), mode);
  return () => chmodSync(path.join(directory, file), file === 'data' ? 0o700 : 0o600);
}

const DAMAGES: [string, Damage, RegExp][] = [
  [
    'without PG_VERSION',
    () => without('data/PG_VERSION'),
    /^\S+\/data holds no database: PG_VERSION is missing\. Restore \S+\/postgres from a backup\.$/,
  ],
  [
    'that is empty',
    () => {
      const mend = without('data');
      mkdirSync(data, { mode: 0o700 });
      return mend;
    },
    /holds no database: PG_VERSION is missing\. Restore \S+ from a backup, or remove \S+\/postgres to start without data\.$/,
  ],
  [
    'of another PostgreSQL',
    () => withContent('data/PG_VERSION', '17\n'),
    /was made by PostgreSQL 17, and this is PostgreSQL 18\. Dump it with a server of version 17 and load it into a new DATA_DIR, or restore \S+ from a backup of version 18\.$/,
  ],
  [
    'whose log of writes is gone',
    () => without('data/pg_wal'),
    /^The database in \S+\/data is not whole: pg_wal missing\. Restore \S+ from a backup\.$/,
  ],
  ['whose tables are gone', () => without('data/base'), /is not whole: base missing\. Restore \S+ from a backup\.$/],
  [
    'whose state is gone',
    () => without('data/global/pg_control'),
    /is not whole: global\/pg_control missing\. Restore \S+ from a backup\.$/,
  ],
  [
    'whose state is damaged',
    () => withContent('data/global/pg_control', Buffer.alloc(8_192, 7)),
    /^The embedded database does not start: .+\. Files of the database in \S+ are damaged or missing\. Restore \S+ from a backup\. Its log is \S+\.$/,
  ],
  [
    'whose password is gone',
    () => without('owner-password'),
    /owner-password is missing, and nobody can log in without it\. Restore \S+ from a backup\.$/,
  ],
  [
    'whose password others may read',
    () => withMode('owner-password', 0o644),
    /^\S+owner-password is open to other users \(mode 644\)\. Close it: chmod 600 \S+owner-password$/,
  ],
  [
    'that others may read',
    () => withMode('data', 0o755),
    /^\S+data is open to other users \(mode 755\)\. Close it: chmod 700 \S+data$/,
  ],
];

test.each(DAMAGES)(
  'a database %s is one line with the remedy, and starts again once it is mended',
  async (_, damage, line) => {
    const mend = damage();
    try {
      expect(await lineOf()).toMatch(line);
      expect(existsSync(path.join(directory, 'lock'))).toBe(false);
    } finally {
      mend();
    }
  },
);

test('after all that it starts', async () => {
  expect(await lineOf()).toBe('started');
});

test('a database without data checksums is refused', async () => {
  const other = path.join(folder, 'other');
  mkdirSync(other, { mode: 0o700 });
  const password = path.join(other, 'owner-password');
  writeFileSync(password, 'password', { mode: 0o600 });
  const { initdb, environment } = postgresProgram(path.join(other, 'lib'));
  const launch = unprivileged(initdb, folder, environment);
  give(other, launch.owner);
  const words = ['-D', path.join(other, 'data'), '-U', 'freischalter', `--pwfile=${password}`, '--no-data-checksums'];
  const [command = '', ...rest] = [...launch.prefix, initdb, ...words, '--auth=scram-sha-256', '-N'];
  execFileSync(command, rest, { ...launch.options, env: environment, cwd: '/' });
  expect(await lineOf(other)).toBe(
    `The database in ${other} has no data checksums, so damage to its files would stay unseen. Stop everything that uses it, and run PostgreSQL's own: pg_checksums --enable -D ${other}/data`,
  );
});

const mount = (size: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', small]).status === 0;
const small = mkdtempSync(path.join(tmpdir(), 'cluster-small-'));
const mounted = mount('24m');
if (!mounted) {
  console.warn('Not tested: full disks, for no tmpfs can be mounted here.');
  rmSync(small, { recursive: true });
}

(mounted ? describe : describe.skip)('a disk that is full', () => {
  afterAll(() => {
    spawnSync('umount', [small]);
    rmSync(small, { recursive: true, force: true });
  });

  test('where the database is made is one line', async () => {
    expect(await lineOf(path.join(small, 'postgres'))).toMatch(
      /^The embedded database could not be made: .*No space left on device\. The disk of \S+ is full: free some space on it, or set DATABASE_URL\.$/,
    );
  });

  test('to the last byte is one line, too', async () => {
    rmSync(path.join(small, 'postgres'), { recursive: true, force: true });
    spawnSync('dd', ['if=/dev/zero', `of=${small}/filler`, 'bs=4096']);
    expect(await lineOf(path.join(small, 'postgres'))).toMatch(
      /^The (disk of|folder) \S+ .*is full\. Free some space on it, and start again\.$/,
    );
    rmSync(path.join(small, 'filler'));
  });

  test('where a database is that was stopped is one line, and it starts again when there is space', async () => {
    spawnSync('mount', ['-o', 'remount,size=300m', small]);
    const there = path.join(small, 'postgres');
    expect(await lineOf(there)).toBe('started');
    spawnSync('dd', ['if=/dev/zero', `of=${small}/filler`, 'bs=4096']);
    expect(await lineOf(there)).toMatch(/The disk of \S+ is full.*ree some space on it/);
    rmSync(path.join(small, 'filler'));
    expect(await lineOf(there)).toBe('started');
  });

  test('under a running database that can log nothing any more ends it with the reason, and loses nothing', async () => {
    const there = path.join(small, 'postgres');
    const holder = holdCluster(there);
    const client = new Client({ connectionString: await holder.ownerUrl });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table acknowledged as select 7 as number');
    spawnSync('dd', ['if=/dev/zero', `of=${small}/filler`, 'bs=4096']);
    const fill = `select pg_logical_emit_message(true, 'filler', repeat('x', 1000000))`;
    for (let more = 0; more < 300; more += 1) {
      if (
        await client.query(fill).then(
          () => false,
          () => true,
        )
      )
        break;
    }
    await client.end().catch(() => undefined);
    expect(await holder.ended).toBe(1);
    expect(holder.errors()).toMatch(
      /^The embedded database has ended by itself: .*No space left on device\. The disk of \S+ is full: free some space on it\. Its log is \S+\.\n$/,
    );
    rmSync(path.join(small, 'filler'));
    const cluster = await startCluster({ directory: there });
    const later = new Client({ connectionString: cluster.ownerUrl });
    await later.connect();
    expect((await later.query('select number from acknowledged')).rows).toEqual([{ number: 7 }]);
    await later.end();
    await cluster.stop();
  });
});
