/**
 * Downloads a file for German spreadsheet programs, with semicolons and a byte order mark. No cell can be read as a
 * formula.
 */
export function downloadCsv(name: string, rows: readonly (readonly (string | number | null)[])[]): void {
  const text = rows.map((row) => row.map(cell).join(';')).join('\r\n');
  download(name, `\uFEFF${text}\r\n`, 'text/csv');
}

export function downloadText(name: string, text: string): void {
  download(name, text, 'text/plain');
}

function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Formats cents as German spreadsheet programs read an amount: 1144,84. */
export function eurosOf(cents: number | null): string | null {
  return cents === null ? null : (cents / 100).toFixed(2).replace('.', ',');
}

/** Where a spreadsheet would find one, also after spaces, and within a cell where it takes commas for what parts cells. */
const FORMULA = /(^|[,;]|\r?\n|\r)(?=[\s\p{Cc}]*[=+\-@])/gu;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = value.replace(FORMULA, "$1'");
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
