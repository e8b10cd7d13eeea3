/** Measures the whole system on the 5,500-school world: throughput, latency at a fixed rate, and memory. */
import type { Child } from '../children/child';
import { openWorkFolder } from '../children/gateways';
import { type Contender, compare, type Row } from '../comparison/comparison';
import { type ProfileOf, profileOf, profileTable } from '../comparison/profile';
import { columns, comparisonTable } from '../comparison/table';
import type { Installation } from '../installation';
import { spreadText } from '../statistics';
import { type SystemCase, systemCases } from './cases';
import { APART, ONE_MACHINE, openSystemContenders, SQL, STOCK } from './contenders';
import { type LatencyRow, latencies } from './latency';
import { type MemoryFigures, memoryOver } from './memory';

interface SystemFigures {
  readonly cases: readonly {
    readonly name: string;
    readonly rows: readonly Row[];
    readonly profiles: readonly ProfileOf[];
  }[];
  readonly latency: readonly (readonly LatencyRow[])[];
  /** Left out where only some cases were asked for. */
  readonly memory?: MemoryFigures;
}

const PEERS = [STOCK, SQL];
/** The fixed rates are this share of what a gateway can answer at most. */
const LOAD = 0.5;

interface SystemOptions {
  readonly quick: boolean;
  readonly profile: boolean;
  readonly case?: string;
  readonly say: (line: string) => void;
}

export async function benchSystem(
  installation: Installation,
  { quick, profile, case: part, say }: SystemOptions,
): Promise<SystemFigures> {
  const cases = (await systemCases()).filter(({ name }) => name.includes(part ?? ''));
  if (cases.length === 0) throw new Error(`No case of the system has “${part}” in its name.`);
  const folder = openWorkFolder();
  const contenders = await openSystemContenders(installation, cases, folder, say).catch((error) => {
    folder.clear();
    throw error;
  });
  try {
    const oneMachine = contenders.gateways.get(ONE_MACHINE) as Child;
    const figures: SystemFigures['cases'][number][] = [];
    for (const one of cases) {
      say(one.name);
      const ofCase = contenders.contenders(one);
      const rows = await compare({
        contenders: ofCase,
        peers: PEERS,
        rounds: quick ? 3 : 7,
        seconds: quick ? 0.4 : 3,
        warmUp: quick ? { seconds: 0.5, requests: 0 } : { seconds: 3, requests: 3_000 },
      });
      const local = ofCase.find(({ name }) => name === ONE_MACHINE) as Contender;
      const profiles = profile ? [{ name: ONE_MACHINE, ...(await profileOf(oneMachine, local, quick ? 2 : 6)) }] : [];
      figures.push({ name: one.name, rows, profiles });
    }
    if (part !== undefined) return { cases: figures, latency: [] };
    const page = cases[0] as SystemCase;
    const rateOf = (name: string) => figures[0]?.rows.find((row) => row.name === name)?.perSecond.median as number;
    const gateways = (...names: string[]) =>
      names.map((name) => [name, contenders.gateways.get(name) as Child] as const);
    const length = quick ? { rounds: 1, seconds: 1.5 } : { rounds: 5, seconds: 5 };
    const latency: LatencyRow[][] = [];
    for (const [names, rate] of [
      [[STOCK, APART, ONE_MACHINE], LOAD * rateOf(STOCK)],
      [[APART, ONE_MACHINE], LOAD * rateOf(ONE_MACHINE)],
    ] as const) {
      say(`the licensed-titles page, ${Math.round(rate)} requests a second`);
      latency.push(await latencies(gateways(...names), page.operations, Math.round(rate), length));
    }
    const total = quick ? 1_500 : 50_000;
    say(`memory over ${total} requests`);
    const all = cases.flatMap(({ operations }) => operations.slice(0, 4));
    const memory = await memoryOver(oneMachine, all, total);
    return { cases: figures, latency, memory };
  } finally {
    await contenders.stop();
    folder.clear();
  }
}

export function describeSystem({ cases, latency, memory }: SystemFigures): string {
  const head = [
    'system: 5,500 schools on a PostgreSQL without durability; nothing is pinned, all share the machine.',
    'Bare SQL: the statements of the services with the same row-level security, each transaction sent at once, and nothing',
    'else. Pages and checks come from memory: against those that read school and titles, where terms and timeline are kept.',
    'Of recording, it has the same look-ups, keys, indexes, policies and commits, a transaction for each batch; it reads no request,',
    'checks no value and no token, and writes no answer, and it sends lists of values that it has made ready before.',
    'Stock stands before the same subgraphs and signs its requests; it checks no token and no authority.',
    'CPU: of the gateway, the subgraphs and the server processes of PostgreSQL together, without the load.',
  ].join('\n');
  return [
    head,
    ...cases.flatMap(({ name, rows, profiles }) => [
      comparisonTable(name, PEERS, rows),
      ...profiles.map((profile) => profileTable(name, profile)),
    ]),
    ...latency.map(latencyTable),
    ...(memory ? [memoryTable(memory)] : []),
  ].join('\n\n');
}

function latencyTable(rows: readonly LatencyRow[]): string {
  const [first] = rows as [LatencyRow];
  const lines = rows.map(({ name, p50Ms, p95Ms, p99Ms, p99Ratio, gaveUp }) => [
    name,
    ...[p50Ms, p95Ms, p99Ms].map((spread) => spreadText(spread, 1)),
    spreadText(p99Ratio[first.name] ?? p99Ms, 2),
    gaveUp ? 'could not keep up' : '',
  ]);
  return [
    `licensed-titles page, ${first.rate} requests a second come, whatever is answered; timed from when each should be sent`,
    ...columns([['', 'p50 ms', 'p95 ms', 'p99 ms', `p99 × ${first.name}`, ''], ...lines]),
  ].join('\n');
}

function memoryTable({ marks, rssRatio, heapRatio }: MemoryFigures): string {
  const lines = marks.map(({ requests, rssMb, heapMb }) => [
    `after ${requests} requests`,
    rssMb.toFixed(0),
    heapMb.toFixed(1),
    '',
  ]);
  return [
    `memory of ${ONE_MACHINE}, one in twenty operations never seen before, after a collection`,
    ...columns([['', 'RSS MB', 'heap MB', ''], ...lines]),
    `  the last to the first: RSS ${rssRatio.toFixed(2)}x, heap ${heapRatio.toFixed(2)}x`,
  ].join('\n');
}
