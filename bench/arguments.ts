/** What `npm run bench --` understands. */
import { parseArgs } from 'node:util';

export const BENCH_NAMES = ['gateway', 'system', 'staleness', 'access'] as const;
export type BenchName = (typeof BENCH_NAMES)[number];

export interface BenchArguments {
  readonly names: readonly BenchName[];
  readonly quick: boolean;
  /** Where the figures go as JSON. */
  readonly json?: string;
  /** Whether it is looked at where our gateway's time goes. */
  readonly profile: boolean;
}

export const USAGE = `Usage: npm run bench -- [--only ${BENCH_NAMES.join('|')}] [--quick] [--json FILE] [--profile]`;

/** @throws Error that names what is wrong and what is taken instead */
export function readArguments(words: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  });
  const { only, ...rest } = values;
  const names = BENCH_NAMES.filter((name) => only === undefined || name === only);
  if (names.length === 0) throw new Error(`There is no bench “${only}”. Name one of: ${BENCH_NAMES.join(', ')}`);
  return { names, ...rest };
}
