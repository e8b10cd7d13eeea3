import { FIGURES, type UseRow } from './oracle';
import type { Asker } from './rights';

/** Figures are rounded to this for all callers but schools, their authorities and the operator. */
const ROUNDING_BASE = 5;

export function baseOf({ kind, bound }: Asker): number {
  return kind === 'operator' || bound.every((key) => /^(SCHOOL|AUTHORITY):/.test(key)) ? 1 : ROUNDING_BASE;
}

/** Returns the months from the first to the last with their sums, each rounded by itself. */
export function monthly(from: string, until: string, uses: readonly UseRow[], base: number): Record<string, unknown>[] {
  const months: string[] = [];
  for (let [year, month] = from.split('-').map(Number) as [number, number]; ; month += 1) {
    if (month > 12) [year, month] = [year + 1, 1];
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > until || months.length > 40) break;
    months.push(name);
  }
  return months.map((month) => {
    const sum = (...figures: (keyof typeof FIGURES)[]) => {
      const all = uses
        .filter((use) => use.month === month)
        .reduce((total, use) => figures.reduce((so, figure) => so + use[figure], total), 0);
      return base * Math.round(all / base);
    };
    const figures = Object.keys(FIGURES).map((figure) => [figure, sum(figure as keyof typeof FIGURES)]);
    return {
      month,
      ...Object.fromEntries(figures),
      requests: sum('streams', 'downloads'),
      total: sum('streams', 'downloads', 'views'),
      roundedTo: base,
    };
  });
}
