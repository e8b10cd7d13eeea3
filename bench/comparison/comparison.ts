/**
 * Puts contenders under load in turns: each round visits each of them, and a ratio is taken between visits of one
 * round.
 */
import type { Meter } from '../server-time';
import { ratiosTo, type Spread, spreadOf } from '../statistics';

export interface Contender {
  readonly name: string;
  /** Sends as many requests as the contender can answer. */
  sendLoad(seconds: number): Promise<{ readonly perSecond: number; readonly requests: number }>;
  /** Meters the processes whose processor time is counted. None is counted where it is left out. */
  readonly startMeter?: () => Promise<Meter>;
  /** The lowest wanted ratio of requests per second, by the name of the peer. */
  readonly targets?: Readonly<Record<string, number>>;
}

export interface Row {
  readonly name: string;
  readonly perSecond: Spread;
  /** The processor time of its processes for one request. */
  readonly cpuMs?: Spread;
  /** The ratio of its requests per second to those of a peer in the same run, by the name of the peer. */
  readonly ratios: Readonly<Record<string, Spread>>;
  /**
   * How many requests it answers in the processor time that the peer needs for one. Other work on the machine hardly
   * affects it.
   */
  readonly cpuRatios: Readonly<Record<string, Spread>>;
  readonly targets: Readonly<Record<string, number>>;
}

/** A contender that could not be measured, and the reason. */
export interface NotRun {
  readonly name: string;
  readonly notRun: string;
}

interface ComparisonOptions {
  readonly contenders: readonly Contender[];
  /** The names of the contenders with which each other one is compared. */
  readonly peers: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  /**
   * The load before the first round that counts: this many seconds, repeated up to four times until so many requests
   * were answered. V8's compilers optimise what was executed often.
   */
  readonly warmUp: { readonly seconds: number; readonly requests: number };
}

async function warmUp({ sendLoad }: Contender, { seconds, requests }: ComparisonOptions['warmUp']): Promise<void> {
  let done = 0;
  for (let times = 0; times < 4 && done < requests + 1; times += 1) done += (await sendLoad(seconds)).requests;
}

export async function compare({
  contenders,
  peers,
  rounds,
  seconds,
  warmUp: ahead,
}: ComparisonOptions): Promise<Row[]> {
  for (const contender of contenders) await warmUp(contender, ahead);
  const rates = contenders.map(() => [] as number[]);
  const costs = contenders.map(() => [] as number[]);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const at = (turn + round) % contenders.length;
      const { sendLoad, startMeter } = contenders[at] as Contender;
      const meter = await startMeter?.();
      const { perSecond, requests } = await sendLoad(seconds);
      rates[at]?.push(perSecond);
      if (meter) costs[at]?.push((await meter()) / requests);
    }
  }
  const at = (peer: string) => contenders.findIndex(({ name }) => name === peer);
  const present = peers.filter((peer) => at(peer) >= 0);
  return contenders.map(({ name, startMeter, targets = {} }, own) => {
    const withCost = present.filter((peer) => startMeter && contenders[at(peer)]?.startMeter);
    return {
      name,
      perSecond: spreadOf(rates[own] as number[]),
      ...(startMeter && { cpuMs: spreadOf(costs[own] as number[]) }),
      ratios: Object.fromEntries(present.map((peer) => [peer, ratiosTo(rates[at(peer)] ?? [], rates[own] ?? [])])),
      cpuRatios: Object.fromEntries(withCost.map((peer) => [peer, ratiosTo(costs[own] ?? [], costs[at(peer)] ?? [])])),
      targets,
    };
  });
}
