/** Measures the licensed-titles page of several gateways in turns, at a fixed rate of requests. */
import type { Child } from '../children/child';
import type { Operation } from '../load/closed-loop';
import { type Latency, sendAtRate } from '../load/open-loop';
import { ratiosTo, type Spread, spreadOf } from '../statistics';

export interface LatencyRow {
  readonly name: string;
  /** The number of requests that are sent per second. */
  readonly rate: number;
  readonly p50Ms: Spread;
  readonly p95Ms: Spread;
  readonly p99Ms: Spread;
  /** The ratio of its p99 to that of the first gateway, round by round. */
  readonly p99Ratio: Readonly<Record<string, Spread>>;
  readonly gaveUp: boolean;
}

export async function latencies(
  gateways: readonly (readonly [name: string, Child])[],
  operations: readonly Operation[],
  rate: number,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<LatencyRow[]> {
  const seen = gateways.map(() => [] as Latency[]);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < gateways.length; turn += 1) {
      const at = (turn + round) % gateways.length;
      const [, { url }] = gateways[at] as (typeof gateways)[number];
      seen[at]?.push(await sendAtRate(url, operations, rate, seconds));
    }
  }
  const [peer] = gateways[0] as (typeof gateways)[number];
  const values = (at: number, key: 'p50Ms' | 'p95Ms' | 'p99Ms') => (seen[at] as Latency[]).map((one) => one[key]);
  return gateways.map(([name], at) => ({
    name,
    rate,
    p50Ms: spreadOf(values(at, 'p50Ms')),
    p95Ms: spreadOf(values(at, 'p95Ms')),
    p99Ms: spreadOf(values(at, 'p99Ms')),
    p99Ratio: { [peer]: ratiosTo(values(0, 'p99Ms'), values(at, 'p99Ms')) },
    gaveUp: (seen[at] as Latency[]).some(({ gaveUp }) => gaveUp),
  }));
}
