import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../environment';
import { runCommand } from '../test/command';

const folder = mkdtempSync(path.join(tmpdir(), 'help-'));
afterAll(() => rmSync(folder, { recursive: true }));
const settings = { DATA_DIR: path.join(folder, 'data') };

const { scripts } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'));
/** Commands in TypeScript, with the file of each. */
const COMMANDS: Readonly<Record<string, string>> = {
  start: 'start',
  import: 'import',
  token: 'token',
  apikey: 'apikey',
  audit: 'audit',
  backup: 'backup',
  migrate: 'migrate',
  schema: 'schema',
  demo: 'demo',
  usage: 'usage',
  prove: '../test/prove',
  mutate: '../test/mutate',
  bench: '../bench/bench',
};
/** Commands of the launcher itself, and `format`, which runs a tool directly. */
const OTHERS = ['test', 'check', 'screenshots', 'format'];

test('every command of package.json is tested here', () => {
  expect(Object.keys(scripts).sort()).toEqual([...Object.keys(COMMANDS), ...OTHERS].sort());
});

test.each([...Object.keys(COMMANDS), 'serve', 'keys'])(
  '%s --help prints the usage and does nothing else; an unknown argument is refused, and nothing is done',
  async (name) => {
    const file = COMMANDS[name] ?? name;
    const help = runCommand([file, '--help'], settings);
    const usage =
      name in COMMANDS ? `Usage: npm ${name === 'start' ? '' : 'run '}${name}` : `Usage: node dist/commands/${name}.js`;
    expect([await help.ended, help.errors()]).toEqual([0, '']);
    expect(help.output()).toContain(usage);

    const wrong = runCommand([file, '--frobnicate'], settings);
    expect(await wrong.ended).toBe(1);
    expect(wrong.output() + wrong.errors()).toContain('frobnicate');
    expect(existsSync(settings.DATA_DIR)).toBe(false);
  },
);

test.each([
  ['import schools --help', 'Usage: npm run import -- schools FILE'],
  ['token lms -h', 'Usage: npm run token -- lms|licensing'],
])('%s: help takes precedence over everything else', async (words, usage) => {
  const command = runCommand(words.split(' '), settings);
  expect([await command.ended, command.errors()]).toEqual([0, '']);
  expect(command.output()).toContain(usage);
});

test.each(OTHERS.filter((name) => name !== 'format'))('%s --help is answered before anything is built', (name) => {
  const { status, stdout } = spawnSync(process.execPath, ['commands/bootstrap.mjs', name, '--help'], {
    cwd: PROJECT_ROOT,
  });
  expect([status, String(stdout)]).toEqual([0, expect.stringContaining('Usage: npm ')]);
});

test('check refuses an unknown argument, and format, which runs a tool directly, formats nothing for --help', () => {
  const check = spawnSync(process.execPath, ['commands/bootstrap.mjs', 'check', 'frobnicate'], { cwd: PROJECT_ROOT });
  expect([check.status, String(check.stderr)]).toEqual([1, expect.stringContaining('does not know “frobnicate”')]);
  const [program, ...words] = scripts.format.split(' ');
  const format = spawnSync(`node_modules/.bin/${program}`, [...words, '--help'], { cwd: PROJECT_ROOT });
  expect([format.status, String(format.stdout)]).toEqual([0, expect.stringContaining('Usage')]);
});
