import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ArrayElements } from './array-elements';
import { type FileRecord, MAX_RECORD_LENGTH } from './file-record';
import { readJsonRecords } from './json-records';

const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-records-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer): Promise<FileRecord[]> {
  const file = path.join(folder, 'file');
  writeFileSync(file, content);
  const records: FileRecord[] = [];
  for await (const record of readJsonRecords(file)) records.push(record);
  return records;
}

const three = [{ a: 1 }, { b: '],"[{', c: [{}, []] }, { d: 'ä\\"\n' }];

test('a record stands on each line, or all of them in an array, however it is laid out', async () => {
  const lines = three.map((record) => JSON.stringify(record));
  const records = three.map((record) => ({ record }));
  expect(await read(lines.join('\n'))).toEqual(records.map((record, index) => ({ line: index + 1, ...record })));
  expect(await read(`\ufeff\r\n${lines.join('\r\n\r\n')}\r\n`)).toMatchObject(records);
  expect(await read(JSON.stringify(three))).toEqual(
    records.map((record, index) => (index === 0 ? { line: 1, ...record } : { line: 1, element: index + 1, ...record })),
  );
  expect(await read(`\n [\n${lines.join(',\n')}\n]\n`)).toEqual(
    records.map((record, index) => ({ line: index + 3, ...record })),
  );
  expect(await read(JSON.stringify(three, null, 2))).toEqual(
    [2, 5, 12].map((line, index) => ({ line, ...records[index] })),
  );
});

test('nothing is no record', async () => {
  expect(await read('')).toEqual([]);
  expect(await read('\n \n')).toEqual([]);
  expect(await read('[]')).toEqual([]);
});

test('a file longer than what is read at once comes whole', async () => {
  const records = Array.from({ length: 3000 }, (_, index) => ({ index, text: 'Ü'.repeat(400) }));
  expect((await read(JSON.stringify(records))).map((record) => 'record' in record && record.record)).toEqual(records);
  expect((await read(records.map((one) => JSON.stringify(one)).join('\n'))).at(-1)).toEqual({
    line: 3000,
    record: records.at(-1),
  });
});

test('an array is cut into its elements wherever the pieces of the file end', () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.array(fc.nat(12)), (values, lengths) => {
      const file = `[${values.map((value) => `\n ${value}`).join(',')} ]\n`;
      const elements = new ArrayElements(1);
      const found: unknown[] = [];
      let [from, turn] = [0, 0];
      while (from < file.length) {
        const length = 1 + (lengths[turn++ % lengths.length] ?? 3);
        for (const element of elements.feed(file.slice(from, from + length))) found.push(element);
        from += length;
      }
      found.push(...elements.finish());
      expect(found).toEqual(values.map((value, index) => ({ line: index + 2, text: value.trim() })));
    }),
  );
});

test('a character of several bytes may stand where one piece of the file ends and the next begins', async () => {
  for (const shift of [0, 1, 2, 3]) {
    const text = `${' '.repeat(shift)}${'🦊'.repeat(200_000)}`;
    expect(await read(JSON.stringify({ text }))).toEqual([{ line: 1, record: { text } }]);
  }
  const late = Buffer.concat([
    Buffer.from(`${JSON.stringify({ text: '🦊'.repeat(200_000) })}\n{"a":"`),
    Buffer.from([0xf0]),
  ]);
  await expect(read(late)).rejects.toThrow('line 2: the encoding is not UTF-8');
  await expect(read(Buffer.concat([late, Buffer.from('"}\n')]))).rejects.toThrow('line 2: the encoding is not UTF-8');
});

test.each([
  ['a line', '{"a":1}\n{"a":"', 2],
  ['an element', '[{"a":1},\n{"a":"', 2],
])('%s that never ends is refused at a length, and not held', async (_what, beginning, line) => {
  await expect(read(beginning + 'x'.repeat(MAX_RECORD_LENGTH))).rejects.toThrow(`line ${line}: the record is longer`);
});

test('the reading goes on after a line that is not JSON', async () => {
  expect(await read('{"a":1}\n{"a":\n{"a":2}')).toMatchObject(
    [{ line: 1 }, { line: 2, problem: /^not JSON/ }, { line: 3 }].map((one) =>
      'problem' in one ? { line: one.line, problem: expect.stringMatching(one.problem as RegExp) } : one,
    ),
  );
});

test.each([
  ['[{"a":1}', 'the JSON array that begins the file is not closed'],
  ['[{"a":1}] {"a":2}', 'something follows the end of the JSON array'],
  ['[{"a":1},]', 'a comma with no element beside it'],
  ['[,{"a":1}]', 'a comma with no element beside it'],
])('%s: %s', async (content, problem) => {
  expect(await read(content)).toContainEqual(expect.objectContaining({ line: 1, problem }));
});

test('a line in another encoding is refused', async () => {
  await expect(read(Buffer.from('{"a":1}\n{"a":"ä"}', 'latin1'))).rejects.toThrow('line 2: the encoding is not UTF-8');
});
