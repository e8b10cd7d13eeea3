import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installationSecret } from './secrets';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secretOf = (DATA_DIR: string) => () => installationSecret({ DATA_DIR, SECRET: undefined });

test('a missing folder that cannot be created is reported as such', () => {
  const link = path.join(folder, 'link');
  symlinkSync(link, link);
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  for (const above of [link, file, '/proc']) {
    const data = path.join(above, 'data');
    expect(secretOf(data)).toThrow(
      `The folder ${data} does not exist and cannot be made. Make it, for the user that runs this, or set DATA_DIR to another one.`,
    );
  }
});

test('a secrets file that cannot be read is reported as such', () => {
  symlinkSync(folder, path.join(folder, 'secrets.json'));
  expect(secretOf(folder)).toThrow(`${path.join(folder, 'secrets.json')} cannot be read.`);
});

test('a secret is made for its owner alone, in a folder that nobody else can list', () => {
  const data = path.join(folder, 'data');
  const secret = secretOf(data)();
  expect(statSync(path.join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(statSync(data).mode & 0o066).toBe(0);
  expect(secretOf(data)()).toBe(secret);
});

test('processes that make it at the same time get the same secret, and leave nothing else in the folder', async () => {
  const script = `
    process.argv.push('test/run-from-source.cjs', 'commands/secrets.ts');
    require('./test/run-from-source.cjs');
    console.log(require('./commands/secrets.ts').installationSecret({ DATA_DIR: ${JSON.stringify(folder)} }));`;
  const made = await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, ['-e', script])));
  expect(new Set(made.map(({ stdout }) => stdout)).size).toBe(1);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
});

test.each([0o644, 0o640, 0o620, 0o606])(
  'a file that others may read or change is refused (mode %o), with the command that closes it',
  (mode) => {
    secretOf(folder)();
    const file = path.join(folder, 'secrets.json');
    chmodSync(file, mode);
    expect(secretOf(folder)).toThrow(
      `${file} is open to other users (mode ${mode.toString(8)}). Close it: chmod 600 ${file} – and if others may have read it, remove it: a new one is then made.`,
    );
    chmodSync(file, 0o600);
    expect(secretOf(folder)()).toHaveLength(43);
  },
);
