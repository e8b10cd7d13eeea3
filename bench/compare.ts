/** Measures candidates side by side: every round runs each of them once, so that what disturbs one disturbs all. */

export interface Candidate {
  readonly name: string;
  /** Does the real work once. @param round which round this is, to ask for something else each time */
  run(round: number): Promise<unknown>;
}

export interface Measured {
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** The median of the rounds' ratios to the peer, the first candidate. */
  readonly ratio: number;
}

/** The first candidate is the peer that the others are compared with. Some rounds before the first do not count. */
export async function compare(candidates: readonly Candidate[], rounds: number, warmUp = 5): Promise<Measured[]> {
  const times = candidates.map(() => [] as number[]);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < candidates.length; turn += 1) {
      const at = (turn + Math.max(round, 0)) % candidates.length;
      const started = performance.now();
      await candidates[at]?.run(round + warmUp);
      if (round >= 0) times[at]?.push(performance.now() - started);
    }
  }
  const peer = times[0] as number[];
  return candidates.map(({ name }, at) => {
    const own = times[at] as number[];
    return {
      name,
      medianMs: quantile(own, 0.5),
      p95Ms: quantile(own, 0.95),
      ratio: quantile(
        own.map((time, round) => time / (peer[round] as number)),
        0.5,
      ),
    };
  });
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function table(title: string, rows: readonly Measured[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(
    ({ name, medianMs, p95Ms, ratio }) =>
      `  ${name.padEnd(width)}  ${medianMs.toFixed(2).padStart(9)}  ${p95Ms.toFixed(2).padStart(9)}  ${`${ratio.toFixed(2)}x`.padStart(8)}`,
  );
  return [
    title,
    `  ${''.padEnd(width)}  ${'median ms'.padStart(9)}  ${'p95 ms'.padStart(9)}  ${'ratio'.padStart(8)}`,
    ...lines,
  ].join('\n');
}
