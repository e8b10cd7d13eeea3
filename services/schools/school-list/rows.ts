/** The rows of the ministry's file as fields by column name. What the fields mean is the business of official-list.ts. */
import { CsvError, parse } from 'csv-parse/sync';
import { ImportRefused, type Problems } from '../../import-file/refusal';

/** The columns that are read. The file has more (telephone, coordinates), and may have new ones anywhere. */
export const COLUMNS = [
  'Schulnummer',
  'Schulform',
  'Schulbezeichnung_1',
  'Schulbezeichnung_2',
  'Schulbezeichnung_3',
  'Kurzbezeichnung',
  'PLZ',
  'Ort',
  'Strasse',
  'E-Mail',
  'Homepage',
  'Rechtsform',
  'Traegernummer',
  'Gemeindeschluessel',
  'Schulbetriebsschluessel',
  'Schulbetriebsdatum',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What the ministry's program writes where it knows nothing. */
const NULL_WORD = 'null';

export interface Row {
  readonly line: number;
  /** Trimmed; an empty field and the word `null` are ''. */
  readonly field: (column: Column) => string;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** How many of the fields that are read hold the word `null`. */
  readonly nullWords: number;
}

interface ParsedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** @throws ImportRefused at once where the file is no such list; a row that is wrong is added to the problems and left out */
export function readRows(text: string, problems: Problems): Rows {
  const [header, ...lines] = parseLines(text);
  if (!header) throw new ImportRefused([{ line: null, reason: 'the file is empty' }]);
  const position = columnPositions(header);
  const width = withoutEmptyEnd(header.record).length;
  const rows: Row[] = [];
  let nullWords = 0;
  for (const { record, info } of lines) {
    const fields = record.length === width + 1 && record[width] === '' ? record.slice(0, width) : record;
    if (fields.length !== width) {
      problems.add(info.lines, `${fields.length} fields; the header has ${width} columns`);
      continue;
    }
    nullWords += COLUMNS.filter((column) => fields[position[column]]?.trim() === NULL_WORD).length;
    rows.push({ line: info.lines, field: (column) => clean(fields[position[column]]) });
  }
  if (rows.length === 0 && !problems.any) throw new ImportRefused([{ line: null, reason: 'the list holds no school' }]);
  return { rows, nullWords };
}

function parseLines(text: string): ParsedLine[] {
  // Excel's first line `sep=;` is kept as an empty one, so that the line numbers stay those of the file.
  const withoutSeparator = text.replace(/^"?sep=;"?;*(?=\r?\n)/i, '');
  try {
    return parse(withoutSeparator, {
      delimiter: ';',
      recordDelimiter: ['\r\n', '\n'],
      relaxColumnCount: true,
      skipEmptyLines: true,
      info: true,
    }) as unknown as ParsedLine[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ImportRefused([{ line: Number(error.lines) || null, reason: reasonOf(error) }]);
  }
}

function reasonOf({ code }: CsvError): string {
  switch (code as string) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened here or further up and never closed';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'a closing quote is not followed by “;” or the end of the line; write a quote within a field twice';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands in a field that does not begin with one; write the field in quotes, and this one twice';
    default:
      return 'this is not a table of fields, separated by “;”';
  }
}

function columnPositions({ record, info }: ParsedLine): Record<Column, number> {
  const names = record.map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  const twice = COLUMNS.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  const problems = [
    ...missing.map((column) => `the header lacks the column “${column}”`),
    ...twice.map((column) => `the header has the column “${column}” twice`),
  ];
  if (missing.length === COLUMNS.length) {
    throw new ImportRefused([
      { line: info.lines, reason: `this is not the header of the school list; it begins with Schulnummer;Schulform;…` },
    ]);
  }
  if (problems.length > 0) throw new ImportRefused(problems.map((reason) => ({ line: info.lines, reason })));
  return Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<Column, number>;
}

function withoutEmptyEnd(names: readonly string[]): readonly string[] {
  return names.at(-1)?.trim() === '' ? names.slice(0, -1) : names;
}

function clean(field: string | undefined): string {
  const trimmed = field?.trim() ?? '';
  return trimmed === NULL_WORD ? '' : trimmed;
}
