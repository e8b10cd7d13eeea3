/** Measures the first execution of an unknown operation, which is parsed, checked, planned and answered. */
import type { Child } from '../children/child';
import { ask } from '../load/ask';
import type { Operation } from '../load/closed-loop';
import { quantile, ratiosTo, type Spread } from '../statistics';
import { neverSeen } from './operations';

export interface ColdStartRow {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The ratio to the time of a peer, by the name of the peer. Below 1 is faster. */
  readonly timesAsLong: Readonly<Record<string, Spread>>;
}

/** Asks the gateways in turns, one request at a time. The first requests to each do not count. */
export async function measureColdStart(
  gateways: readonly (readonly [name: string, Child])[],
  operation: Operation,
  count: number,
): Promise<ColdStartRow[]> {
  const times = gateways.map(() => [] as number[]);
  const warmUp = Math.ceil(count / 4);
  for (let number = 0; number < count + warmUp; number += 1) {
    for (let turn = 0; turn < gateways.length; turn += 1) {
      const at = (turn + number) % gateways.length;
      const [, { url }] = gateways[at] as (typeof gateways)[number];
      const started = performance.now();
      await ask(url, neverSeen(operation, number));
      if (number >= warmUp) times[at]?.push(performance.now() - started);
    }
  }
  const [peer] = gateways[0] as (typeof gateways)[number];
  return gateways.map(([name], at) => ({
    name,
    p50Ms: quantile(times[at] as number[], 0.5),
    p95Ms: quantile(times[at] as number[], 0.95),
    timesAsLong: { [peer]: ratiosTo(times[0] as number[], times[at] as number[]) },
  }));
}
