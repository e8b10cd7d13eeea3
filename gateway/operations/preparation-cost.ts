/**
 * Predicts the time of preparing a text, in microseconds of the one thread, so that it is charged before the work
 * begins. Measured with texts that push one limit at a time (docs/decisions/0022-prepared-operations.md).
 */
interface PreparedSizes {
  readonly tokens: number;
  readonly selections: number;
  readonly fragments: number;
  readonly directives: number;
  readonly comparisons: number;
  readonly jumps: number;
}

const LEAST = 1_200;
const PER_TOKEN = 2.5;
const PER_SELECTION = 15;
/** Validation compares the fields of fragments in pairs of fragments. */
const PER_FRAGMENT = 120;
/** A directive around fields of other subgraphs adds a branch to the plan. */
const PER_DIRECTIVE = 700;
const PER_COMPARISON = 0.06;
/** A question to a subgraph is planned and compiled here, and prepared by the subgraph. */
const PER_JUMP = 500;

/** The cost of parsing the text, whatever it contains. */
export function costOfReading({ length }: string): number {
  return 100 + Math.ceil(length / 5);
}

/** The cost of checking, validating, planning and compiling it. */
export function costOfPreparing(sizes: PreparedSizes): number {
  const { tokens, selections, fragments, directives, comparisons, jumps } = sizes;
  return Math.ceil(
    LEAST +
      PER_TOKEN * tokens +
      PER_SELECTION * selections +
      PER_FRAGMENT * fragments +
      PER_DIRECTIVE * directives +
      PER_COMPARISON * comparisons +
      PER_JUMP * jumps,
  );
}
