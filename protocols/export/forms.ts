/** The forms of an export: each makes text of rows as they come. */
import { BYTE_ORDER_MARK, withoutFormulas } from '../spreadsheet';
import type { Column } from './list-in-operation';
import type { Row } from './pages';

export interface Form {
  readonly contentType: string;
  write(columns: readonly Column[], pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string>;
}

/** For spreadsheets: in German settings, Excel expects a comma in decimals, and a semicolon between cells. */
interface CsvOptions {
  readonly decimalComma: boolean;
}

/** RFC 4180. */
const LINE_END = '\r\n';
/**
 * UTF-8 with a byte order mark. A text that looks like a formula gets an apostrophe before it; numbers are unchanged.
 */
export function csv({ decimalComma }: CsvOptions): Form {
  const separator = decimalComma ? ';' : ',';
  const line = (cells: readonly string[]) => cells.join(separator) + LINE_END;
  const quoted = (text: string) => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  function cell(value: unknown): string {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') return decimalComma ? String(value).replace('.', ',') : String(value);
    if (typeof value === 'boolean') return String(value);
    const text = textOf(value);
    return quoted(withoutFormulas(text, separator));
  }

  return {
    contentType: 'text/csv; charset=utf-8',
    async *write(columns, pages) {
      yield BYTE_ORDER_MARK + line(columns.map(({ name }) => quoted(name)));
      for await (const rows of pages) yield rows.map((row) => line(row.map(cell))).join('');
    },
  };
}

/** A list is one cell. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => (item === null ? '' : textOf(item))).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** One object in each line, with the names of the columns as keys. */
export const NDJSON: Form = {
  contentType: 'application/x-ndjson; charset=utf-8',
  async *write(columns, pages) {
    for await (const rows of pages) yield rows.map((row) => `${objectOf(columns, row)}\n`).join('');
  },
};

/** A list of such objects. */
export const JSON_LIST: Form = {
  contentType: 'application/json; charset=utf-8',
  async *write(columns, pages) {
    let before = '[';
    for await (const rows of pages) {
      for (const row of rows) {
        yield `${before}\n${objectOf(columns, row)}`;
        before = ',';
      }
    }
    yield before === '[' ? '[]\n' : '\n]\n';
  },
};

function objectOf(columns: readonly Column[], row: Row): string {
  return JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])));
}
