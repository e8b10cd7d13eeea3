import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
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
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { exists } from '../database/process-mark';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'bootstrap-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Evaluates an expression with the exports of a bootstrap file in another process, because these files are not compiled. */
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
  for (const place of Object.keys(present)) {
    mkdirSync(path.join(root, place), { recursive: true });
    writeFileSync(path.join(root, place, 'package.json'), '{}');
  }
}

const PG = { 'node_modules/pg': { version: '8.0.0', integrity: 'sha512-a' } };

test.each<[string, object, object | null, boolean]>([
  ['nothing', PG, null, false],
  ['what the lock file requires', PG, PG, true],
  ['another version', PG, { 'node_modules/pg': { version: '8.0.1', integrity: 'sha512-b' } }, false],
  ['too few packages', { ...PG, 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-z' } }, PG, false],
  [
    'all but an optional package of another platform',
    { ...PG, 'node_modules/x': { version: '1.0.0', optional: true } },
    PG,
    true,
  ],
])('it is known whether the packages are installed, with %s in node_modules', (_name, wanted, present, installed) => {
  locks(wanted, present);
  expect(run('install.mjs', 'it.isInstalled(root)')).toBe(installed);
});

test('packages that npm recorded but that are missing count as not installed, unless they are optional', () => {
  const optional = { 'node_modules/x': { version: '1.0.0', optional: true } };
  locks({ ...PG, ...optional }, { ...PG, ...optional });
  rmSync(path.join(root, 'node_modules', 'x'), { recursive: true });
  expect(run('install.mjs', 'it.isInstalled(root)')).toBe(true);
  rmSync(path.join(root, 'node_modules', 'pg', 'package.json'));
  expect(run('install.mjs', 'it.isInstalled(root)')).toBe(false);
});

test('a lock whose process is gone is taken over, and no lock remains', () => {
  const gone = spawnSync('true').pid;
  mkdirSync(path.join(root, 'dist', '.lock'), { recursive: true });
  writeFileSync(path.join(root, 'dist', '.lock', 'pid'), String(gone));
  expect(run('lock.mjs', `it.whileLocked(root, () => 'done')`)).toBe('done');
  expect(readdirSync(path.join(root, 'dist'))).toEqual([]);
});

test('two callers at once work one after the other', () => {
  const work = `(name) => it.whileLocked(root, async () => { said.push(name); await new Promise((done) => setTimeout(done, 50)); said.push(name); })`;
  const both = `(async () => { const said = []; const work = ${work}; console.error = () => {}; await Promise.all([work(1), work(2)]); return said; })()`;
  expect([
    [1, 1, 2, 2],
    [2, 2, 1, 1],
  ]).toContainEqual(run('lock.mjs', both));
});

test('the build is repeated when a source is written, added or removed, or when the compiled tests are missing', () => {
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

describe('a command that is stopped', () => {
  /** Replaces npm and the compiler. It is slow where the file `slow` names it, and ignores signals where it is `deaf`. */
  const PROGRAM = `
    const { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
    const name = __filename.endsWith('npm.js') ? 'npm' : 'tsc';
    const say = (what) => appendFileSync('said', name + ' ' + what + '\\n');
    const [slow, deaf] = (() => { try { return readFileSync('slow', 'utf8').split(' '); } catch { return []; } })();
    writeFileSync('pid', String(process.pid));
    say('begins');
    if (slow === name) {
      const end = (signal) => deaf || setTimeout(() => { say('ends by ' + signal); process.exit(1); }, 500);
      process.on('SIGINT', end).on('SIGTERM', end);
      rmSync('slow'); // It handles signals from here on.
      setTimeout(() => {}, 20_000);
    } else if (name === 'npm') {
      mkdirSync('node_modules/typescript/bin', { recursive: true });
      cpSync(__filename, 'node_modules/typescript/bin/tsc');
      writeFileSync('node_modules/typescript/package.json', '{}');
      cpSync('package-lock.json', 'node_modules/.package-lock.json');
    } else {
      mkdirSync('dist/commands', { recursive: true });
      writeFileSync('dist/commands/hello.js', 'console.log("hello")');
    }`;

  beforeEach(() => {
    cpSync(path.join(__dirname, 'bootstrap'), path.join(root, 'commands', 'bootstrap'), { recursive: true });
    cpSync(path.join(__dirname, 'bootstrap.mjs'), path.join(root, 'commands', 'bootstrap.mjs'));
    const lock = JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version: '1.0.0' } } });
    const files = { 'package-lock.json': lock, 'tsconfig.json': '', 'tsconfig.commands.json': '', 'npm.js': PROGRAM };
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, file), text);
  });

  function hello() {
    const child = spawn(process.execPath, [path.join(root, 'commands', 'bootstrap.mjs'), 'hello'], {
      env: { PATH: process.env.PATH, npm_execpath: path.join(root, 'npm.js') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    const ended = new Promise((done) => child.once('close', (code, signal) => done(code ?? signal)));
    return { child, ended, output: () => output };
  }

  const read = (file: string) => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '');

  async function begun(program: string): Promise<number> {
    while (existsSync(path.join(root, 'slow')) || !read('said').includes(`${program} begins`)) await pause(20);
    return Number(read('pid'));
  }

  test.each([
    ['npm', 'SIGINT', 130, ['npm begins', 'npm ends by SIGINT', 'npm begins', 'tsc begins']],
    ['npm', 'SIGTERM', 143, ['npm begins', 'npm ends by SIGTERM', 'npm begins', 'tsc begins']],
    ['tsc', 'SIGINT', 130, ['npm begins', 'tsc begins', 'tsc ends by SIGINT', 'tsc begins']],
  ] as const)(
    'while %s runs, with %s, ends after that has ended, and a second command waits for it',
    async (slow, signal, code, said) => {
      writeFileSync(path.join(root, 'slow'), slow);
      const first = hello();
      await begun(slow);
      first.child.kill(signal);
      const second = hello();
      expect(await first.ended).toBe(code);
      expect(await second.ended).toBe(0);
      expect(second.output()).toBe('hello\n');
      expect(read('said').trim().split('\n')).toEqual(said);
      expect(readdirSync(path.join(root, 'dist')).sort()).toEqual(['.built', 'commands']);
    },
  );

  test('twice ends at once, and npm ends with it', async () => {
    writeFileSync(path.join(root, 'slow'), 'npm deaf');
    const command = hello();
    const npm = await begun('npm');
    command.child.kill('SIGINT');
    await pause(1_200);
    expect(exists(npm)).toBe(true);
    command.child.kill('SIGINT');
    expect(await command.ended).toBe(130);
    expect(exists(npm)).toBe(false);
  });
});

describe('the tests of a folder', () => {
  const guards = (words: string[], files: string[]) =>
    run(
      'guards.mjs',
      `it.guardsOf(${JSON.stringify(path.dirname(__dirname))}, ${JSON.stringify(words)}, ${JSON.stringify(files)})`,
    );

  test('include the tests elsewhere that guard it, and these exist', () => {
    expect(guards(['licences'], ['services/licences/title/title-list.test.ts'])).toContain(
      'gateway/supergraph/cache-hints.test.ts',
    );
    expect(guards(['gateway'], ['gateway/supergraph/cache-hints.test.ts'])).toEqual([
      'test/bounds.test.ts',
      'test/caching.test.ts',
    ]);
    const all = Object.values(run('guards.mjs', 'it.GUARDS') as Record<string, string[]>).flat();
    expect(all.filter((guard) => !existsSync(path.join(__dirname, '..', guard)))).toEqual([]);
  });

  test('include no others where a file is named, or nothing', () => {
    expect(guards(['commands/bootstrap.test.ts'], ['commands/bootstrap.test.ts'])).toEqual([]);
    expect(guards([], [])).toEqual([]);
  });
});
