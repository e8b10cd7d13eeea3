import type { Period } from '../../access/period';

/** A period of two epoch columns, where null is an open end. */
export function toPeriod(from: number | null, until: number | null): Period {
  return { from: from ?? -Infinity, until: until ?? Infinity };
}
