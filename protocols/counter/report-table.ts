/**
 * Writes a report as a table: tab-separated or comma-separated, in UTF-8 with a byte order mark, as spreadsheets
 * expect it. A text that looks like a formula gets an apostrophe before it here. JSON has the names unchanged, and
 * ids identify titles in both.
 */
import { BYTE_ORDER_MARK, withoutFormulas } from '../spreadsheet';
import type { ReportDefinition } from './report-definitions';
import type { ReportHeader } from './report-header';
import type { Item } from './report-items';

type Separator = '\t' | ',';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ITEM_COLUMNS_OF_REPORT = ['DOI', 'Proprietary_ID', 'ISBN', 'Print_ISSN', 'Online_ISSN', 'URI'];
const ITEM_COLUMNS_OF_VIEW = ['DOI', 'Proprietary_ID', 'URI'];

/** @param months of the period in order; empty where figures are for the whole period */
export async function* writeTable(
  report: ReportDefinition,
  header: ReportHeader,
  items: AsyncIterable<Item>,
  months: readonly string[],
  separator: Separator,
): AsyncGenerator<string> {
  const { Created_By: platform } = header;
  const shown = (header.Report_Attributes?.Attributes_To_Show ?? []) as readonly string[];
  const ids = report.view ? ITEM_COLUMNS_OF_VIEW : ITEM_COLUMNS_OF_REPORT;
  const columns = [
    ...(report.of === 'items' ? ['Item', 'Publisher', 'Publisher_ID', 'Platform', ...ids] : ['Platform']),
    'Data_Type',
    ...shown,
    'Metric_Type',
    'Reporting_Period_Total',
    ...months.map(monthName),
  ];
  const line = (cells: readonly string[]) =>
    `${columns.map((_, at) => cell(cells[at] ?? '', separator)).join(separator)}\n`;
  yield BYTE_ORDER_MARK +
    headLines(header, months.length === 0)
      .map(line)
      .join('') +
    line([]) +
    line(columns);
  for await (const { title, entries } of items) {
    const named: Readonly<Record<string, string>> = {
      Platform: platform,
      ...(title && { Item: title.name, Publisher: title.publisher, Proprietary_ID: `${platform}:${title.id}` }),
    };
    let lines = '';
    for (const { attributes, performance, totals } of entries) {
      const about: Readonly<Record<string, string>> = { ...named, ...attributes };
      for (const metric of report.metrics) {
        const counts = performance[metric];
        if (counts) lines += line(rowOf({ ...about, Metric_Type: metric }, counts, totals[metric] ?? sumOf(counts)));
      }
    }
    yield lines;
  }

  function rowOf(about: Readonly<Record<string, string>>, counts: Readonly<Record<string, number>>, total: number) {
    const fixed: Readonly<Record<string, string>> = { ...about, Reporting_Period_Total: String(total) };
    const before = columns.slice(0, columns.length - months.length).map((column) => fixed[column] ?? '');
    return [...before, ...months.map((month) => String(counts[month] ?? 0))];
  }
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function headLines(header: ReportHeader, isTotals: boolean): string[][] {
  const { Begin_Date, End_Date, Metric_Type, ...filters } = header.Report_Filters;
  const { Granularity, ...attributes } = header.Report_Attributes ?? {};
  const exceptions = (header.Exceptions ?? []).map(
    ({ Code, Message, Data }) => `${Code}: ${Message}${Data === undefined ? '' : ` (${Data})`}`,
  );
  return [
    ['Report_Name', header.Report_Name],
    ['Report_ID', header.Report_ID],
    ['Release', header.Release],
    ['Institution_Name', header.Institution_Name],
    ['Institution_ID', header.Institution_ID.Proprietary.join('; ')],
    ['Metric_Types', [Metric_Type ?? []].flat().join('; ')],
    ['Report_Filters', listed(filters)],
    ['Report_Attributes', listed({ ...attributes, ...(isTotals && { Exclude_Monthly_Details: 'True' }) })],
    ['Exceptions', exceptions.join('; ')],
    ['Reporting_Period', `Begin_Date=${Begin_Date}; End_Date=${End_Date}`],
    ['Created', header.Created],
    ['Created_By', header.Created_By],
    ['Registry_Record', header.Registry_Record],
  ];
}

function listed(values: ReportHeader['Report_Filters']): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${[value].flat().join('|')}`)
    .join('; ');
}

/** Returns `Jan-2026` for `2026-01`. */
function monthName(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${MONTHS[Number(number) - 1]}-${year}`;
}

/** Everything that would end a cell or a line becomes a space. */
function cell(text: string, separator: Separator): string {
  const plain = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  const safe = withoutFormulas(plain, 'plain');
  return separator === ',' && /[",']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
