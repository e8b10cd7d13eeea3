/** Reads a table of fields separated by “;”, with a header, and holds one row of it at a time. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, Parser } from 'csv-parse';
import { type FileRecord, MAX_RECORD_LENGTH, TOO_LONG } from './file-record';
import { readText } from './file-text';
import { ImportError, importError } from './import-error';

interface Table<Column extends string> {
  /**
   * What the file should be, for the message about another one: `the school list; it begins with
   * Schulnummer;Schulform;…`
   */
  readonly name: string;
  /** The columns that are read. The file may have others anywhere. */
  readonly columns: readonly Column[];
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Yields rows by column, each field trimmed. Rows without any content, as spreadsheets leave them, are skipped.
 *
 * @throws ImportError at once where the file is not such a table
 */
export async function* readCsvRecords<Column extends string>(
  path: string,
  table: Table<Column>,
): AsyncGenerator<FileRecord> {
  let positions: ReadonlyMap<Column, number> | undefined;
  let width = 0;
  for await (const { record, info } of rowsOf(path)) {
    if (record.every(isBlank)) continue;
    const line = info.lines - lineBreaksIn(record);
    if (!positions) {
      positions = positionsOf(record, line, table);
      width = record.length;
      continue;
    }
    const fields = record.length > width ? record.slice(0, Math.max(width, lastFilled(record) + 1)) : record;
    if (fields.length !== width) yield { line, problem: `${fields.length} fields; the header has ${width} columns` };
    else yield { line, record: rowOf(fields, positions) };
  }
  if (!positions) throw importError(null, 'the file is empty');
}

async function* rowsOf(path: string): AsyncGenerator<ParsedRow> {
  const parser = new Parser({
    delimiter: ';',
    recordDelimiter: '\n',
    relaxColumnCount: true,
    skipEmptyLines: true,
    info: true,
    maxRecordSize: MAX_RECORD_LENGTH,
  });
  const piped = pipeline(Readable.from(evenLines(readText(path))), parser);
  piped.catch(() => undefined);
  try {
    yield* parser as AsyncIterable<ParsedRow>;
  } catch (error) {
    throw error instanceof CsvError ? importError(Number(error.lines) || null, reasonOf(error)) : error;
  }
}

/**
 * Yields the text with line ends of one kind, because the parser counts those of Windows twice within quotes, and
 * without lines that are too long: a line of nothing but separators is short by the parser's measure, but has many
 * fields.
 */
async function* evenLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let line = 1;
  let length = 0;
  let isFirst = true;
  let carried = '';
  for await (const piece of pieces) {
    const whole = carried + piece;
    carried = whole.endsWith('\r') ? '\r' : '';
    const text = (carried ? whole.slice(0, -1) : whole).replaceAll('\r\n', '\n');
    for (let from = 0; from < text.length; ) {
      const newline = text.indexOf('\n', from);
      const end = newline === -1 ? text.length : newline;
      length += end - from;
      if (length > MAX_RECORD_LENGTH) throw importError(line, TOO_LONG);
      from = end + 1;
      if (newline === -1) continue;
      length = 0;
      line++;
    }
    yield isFirst ? withPlainHeader(text) : text;
    isFirst = false;
  }
}

/**
 * Excel's first line `sep=;` is kept as an empty one, so that the line numbers stay those of the file. The separator
 * that the ministry writes after its last column is removed: the parser makes an error with a stack for each row that
 * is shorter than the header, which took five times as long as all the rest, though nobody uses it.
 */
function withPlainHeader(text: string): string {
  const header = text.replace(/^"?sep=;"?;*(?=\n)/i, '');
  const begin = header.search(/\S/);
  const end = begin === -1 ? -1 : header.indexOf('\n', begin);
  if (end === -1) return header;
  let filled = end;
  while (filled > begin && header[filled - 1] === ';') filled--;
  return header.slice(0, filled) + header.slice(end);
}

function reasonOf({ code }: CsvError): string {
  switch (code as string) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened here or further up and never closed';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'a closing quote is not followed by “;” or the end of the line; write a quote within a field twice';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands in a field that does not begin with one; write the field in quotes, and this one twice';
    case 'CSV_MAX_RECORD_SIZE':
      return TOO_LONG;
    default:
      return 'this is not a table of fields, separated by “;”';
  }
}

function positionsOf<Column extends string>(
  header: readonly string[],
  line: number,
  { name, columns }: Table<Column>,
): Map<Column, number> {
  const names: readonly string[] = header.map((column) => column.trim());
  const missing = columns.filter((column) => !names.includes(column));
  const twice = columns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (missing.length === columns.length) throw importError(line, `this is not the header of ${name}`);
  const reasons = [
    ...missing.map((column) => `the header lacks the column “${column}”`),
    ...twice.map((column) => `the header has the column “${column}” twice`),
  ];
  if (reasons.length > 0) throw new ImportError(reasons.map((reason) => ({ place: { line }, reason })));
  return new Map(columns.map((column) => [column, names.indexOf(column)]));
}

function rowOf<Column extends string>(fields: readonly string[], positions: ReadonlyMap<Column, number>) {
  return Object.fromEntries([...positions].map(([column, at]) => [column, (fields[at] as string).trim()]));
}

/** DOS ended its files with U+001A. */
function isBlank(field: string): boolean {
  return field === '\u001a' || field.trim() === '';
}

function lastFilled(fields: readonly string[]): number {
  return fields.findLastIndex((field) => field.trim() !== '');
}

function lineBreaksIn(fields: readonly string[]): number {
  return fields.reduce((count, field) => (field.includes('\n') ? count + field.split('\n').length - 1 : count), 0);
}
