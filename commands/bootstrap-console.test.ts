/** The console is built once for the same sources, completely or not at all. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Replaces Vite: it writes the source as the result, unless the source is broken. */
const VITE = `
  const { mkdirSync, readFileSync, writeFileSync, appendFileSync } = require('node:fs');
  const made = process.argv[process.argv.indexOf('--outDir') + 1];
  const text = readFileSync('src.txt', 'utf8');
  appendFileSync('../builds', readFileSync('../dist/console-progress.json', 'utf8') + '\\n');
  mkdirSync(made + '/assets', { recursive: true });
  writeFileSync(made + '/index.html', text);
  if (text.startsWith('broken')) { console.error('src.txt: broken'); process.exit(1); }
  writeFileSync(made + '/assets/a.js', text.repeat(1000));
  writeFileSync(made + '/assets/a.woff2', text.repeat(1000));`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'bootstrap-console-'));
  const vite = inConsole('node_modules', 'vite', 'bin');
  mkdirSync(vite, { recursive: true });
  writeFileSync(path.join(vite, 'vite.js'), VITE);
  writeFileSync(inConsole('package-lock.json'), JSON.stringify({ packages: { '': {} } }));
  writeFileSync(inConsole('node_modules', '.package-lock.json'), JSON.stringify({ packages: {} }));
  writeFileSync(inConsole('src.txt'), 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const inConsole = (...names: string[]) => path.join(root, 'console', ...names);
const page = () => readFileSync(inConsole('dist', 'index.html'), 'utf8');
const progress = path.join('dist', 'console-progress.json');

function prepare(): { problem: string | null; lines: string[]; errors: string } {
  const url = pathToFileURL(path.join(__dirname, 'bootstrap', 'console.mjs')).href;
  const script = `const { prepareConsole } = await import('${url}'); const lines = [];
    const problem = await prepareConsole(${JSON.stringify(root)}, undefined, (line) => lines.push(line));
    console.log(JSON.stringify({ problem, lines }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return { ...JSON.parse(stdout), errors: stderr };
}

test('it is built once, and again when the content of a source has changed', () => {
  expect(prepare()).toEqual({ problem: null, lines: ['building …'], errors: '' });
  expect(page()).toBe('one');
  utimesSync(inConsole('src.txt'), 1, 1);
  expect(prepare().lines).toEqual([]);
  writeFileSync(inConsole('src.txt'), 'two');
  expect(prepare().lines).toEqual(['building …']);
  expect(page()).toBe('two');
  mkdirSync(inConsole('test'));
  writeFileSync(inConsole('test', 'a.test.ts'), '');
  expect(prepare().lines).toEqual([]);
  expect(readdirSync(inConsole()).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
});

test('text files are compressed with Brotli and gzip', () => {
  prepare();
  const asset = (name: string) => readFileSync(inConsole('dist', 'assets', name));
  expect(readdirSync(inConsole('dist', 'assets')).sort()).toEqual(['a.js', 'a.js.br', 'a.js.gz', 'a.woff2']);
  expect([brotliDecompressSync(asset('a.js.br')), gunzipSync(asset('a.js.gz'))]).toEqual([
    asset('a.js'),
    asset('a.js'),
  ]);
});

test('a build that fails leaves the one before in place, says why, and is tried again', () => {
  prepare();
  writeFileSync(inConsole('src.txt'), 'broken');
  const failed = prepare();
  expect(failed.problem).toBe('It could not be built: see above. Repair it, then start again.');
  expect(failed.errors).toBe('src.txt: broken\n');
  expect(page()).toBe('one');
  expect(JSON.parse(readFileSync(path.join(root, progress), 'utf8'))).toEqual({ state: 'failed' });
  writeFileSync(inConsole('src.txt'), 'three');
  expect(prepare().problem).toBeNull();
  expect(page()).toBe('three');
  expect(existsSync(path.join(root, progress))).toBe(false);
});

test('during the build, a file says so, and names the process', () => {
  prepare();
  const [said = ''] = readFileSync(path.join(root, 'builds'), 'utf8').split('\n');
  expect(JSON.parse(said)).toEqual({ state: 'building', step: expect.any(String), pid: expect.any(Number) });
});

test('where its packages have another version, they are installed first; a failure of this is reported', () => {
  const wanted = { 'node_modules/vite': { version: '8.0.0', integrity: 'sha512-a' } };
  writeFileSync(inConsole('package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  const { problem, lines } = prepare();
  expect(lines).toEqual(['installing its packages …']);
  expect(problem).toMatch(/^Its packages could not be installed/);
});
