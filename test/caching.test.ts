/** docs/caching.md lists every cache. This test compares the page with the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = readFileSync('docs/caching.md', 'utf8');
const FOLDERS = ['access', 'caller', 'database', 'gateway', 'request', 'services', 'words'];

/** Matches code by which a value outlives the call that made it. */
const KEEPS = /new (LRUCache|InvalidatedCache|WeakMap)\b|\bperService\(/;
const WATCHED = /watchCache\??\.?\(\s*['`]([^'`]+)['`]/g;
/** The name of one of a family of caches, which is passed to the function that makes them. */
const HANDED = /\bnamed\('([^']+)'\)/g;
const KEPT = /new InvalidatedCache<.*?'([a-z-]+)',?\s*\)/gs;
/** Stands for the service in the name of a gauge that each service has. */
const OF_SERVICE = /\$\{name\}/;
/** Files that only make caches for others. */
const MAKERS = new Set(['services/subgraph/cache/invalidated-cache.ts']);

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
)
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|test-supergraph/.test(file))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

test('every file with a cache is on the page', () => {
  const keeping = files.filter(({ file, text }) => KEEPS.test(text) && !MAKERS.has(file)).map(({ file }) => file);
  expect(keeping.length).toBeGreaterThan(15);
  expect(keeping.filter((file) => !PAGE.includes(`\`${file}\``))).toEqual([]);
});

test('the gauges of caches on the page are those in the code', () => {
  const gauges = files.flatMap(({ text }) =>
    [WATCHED, HANDED, KEPT].flatMap((named) => [...text.matchAll(named)].flatMap(([, name]) => name ?? [])),
  );
  const named = gauges.flatMap((gauge) =>
    OF_SERVICE.test(gauge) ? ['schools', 'licences', 'usage'].map((name) => gauge.replace(OF_SERVICE, name)) : gauge,
  );
  expect(named.length).toBeGreaterThan(12);
  expect(gaugesOnPage()).toEqual(new Set(named));
});

/** Returns the names in code style in the first column of the tables of caches with gauges. */
function gaugesOnPage(): Set<string> {
  const tables = PAGE.split(/\n{2,}/).filter((part) => part.startsWith('| cache (gauge)'));
  const firsts = tables.flatMap((table) => table.split('\n').map((row) => row.split('|')[1] ?? ''));
  return new Set(firsts.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string)));
}

test('every file that the page names is there', () => {
  const named = [...PAGE.matchAll(/`((?:access|database|gateway|request|services|test)\/[\w./-]+\.ts)`/g)];
  expect(named.map(([, file]) => file as string).filter((file) => !existsSync(file))).toEqual([]);
});
