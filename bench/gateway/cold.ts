/** The cost of the first execution of an unknown operation: parsed, checked, planned, answered. */
import type { Child } from '../children/child';
import { ask } from '../load/ask';
import type { Operation } from '../load/load';
import { quantile, ratiosTo, type Spread } from '../statistics';
import { neverSeen } from './operations';

export interface ColdRow {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** By the name of the peer: how many times as long; below 1 is faster. */
  readonly timesAsLong: Readonly<Record<string, Spread>>;
}

/** One after another, in turns; the first ones of each do not count. */
export async function cold(
  gateways: readonly (readonly [name: string, Child])[],
  operation: Operation,
  count: number,
): Promise<ColdRow[]> {
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
