/** Reads what a run of Stryker found, without the equivalent mutants. */

/** The part of Stryker's report that is read here, in the schema of mutation-testing-elements. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Place {
  /** The number of the line, from 1. */
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/**
 * A mutant that behaves as the original code, whatever a test does. It is identified by its text, so that it may move.
 */
export interface Equivalent {
  readonly file: string;
  /** The line in which it begins. */
  readonly line: string;
  /**
   * The code that it replaces, in this line or those that follow, where one line has several mutants; and the
   * replacement.
   */
  readonly code: string;
  readonly mutant: string;
  readonly because: string;
}

type Named = Omit<Equivalent, 'because'> & { readonly at: number };

interface Result {
  readonly noticed: number;
  readonly equivalent: number;
  readonly unnoticed: readonly Named[];
  /**
   * Mutants that are named as equivalent although a test noticed them, or that no longer exist in a file of this run.
   */
  readonly stale: readonly Equivalent[];
  /** The percentage of those that are not equivalent, rounded down to the second decimal. */
  readonly score: number;
}

const NOTICED = ['Killed', 'Timeout'];
/** Mutants of these states do not count. Any other state counts as unnoticed, also where the tests could not run. */
const NO_MUTANT = ['CompileError', 'Ignored'];

export function resultOf({ files }: MutationReport, equivalents: readonly Equivalent[]): Result {
  const unnoticed: Named[] = [];
  const used = new Set<Equivalent>();
  let noticed = 0;
  let equivalent = 0;
  for (const [file, { source, mutants }] of Object.entries(files)) {
    for (const mutant of mutants) {
      if (NOTICED.includes(mutant.status)) noticed += 1;
      if ([...NOTICED, ...NO_MUTANT].includes(mutant.status)) continue;
      const named = nameOf(file, source.split('\n'), mutant);
      const known = equivalents.find((one) => isSame(one, named));
      if (known) {
        used.add(known);
        equivalent += 1;
      } else unnoticed.push(named);
    }
  }
  return {
    noticed,
    equivalent,
    unnoticed,
    stale: equivalents.filter((one) => one.file in files && !used.has(one)),
    score: Math.floor((10_000 * noticed) / Math.max(1, noticed + unnoticed.length)) / 100,
  };
}

function nameOf(file: string, lines: readonly string[], { replacement = '', location: { start, end } }: Mutant): Named {
  const covered = lines.slice(start.line - 1, end.line);
  covered.push((covered.pop() ?? '').slice(0, end.column - 1));
  covered[0] = (covered[0] ?? '').slice(start.column - 1);
  const line = (lines[start.line - 1] ?? '').trim();
  return { file, at: start.line, line, code: flat(covered.join('\n')), mutant: flat(replacement) };
}

function flat(code: string): string {
  return code.replace(/\s+/g, ' ').trim();
}

function isSame(one: Equivalent, named: Named): boolean {
  return one.file === named.file && one.line === named.line && one.code === named.code && one.mutant === named.mutant;
}

/** @param all whether each unnoticed mutant is listed, or the score only */
export function textOf(place: string, result: Result, floor: number | undefined, all = true): string {
  const { noticed, equivalent, unnoticed, stale, score } = result;
  return [
    ...(all ? unnoticed : []).map(({ file, at, code, mutant }) => `${file}:${at}\n  - ${code}\n  + ${mutant}`),
    ...(all ? stale : []).map(
      ({ file, code, mutant }) => `${file}: no such equivalent mutant: “${code}” as “${mutant}”. Take it out.`,
    ),
    `${place}: ${noticed} of ${noticed + unnoticed.length} mutants are noticed, ${score} % (${floorText(score, floor)}); ${equivalent} are equivalent.`,
  ].join('\n');
}

function floorText(score: number, floor: number | undefined): string {
  if (floor === undefined) return 'no floor';
  return score < floor
    ? `lower than its floor of ${floor} %`
    : `floor ${floor} %${score > floor ? ', which may rise' : ''}`;
}
