import { FIGURES, type UseRow } from './oracle';

/** The months from the first to the last, with their sums. */
export function monthly(from: string, until: string, uses: readonly UseRow[]): Record<string, unknown>[] {
  const months: string[] = [];
  for (let [year, month] = from.split('-').map(Number) as [number, number]; ; month += 1) {
    if (month > 12) [year, month] = [year + 1, 1];
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > until || months.length > 40) break;
    months.push(name);
  }
  return months.map((month) => {
    const sum = (...figures: (keyof typeof FIGURES)[]) =>
      uses
        .filter((use) => use.month === month)
        .reduce((total, use) => figures.reduce((so, figure) => so + use[figure], total), 0);
    const figures = Object.keys(FIGURES).map((figure) => [figure, sum(figure as keyof typeof FIGURES)]);
    return {
      month,
      ...Object.fromEntries(figures),
      requests: sum('streams', 'downloads'),
      total: sum('streams', 'downloads', 'views'),
    };
  });
}
