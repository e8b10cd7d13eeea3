/** Reads the arguments of `npm run bench --`. */
import { parseArgs } from 'node:util';

const BENCH_NAMES = ['gateway', 'system', 'staleness', 'access', 'usage', 'events', 'desk', 'catalogue'] as const;
export type BenchName = (typeof BENCH_NAMES)[number];

export interface BenchArguments {
  readonly names: readonly BenchName[];
  readonly quick: boolean;
  /** The file to which the figures are written as JSON. */
  readonly json?: string;
  /** Whether our gateway is profiled. */
  readonly profile: boolean;
  /** Only the cases of the system whose names contain this text are measured, without latency and memory. */
  readonly case?: string;
  /** The number of events of the largest platform. Each bench has a default. */
  readonly events?: number;
}

export const USAGE = `Usage: npm run bench -- [--only ${BENCH_NAMES.join('|')}] [--quick] [--json FILE] [--profile] [--events N] [--case TEXT]\n       --events: of how many events usage makes the sums, 10,000,000 where it is left out (1,000,000,000 take some 45 GB);\n                 or how many single ones events writes, 1,000,000 where it is left out\n       --case: only the cases of system whose names hold it`;

/** @throws Error that names what is wrong, and what is accepted instead */
export function readArguments(words: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'boolean', default: false },
      events: { type: 'string' },
      case: { type: 'string' },
    },
  });
  const { only, events, ...rest } = values;
  const names = BENCH_NAMES.filter((name) => only === undefined || name === only);
  if (names.length === 0) throw new Error(`There is no bench “${only}”. Name one of: ${BENCH_NAMES.join(', ')}`);
  if (events === undefined) return { names, ...rest };
  if (!/^[1-9]\d{0,12}$/.test(events))
    throw new Error(`--events ${events} is not a number of events. Write 100000000.`);
  return { names, ...rest, events: Number(events) };
}
