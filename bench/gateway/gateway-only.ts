/**
 * Measures the gateways alone, over subgraphs that answer from memory: ours, the stock one and Hive Gateway, each in a
 * process of its own and with the same operations.
 */
import { type Child, meterChildren, pinning, pinToCore } from '../children/child';
import { openWorkFolder } from '../children/gateways';
import { type Contender, compare, type NotRun, type Row } from '../comparison/comparison';
import { type ProfileOf, profileOf, profileTable } from '../comparison/profile';
import { columns, comparisonTable } from '../comparison/table';
import { AUTHORITY, type Installation, SCHOOL_NUMBERS } from '../installation';
import { type Operation, sendLoad } from '../load/closed-loop';
import { tokensFor } from '../load/tokens';
import { type Spread, spreadText } from '../statistics';
import { type ColdStartRow, measureColdStart } from './cold-start';
import { HIVE_RUST, LOAD_CORE, OURS, OURS_LOCAL, OURS_WATCHED, STOCK, startGateways } from './contenders';
import { type GatewayCase, gatewayCases } from './operations';
import { telemetryCostMs } from './telemetry-cost';

interface GatewayFigures {
  readonly cases: readonly {
    readonly name: string;
    readonly way: string;
    readonly answerBytes: number;
    readonly rows: readonly (Row | NotRun)[];
    readonly profiles: readonly ProfileOf[];
  }[];
  readonly cold: readonly ColdStartRow[];
  /** The processor time of the log line and the metrics of a request. */
  readonly telemetryMs: number;
}

const CONNECTIONS = 16;
/**
 * Each token is sent once before anything is measured. With this many tokens, no gateway gains by merging requests of
 * one caller.
 */
const TOKENS = 1_000;
const PEERS = [STOCK, HIVE_RUST];
/** The log line and the metrics of a request must cost less than this share of its processor time. */
const TELEMETRY_SHARE = 0.1;

interface GatewayBenchOptions {
  readonly quick: boolean;
  readonly profile: boolean;
  readonly say: (line: string) => void;
}

export async function benchGateway(installation: Installation, options: GatewayBenchOptions): Promise<GatewayFigures> {
  const { quick, profile, say } = options;
  const tokens = await tokensFor(TOKENS, 'lms', AUTHORITY);
  const cases = gatewayCases(SCHOOL_NUMBERS[0] as string, tokens);
  const folder = openWorkFolder();
  const contenders = await startGateways(installation, cases, folder, say).catch((error) => {
    folder.clear();
    throw error;
  });
  const release = pinToCore(LOAD_CORE);
  try {
    const figures: GatewayFigures['cases'][number][] = [];
    for (const one of cases) {
      say(`the ${one.name} answer`);
      const rows = await compare({
        contenders: [...contenders.gateways].map(([name, child]) => contender(name, child, one)),
        peers: PEERS,
        rounds: quick ? 3 : 9,
        seconds: quick ? 0.3 : 3,
        warmUp: quick ? { seconds: 0.7, requests: 0 } : { seconds: 5, requests: 3_000 },
      });
      const answerBytes = Buffer.byteLength(contenders.answers.get(one.name) as string);
      const profiles: ProfileOf[] = [];
      for (const name of profile ? [OURS, OURS_LOCAL] : []) {
        const child = contenders.gateways.get(name) as Child;
        profiles.push({ name, ...(await profileOf(child, contender(name, child, one), quick ? 2 : 6)) });
      }
      figures.push({ name: one.name, way: one.way, answerBytes, rows: [...rows, ...contenders.notRun], profiles });
    }
    say('operations that were never seen before');
    const [medium] = (cases[1] as GatewayCase).operations as [Operation];
    const compared = [STOCK, OURS].map((name) => [name, contenders.gateways.get(name) as Child] as const);
    const first = await measureColdStart(compared, medium, quick ? 40 : 300);
    await contenders.checkAllRecorded();
    return { cases: figures, cold: first, telemetryMs: telemetryCostMs() };
  } finally {
    release();
    await contenders.stop();
    folder.clear();
  }
}

function contender(name: string, child: Child, { operations, targets }: GatewayCase): Contender {
  const { overHttp, watched, oneMachine, hiveRust } = targets;
  const wanted: Readonly<Record<string, Record<string, number | undefined>>> = {
    [OURS]: { [STOCK]: overHttp, [HIVE_RUST]: hiveRust },
    [OURS_WATCHED]: { [STOCK]: watched },
    [OURS_LOCAL]: { [STOCK]: oneMachine },
  };
  return {
    name,
    startMeter: () => meterChildren([child]),
    sendLoad: (seconds) => sendLoad(child.url, operations, CONNECTIONS, seconds),
    targets: onlyGiven(wanted[name] ?? {}),
  };
}

function onlyGiven(targets: Record<string, number | undefined>): Record<string, number> {
  return Object.fromEntries(Object.entries(targets).flatMap(([peer, least]) => (least ? [[peer, least]] : [])));
}

export function describeGateway({ cases, cold, telemetryMs }: GatewayFigures): string {
  const head = [
    `gateway only: each in a process of its own, ${pinning()}; subgraphs answer from memory; ${CONNECTIONS} connections, ${TOKENS} tokens, all seen before.`,
    'Ours checks the token, limits, cost and authority of each request and signs each subgraph request; of the others, those that verify tokens are named so.',
    'All give the same answers. Medians, and in brackets the middle half of the rounds.',
  ].join('\n');
  const tables = cases.flatMap(({ name, way, answerBytes, rows, profiles }) => [
    comparisonTable(`${name} answer: ${(answerBytes / 1000).toFixed(1)} KB, ${way}`, PEERS, rows),
    ...profiles.map((profile) => profileTable(`${name} answer`, profile)),
  ]);
  const coldLines = columns([
    ['', 'p50 ms', 'p95 ms', `times as long as ${STOCK}`, ''],
    ...cold.map(({ name, p50Ms, p95Ms, timesAsLong }) => {
      const ratio = timesAsLong[STOCK] as Spread;
      const target = name === OURS ? `target 1.00x: ${ratio.median <= 1 ? 'reached' : 'missed'}` : '';
      return [name, p50Ms.toFixed(1), p95Ms.toFixed(1), spreadText(ratio, 2), target];
    }),
  ]);
  const coldTable = ['cold: the medium operation under a name never seen before', ...coldLines].join('\n');
  return [head, ...tables, coldTable, telemetryShare(cases, telemetryMs)].join('\n\n');
}

/** Describes their share of the processor time of a request with the medium answer. */
function telemetryShare(cases: GatewayFigures['cases'], telemetryMs: number): string {
  const { rows } = cases[1] as GatewayFigures['cases'][number];
  const shares = rows.flatMap((row) => {
    if (!('cpuMs' in row) || !row.cpuMs || ![OURS, OURS_LOCAL].includes(row.name)) return [];
    const share = telemetryMs / row.cpuMs.median;
    const reached = share < TELEMETRY_SHARE ? 'reached' : 'missed';
    return [`  ${row.name}: ${(share * 100).toFixed(1)} % of a medium request, target under 10 %: ${reached}`];
  });
  return [`log line and metrics of a request: ${(telemetryMs * 1_000).toFixed(1)} µs on the processor`, ...shares].join(
    '\n',
  );
}
