import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'bootstrap-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs an expression over what a file of the bootstrap exports, as JavaScript of its own: it is not compiled. */
function run(file: string, expression: string): unknown {
  const url = pathToFileURL(path.join(__dirname, 'bootstrap', file)).href;
  const script = `const it = await import('${url}'); const root = ${JSON.stringify(root)}; console.log(JSON.stringify(await (${expression})));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}

function locks(wanted: object, present: object | null): void {
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  if (!present) return;
  mkdirSync(path.join(root, 'node_modules'));
  writeFileSync(path.join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: present }));
}

const PG = { 'node_modules/pg': { version: '8.0.0', integrity: 'sha512-a' } };

test.each<[string, object, object | null, boolean]>([
  ['nothing', PG, null, false],
  ['what the lock file asks for', PG, PG, true],
  ['another version', PG, { 'node_modules/pg': { version: '8.0.1', integrity: 'sha512-b' } }, false],
  ['less', { ...PG, 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-z' } }, PG, false],
  [
    'all but an optional one of another platform',
    { ...PG, 'node_modules/x': { version: '1.0.0', optional: true } },
    PG,
    true,
  ],
])('where there is %s in node_modules, it is told so', (_name, wanted, present, installed) => {
  locks(wanted, present);
  expect(run('install.mjs', 'it.isInstalled(root)')).toBe(installed);
});

test('a lock whose process is gone is taken over, and none is left', () => {
  const gone = spawnSync('true').pid;
  mkdirSync(path.join(root, 'dist', '.lock'), { recursive: true });
  writeFileSync(path.join(root, 'dist', '.lock', 'pid'), String(gone));
  expect(run('lock.mjs', `it.whileLocked(root, () => 'done')`)).toBe('done');
  expect(readdirSync(path.join(root, 'dist'))).toEqual([]);
});

test('two at once work one after the other', () => {
  const work = `(name) => it.whileLocked(root, async () => { said.push(name); await new Promise((done) => setTimeout(done, 50)); said.push(name); })`;
  const both = `(async () => { const said = []; const work = ${work}; console.error = () => {}; await Promise.all([work(1), work(2)]); return said; })()`;
  expect([
    [1, 1, 2, 2],
    [2, 2, 1, 1],
  ]).toContainEqual(run('lock.mjs', both));
});

test('what is built is built again when a source is written, added or removed, or when the tests are missing', () => {
  for (const file of ['tsconfig.json', 'tsconfig.commands.json', 'package-lock.json', 'a.ts'])
    writeFileSync(path.join(root, file), '{}');
  mkdirSync(path.join(root, 'node_modules', 'typescript', 'bin'), { recursive: true });
  writeFileSync(path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '');
  const isBuilt = (withTests = false) => run('build.mjs', `it.isBuilt(root, ${withTests})`);
  const build = (withTests = false) => run('build.mjs', `it.build(root, ${withTests})`);
  expect(isBuilt()).toBe(false);
  expect(build()).toBe(true);
  expect([isBuilt(), isBuilt(true)]).toEqual([true, false]);
  expect(build(true)).toBe(true);
  expect([isBuilt(), isBuilt(true)]).toEqual([true, true]);
  utimesSync(path.join(root, 'a.ts'), 1, 1);
  expect(isBuilt()).toBe(false);
  build();
  writeFileSync(path.join(root, 'b.ts'), '');
  expect(isBuilt()).toBe(false);
  build();
  rmSync(path.join(root, 'a.ts'));
  expect(isBuilt()).toBe(false);
});
