/** Records what an installation has acknowledged. Its answers are judged by this. */

/** A value that clients change, and the values that it may have had at any time. */
export class Changing<Value> {
  private readonly history: { readonly at: number; readonly possible: readonly Value[] }[];

  constructor(value: Value) {
    this.history = [{ at: Number.NEGATIVE_INFINITY, possible: [value] }];
  }

  /** A change was sent: until it is acknowledged, the value may be the old or the new one. */
  mayBecome(value: Value): void {
    const present = this.history.at(-1)?.possible ?? [];
    this.history.push({ at: performance.now(), possible: [...present, value] });
  }

  became(value: Value): void {
    this.history.push({ at: performance.now(), possible: [value] });
  }

  /** Returns the values that an answer may have which was requested and given in this time. */
  possible({ from, until }: Time): ReadonlySet<Value> {
    const next = (at: number) => this.history[at + 1]?.at ?? Number.POSITIVE_INFINITY;
    return new Set(
      this.history.filter(({ at }, i) => at <= until && from < next(i)).flatMap(({ possible }) => possible),
    );
  }
}

/** In milliseconds of performance.now(). */
export interface Time {
  readonly from: number;
  readonly until: number;
}

/** Which parts were out of order, and when: from the kill until all answers are right again. */
export class Outages<Part> {
  private readonly outages: { readonly part: Part; readonly from: number; until: number }[] = [];

  /** @returns a function to be called when the outage is over */
  begin(part: Part): () => void {
    const outage = { part, from: performance.now(), until: Number.POSITIVE_INFINITY };
    this.outages.push(outage);
    return () => {
      outage.until = performance.now();
    };
  }

  during({ from, until }: Time): ReadonlySet<Part> {
    return new Set(this.outages.filter((one) => one.from <= until && from <= one.until).map(({ part }) => part));
  }
}
