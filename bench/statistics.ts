/** Summarises many measurements by their median and their middle half. */

export interface Spread {
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
}

/** Returns the value below which this share of the values lies; NaN where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), p25: quantile(values, 0.25), p75: quantile(values, 0.75) };
}

/**
 * Returns the ratios round by round, because what disturbed a round disturbed both.
 *
 * @param peer as many values as `own`, of the same rounds
 */
export function ratiosTo(peer: readonly number[], own: readonly number[]): Spread {
  return spreadOf(own.map((value, round) => value / (peer[round] as number)));
}

/** Returns a text such as `2.1 (1.9–2.3)`. */
export function spreadText({ median, p25, p75 }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${p25.toFixed(digits)}–${p75.toFixed(digits)})`;
}
