import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installationSecret } from './secrets';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secretOf = (DATA_DIR: string) => () => installationSecret({ DATA_DIR, SECRET: undefined });

test('a folder that is not there and cannot be made is told of as such', () => {
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

test('a file in it that cannot be read is told of as such', () => {
  symlinkSync(folder, path.join(folder, 'secrets.json'));
  expect(secretOf(folder)).toThrow(`${path.join(folder, 'secrets.json')} cannot be read.`);
});
