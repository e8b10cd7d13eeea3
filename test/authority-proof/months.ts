import type { UseRow } from './oracle';

/** The months from the first to the last, with their sums. */
export function monthly(from: string, until: string, uses: readonly UseRow[]): Record<string, unknown>[] {
  const months: string[] = [];
  for (let [year, month] = from.split('-').map(Number) as [number, number]; ; month += 1) {
    if (month > 12) [year, month] = [year + 1, 1];
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > until || months.length > 40) break;
    months.push(name);
  }
  const sum = (month: string, ...actions: string[]) =>
    uses
      .filter((use) => use.month === month && actions.includes(use.action))
      .reduce((total, use) => total + use.uses, 0);
  return months.map((month) => ({
    month,
    streams: sum(month, 'STREAM'),
    downloads: sum(month, 'DOWNLOAD'),
    views: sum(month, 'VIEW'),
    total: sum(month, 'STREAM', 'DOWNLOAD', 'VIEW'),
  }));
}
