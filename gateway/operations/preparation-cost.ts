/**
 * What it costs to prepare a text, in microseconds of the one thread that does it: measured on the machine of the
 * benchmarks, with texts in which one thing at a time is as large as the limits let it be
 * (docs/decisions/0022-prepared-operations.md). Known before the work begins, so that it is paid before.
 */
export interface PreparedSizes {
  readonly tokens: number;
  readonly selections: number;
  readonly comparisons: number;
  readonly jumps: number;
  readonly 'unfolded directives': number;
}

const LEAST = 500;
const PER_TOKEN = 2;
const PER_SELECTION = 15;
const PER_COMPARISON = 0.06;
/** A plan's question to a subgraph: planned, compiled, and prepared over there. */
const PER_JUMP = 200;
/** On fields that other subgraphs answer, each makes branches of the plan. */
const PER_DIRECTIVE = 300;

/** Of reading the text, whatever is in it. */
export function costOfReading({ length }: string): number {
  return 100 + Math.ceil(length / 10);
}

/** Of checking, validating, planning and compiling it. */
export function costOfPreparing(sizes: PreparedSizes): number {
  const { tokens, selections, comparisons, jumps, 'unfolded directives': directives } = sizes;
  return Math.ceil(
    LEAST +
      PER_TOKEN * tokens +
      PER_SELECTION * selections +
      PER_COMPARISON * comparisons +
      PER_JUMP * jumps +
      PER_DIRECTIVE * directives,
  );
}
