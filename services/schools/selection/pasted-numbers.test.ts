import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readPastedNumbers } from './pasted-numbers';

const ids = (...rows: string[]) => readPastedNumbers(rows).map(({ id }) => id);

describe('a row names a school', () => {
  test.each([
    ['by its number', '100000'],
    ['with its state', 'NW:100000'],
    ['with an underscore', 'NW_100000'],
    ['as ISO 3166-2', 'DE-NW-100000'],
    ['as an organisation key', 'SCHOOL:NW:100000'],
    ['with blanks around the separators', ' DE - NW - 100000 '],
    ['with dashes that a word processor made', 'DE–NW–100000'],
    ['with no-break and zero-width blanks and a byte order mark', '\ufeff\u00a0100000\u200b\u202f'],
    ['in quotes', '"100000"'],
    ['in German quotes, with a semicolon', '„100000“;'],
    ['as text of a spreadsheet', "'100000"],
    ['as a formula of a spreadsheet', '="100000"'],
    ['as a formula in a CSV field', '"=""100000"""'],
    ['as an amount', '100.000'],
    ['as an amount with decimals', '100.000,00'],
    ['as an English amount', '100,000'],
    ['as a decimal', '100000.0'],
    ['as a German decimal', '100000,00'],
    ['in groups', '100 000'],
    ['between tabs', '\t100000\t'],
    ['with a carriage return at the end', '100000\r'],
    ['in the first cell of a table', '100000;Städt. Gymnasium;Köln'],
    ['in another cell', 'Bonn\t100000\tGymnasium am Ring 4'],
    ['beside its state', 'NW;100000'],
    ['beside a code of two capitals that is not a state', 'GY;100000;Köln'],
  ])('%s', (_, text) => {
    expect(ids(text)).toEqual(['NW:100000']);
  });

  test('of another state, which is in a cell of its own or in the number', () => {
    expect(ids('BY;1234', 'DE-BY\t1234\tGrundschule', 'DE-BY-1234', 'BY: 1234')).toEqual(Array(4).fill('BY:1234'));
  });
});

test('a line may hold several numbers', () => {
  const expected = ['NW:100000', 'NW:100001', 'NW:100002'];
  expect(ids('100000, 100001; 100002')).toEqual(expected);
  expect(ids('100000 100001 NW_100002')).toEqual(expected);
  expect(ids('NW;100000;100001;100002')).toEqual(expected);
});

describe('a row names no school where it is', () => {
  test.each([
    ['a heading', 'Schulnummer'],
    ['headings', 'Schulnummer;Name;Ort'],
    ['a name', 'Gymnasium am Ring'],
    ['an error of a spreadsheet', '#NV'],
    ['a number that a spreadsheet has rounded', '1,0E+05'],
    ['a state and a number in one text', 'BY 1234'],
    ['a text that could be read with a state or as a number', 'NW-100000'],
    ['the key of another organisation', 'AUTHORITY:NW:10182'],
    ['text of another script', '学校'],
  ])('%s', (_, text) => {
    expect(readPastedNumbers([text])).toEqual([{ row: 1, text, id: null }]);
  });
});

test('rows are counted as a spreadsheet counts them, and empty rows have no entry', () => {
  const rows = ['100000\r\n\r\n100001', '', ' ; ;\t', 'Köln\n100002;100003\r\n'];
  expect(readPastedNumbers(rows).map(({ row, text }) => [row, text])).toEqual([
    [1, '100000'],
    [3, '100001'],
    [6, 'Köln'],
    [7, '100002'],
    [7, '100003'],
  ]);
});

test('a long row is repeated shortened, by whole characters', () => {
  const [entry] = readPastedNumbers(['😀'.repeat(500)]);
  expect(entry).toEqual({ row: 1, text: `${'😀'.repeat(100)}…`, id: null });
});

/** Public data beside this project. The tests that need it are skipped where it is missing. */
const LIST = path.resolve(__dirname, '../../../../shared/data/schools/nrw-schuldaten-2021.csv');
const testWithData = existsSync(LIST) ? test : test.skip;

testWithData('the ministry’s whole list, pasted unchanged, names each of its schools and nothing else', () => {
  const lines = readFileSync(LIST, 'utf8').trimEnd().split(/\r?\n/);
  const entries = readPastedNumbers([lines.join('\r\n')]);
  expect(entries.filter(({ id }) => id === null).map(({ row }) => row)).toEqual([1, 2]);
  expect(entries.flatMap(({ id }) => id ?? [])).toEqual(lines.slice(2).map((line) => `NW:${line.slice(1, 7)}`));
  expect(entries).toHaveLength(5507 + 2);
});

const number = fc.integer({ min: 100_000, max: 999_999 }).map(String);
const written = (state: string) => (text: string) =>
  fc.constantFrom(text, `${state}:${text}`, `${state}_${text}`, `DE-${state}-${text}`);
const before = fc.constantFrom('', ' ', '\t', '"', "'", '\u00a0', '\ufeff', ' "', '="', ';');
const after = fc.constantFrom('', ' ', '\t', '"', '\u00a0', '" ', '";', ';', ';;', ',');

test('all numbers of a list are found in their order and rows, whatever characters surround them', () => {
  const row = number.chain((text) => fc.tuple(fc.constant(text), written('NW')(text), before, after));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
      const pasted = rows.map(([, text, left, right]) => `${left}${text}${right}`).join(end);
      const found = readPastedNumbers([pasted]);
      expect(found.map(({ id }) => id)).toEqual(rows.map(([text]) => `NW:${text}`));
      expect(found.map((entry) => entry.row)).toEqual(rows.map((_, index) => index + 1));
    }),
  );
});

test('every entry has a row and a text, and an id has the right form, whatever is pasted', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (rows) => {
      for (const { row, text, id } of readPastedNumbers(rows)) {
        expect(row).toBeGreaterThan(0);
        expect(text.trim()).not.toBe('');
        if (id !== null) expect(id).toMatch(/^[A-Z]{2}:[A-Za-z0-9-]{1,40}$/);
      }
    }),
  );
});
