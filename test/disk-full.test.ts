/**
 * What clients and the operator are told where the disk of the database is full. The tables lie in a small file system.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { DISK_FULL_RETRY_AFTER } from '../services/subgraph/errors';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { startSystem, tokenOf } from './system';

const small = mkdtempSync(path.join(tmpdir(), 'disk-full-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]).status === 0;
if (!mounted) {
  console.warn('Not tested: full disks, for no tmpfs can be mounted here.');
  rmSync(small, { recursive: true });
}

(mounted ? describe : describe.skip)('while the disk is full', () => {
  let database: TestDatabase;
  let world: SeededWorld;
  const tablespace = `small_${randomUUID().slice(0, 8)}`;
  const filler = path.join(small, 'filler');

  beforeAll(async () => {
    database = await createTestDatabase();
    world = await seedWorld(database.query, {
      organisations: { Stadt: 'AUTHORITY' },
      schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
      titles: { Film: {} },
      packages: {},
      licences: {},
      entitlements: {},
    });
    const [{ data } = { data: '' }] = await database.query<{ data: string }>(
      "select current_setting('data_directory') as data",
    );
    const { uid, gid } = statSync(data);
    const place = path.join(small, 'tables');
    mkdirSync(place, { mode: 0o700 });
    chmodSync(small, 0o755);
    chownSync(place, uid, gid);
    await database.query(`create tablespace ${tablespace} location '${place}'`);
    await database.query(`alter table usage.event_key set tablespace ${tablespace}`);
    execFileSync('sh', ['-c', `dd if=/dev/zero of=${filler} bs=4096 2>/dev/null || true`]);
  });

  afterAll(async () => {
    await database?.drop();
    spawnSync('umount', ['-l', small]);
    rmSync(small, { recursive: true, force: true });
  });

  test.each(['local', 'http'] as const)(
    'a write is refused as one to send again (%s), reads go on, the log says why, and writes go on when there is space',
    async (way) => {
      const lines: string[] = [];
      const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) });
      const system = await startSystem(database, { way, log });
      const lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
      const record = () =>
        system.ask(lms, 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }', {
          events: Array.from({ length: 100 }, () => ({
            id: randomUUID(),
            school: world.organisation('Schule'),
            title: world.title('Film'),
            action: 'STREAM',
            usedAt: new Date(Date.now() - 60_000).toISOString(),
          })),
        });
      try {
        if (way === 'http') execFileSync('sh', ['-c', `dd if=/dev/zero of=${filler} bs=4096 2>/dev/null || true`]);
        // The free space in the last page of the table may hold the first rows.
        let answer = await record();
        for (let more = 0; more < 50 && !answer.errors; more += 1) answer = await record();
        expect(answer.errors).toEqual([
          {
            message: 'The usage service is unavailable. Retry.',
            path: ['recordUsage'],
            extensions: {
              code: 'SUBGRAPH_UNAVAILABLE',
              service: 'usage',
              retryAfter: DISK_FULL_RETRY_AFTER,
              requestId: expect.any(String),
            },
          },
        ]);
        expect(lines.join('')).toContain('the disk of the database is full: free some space on it');
        expect((await system.ask(lms, '{ titles { totalCount } }')).data).toEqual({ titles: { totalCount: 1 } });
        rmSync(filler, { force: true });
        expect(await record()).toEqual({ data: { recordUsage: { recorded: 100 } } });
      } finally {
        await system.stop();
      }
    },
  );
});
