/** Measures candidates side by side: each round runs each of them once, so that a disturbance affects all. */
import { columns } from './comparison/table';
import { quantile, ratiosTo, type Spread, spreadText } from './statistics';

export interface Candidate {
  readonly name: string;
  /** Prepares a round. Its time does not count. */
  before?(round: number): Promise<unknown>;
  /**
   * Does the work once.
   *
   * @param round the number of the round, so that each can ask for something else
   */
  run(round: number): Promise<unknown>;
  /**
   * Returns the processor time, in ms, of all processes that work for the candidate. Left out where it is not compared.
   */
  processorMs?(): Promise<number>;
}

export interface Measured {
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** How many times as long as the first candidate, round by round. */
  readonly ratio: Spread;
  /** The ratio of processor times, where the candidates report them. Other work on the machine hardly affects it. */
  readonly ratioByProcessor?: Spread;
}

/** Compares the candidates with the first one. The rounds of the warm-up do not count. */
export async function compare(candidates: readonly Candidate[], rounds: number, warmUp = 5): Promise<Measured[]> {
  const times = candidates.map(() => [] as number[]);
  const processor = candidates.map(() => [] as number[]);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < candidates.length; turn += 1) {
      const at = (turn + Math.max(round, 0)) % candidates.length;
      await candidates[at]?.before?.(round + warmUp);
      const busy = await candidates[at]?.processorMs?.();
      const started = performance.now();
      await candidates[at]?.run(round + warmUp);
      const took = performance.now() - started;
      if (round < 0) continue;
      times[at]?.push(took);
      if (busy !== undefined) processor[at]?.push(((await candidates[at]?.processorMs?.()) ?? Number.NaN) - busy);
    }
  }
  return candidates.map(({ name }, at) => {
    const own = times[at] as number[];
    return {
      name,
      medianMs: quantile(own, 0.5),
      p95Ms: quantile(own, 0.95),
      ratio: ratiosTo(times[0] as number[], own),
      ...(processor[at]?.length
        ? { ratioByProcessor: ratiosTo(processor[0] as number[], processor[at] as number[]) }
        : {}),
    };
  });
}

export function table(title: string, rows: readonly Measured[]): string {
  const isByProcessor = rows.some(({ ratioByProcessor }) => ratioByProcessor);
  const lines = rows.map(({ name, medianMs, p95Ms, ratio, ratioByProcessor }) => [
    name,
    medianMs.toFixed(2),
    p95Ms.toFixed(2),
    spreadText(ratio, 2),
    ...(ratioByProcessor ? [spreadText(ratioByProcessor, 2)] : []),
    '',
  ]);
  const head = ['', 'median ms', 'p95 ms', 'times the peer', ...(isByProcessor ? ['by processor time'] : []), ''];
  return [title, ...columns([head, ...lines])].join('\n');
}
