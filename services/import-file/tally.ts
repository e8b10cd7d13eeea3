/** How many things an import added, changed, and found unchanged. */
export interface Tally {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

export const NOTHING: Tally = { added: 0, changed: 0, unchanged: 0 };

export function plus(a: Tally = NOTHING, b: Tally = NOTHING): Tally {
  return { added: a.added + b.added, changed: a.changed + b.changed, unchanged: a.unchanged + b.unchanged };
}

export function changedAnything({ added, changed }: Tally): boolean {
  return added + changed > 0;
}

export function tallyLine(what: string, { added, changed, unchanged }: Tally): string {
  const grouped = (count: number) => count.toLocaleString('en');
  return `${what.padEnd(16)}added ${grouped(added)}, changed ${grouped(changed)}, unchanged ${grouped(unchanged)}`;
}
