/** Half-open stretches of time `[from, until)`, in epoch milliseconds; -Infinity and Infinity are open ends. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** A period as JSON writes it: null is an open end. */
export type Bounds = readonly [from: number | null, until: number | null];

export function periodOf([from, until]: Bounds): Period {
  return { from: from ?? -Infinity, until: until ?? Infinity };
}

export const ALWAYS: Period = { from: -Infinity, until: Infinity };

export function isAlways({ from, until }: Period): boolean {
  return from === -Infinity && until === Infinity;
}

export function holds(period: Period, instant: number): boolean {
  return period.from <= instant && instant < period.until;
}

export function isEmpty(period: Period): boolean {
  return period.from >= period.until;
}

/** What all of the periods share; may be empty. */
export function intersection(...periods: readonly Period[]): Period {
  let from = -Infinity;
  let until = Infinity;
  for (const period of periods) {
    if (period.from > from) from = period.from;
    if (period.until < until) until = period.until;
  }
  return { from, until };
}

/** The period without the holes, in order. Empty pieces are left out. */
export function without(period: Period, holes: readonly Period[]): Period[] {
  if (holes.length === 0) return isEmpty(period) ? [] : [period];
  const pieces: Period[] = [];
  let from = period.from;
  for (const hole of holes.toSorted((a, b) => a.from - b.from)) {
    if (isEmpty(hole)) continue;
    pieces.push({ from, until: Math.min(hole.from, period.until) });
    from = Math.max(from, hole.until);
  }
  pieces.push({ from, until: period.until });
  return pieces.filter((piece) => !isEmpty(piece));
}

/** The first instant that no period contains, from `instant` on; `instant` itself where no period contains it. */
export function heldUntil(periods: readonly Period[], instant: number): number {
  let end = instant;
  for (const period of periods.toSorted((a, b) => a.from - b.from)) {
    if (period.from > end) break;
    if (period.until > end) end = period.until;
  }
  return end;
}
