/** `npm run import` as a process of its own, on an installation of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startCluster } from '../database/cluster';
import { runCommand } from '../test/command';

const folder = mkdtempSync(path.join(tmpdir(), 'import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = { DATA_DIR: path.join(folder, 'data') };
const title = (number: number) => ({
  number: `T${number}`,
  name: `Titel ${number}`,
  publisher: 'Verlag',
  kind: 'VIDEO',
});

function fileOf(name: string, records: readonly unknown[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, records.map((record) => JSON.stringify(record)).join('\n'));
  return file;
}

async function stored(): Promise<unknown> {
  const cluster = await startCluster({ directory: path.join(settings.DATA_DIR, 'postgres') });
  const client = new Client({ connectionString: cluster.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select (select count(*)::int from licences.title) as titles,
         (select count(*)::int from pg_class where relpersistence = 't') as temporary`,
    );
    return rows[0];
  } finally {
    await client.end();
    await cluster.stop();
  }
}

test('an import prints a report or a refusal, and a Ctrl-C in the middle leaves nothing', async () => {
  const good = runCommand(['import', 'titles', fileOf('good.ndjson', [title(1), title(2)])], settings);
  expect(await good.ended).toBe(0);
  expect(good.output()).toBe(
    'titles          added 2, changed 0, unchanged 0\npublishers      added 1, changed 0, unchanged 0\n',
  );

  const mended = fileOf('mended.ndjson', [{ number: 'T1', year: 2026 }, title(3)]);
  const dry = runCommand(['import', 'titles', mended, '--dry-run'], settings);
  expect(await dry.ended).toBe(0);
  expect(dry.output().split('\n')).toEqual([
    'Dry run: nothing was changed.',
    'titles          added 1, changed 1, unchanged 0',
    'publishers      added 0, changed 0, unchanged 0',
    'changed fields: title: year 1',
    '  title T1: year: nothing → 2026',
    '',
  ]);

  const wrong = Array.from({ length: 30 }, () => ({ ...title(1), year: 0 }));
  const file = fileOf('wrong.ndjson', wrong);
  const refused = runCommand(['import', 'titles', file], settings);
  expect(await refused.ended).toBe(1);
  const lines = refused.errors().split('\n').slice(-23);
  expect(lines[0]).toBe(`${file} was not imported, and nothing was changed:`);
  expect(lines[1]).toBe('  line 1: year: must be a whole number from 1880 to 2200; it is 0');
  expect(lines.slice(21)).toEqual(['  and 10 more like these.', '']);

  const many = Array.from({ length: 150_000 }, (_, index) => title(index));
  const stopped = runCommand(['import', 'titles', fileOf('many.ndjson', many)], settings);
  await stopped.logged('reading');
  await new Promise((done) => setTimeout(done, 500));
  stopped.child.kill('SIGINT');
  expect(await stopped.ended).toBe(130);
  expect(await stored()).toEqual({ titles: 2, temporary: 0 });
});
