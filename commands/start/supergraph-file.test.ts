import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { until } from '../../test/until';
import { Problem } from '../problem';
import { readSupergraphFile, type SupergraphFile, watchSupergraphFile } from './supergraph-file';

let folder: string;
let file: string;
let watched: SupergraphFile;
let served: string;
let looks: number;
let logged: { msg: string; mistakes?: string[] }[];

/** Refuses a text that begins with an exclamation mark. */
async function replace(read: () => string): Promise<boolean> {
  looks += 1;
  const text = read();
  if (text.startsWith('!')) throw new Error('line 7: Query.a is open\nelsewhere too');
  const other = text !== served;
  served = text;
  return other;
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'supergraph-'));
  file = path.join(folder, 'supergraph.graphql');
  writeFileSync(file, 'first');
  served = 'first';
  looks = 0;
  logged = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  watched = watchSupergraphFile(file, replace, log);
});
afterEach(() => {
  watched.stop();
  rmSync(folder, { recursive: true });
});

test('a file that is written again is served', async () => {
  writeFileSync(file, 'second');
  await until('it is served', () => served === 'second');
  expect(logged).toMatchObject([{ msg: 'another supergraph is served', file }]);
});

test('a file that is renamed into place is served, and so is the target of a link', async () => {
  writeFileSync(`${file}.new`, 'second');
  renameSync(`${file}.new`, file);
  await until('it is served', () => served === 'second');
  writeFileSync(path.join(folder, 'third.graphql'), 'third');
  symlinkSync('third.graphql', `${file}.link`);
  renameSync(`${file}.link`, file);
  await until('it is served', () => served === 'third');
});

test('a file that keeps changing is not read until it is complete', async () => {
  await until('it was looked at', () => looks === 1);
  for (let written = 1; written <= 100; written += 1) {
    writeFileSync(file, 'x'.repeat(written));
    await new Promise((done) => setTimeout(done, 10));
  }
  await until('it is served', () => served.length === 100);
  expect(looks).toBe(2);
});

test('a refused file is reported once, with its lines, and is served after it was corrected', async () => {
  writeFileSync(file, '!');
  await until('it is told', () => logged.length > 0);
  expect(logged).toMatchObject([{ mistakes: [`${file}:7: Query.a is open`, 'elsewhere too'] }]);
  const before = looks;
  writeFileSync(file, 'second');
  await until('it is served', () => served === 'second');
  expect(looks).toBe(before + 1);
});

test('a file that is missing for a while is reported, and served when it is back', async () => {
  renameSync(file, `${file}.away`);
  await until('it is told', () => logged.length > 0);
  expect(logged[0]?.mistakes?.[0]).toMatch(/^SUPERGRAPH: ENOENT/);
  writeFileSync(file, 'second');
  await until('it is served', () => served === 'second');
});

test('the file is served at once on request', async () => {
  writeFileSync(file, 'second');
  await watched.takeNow();
  expect(served).toBe('second');
});

test('a gateway does not start without the file', () => {
  expect(() => readSupergraphFile(path.join(folder, 'nothing'))).toThrow(Problem);
});
