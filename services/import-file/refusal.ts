/** Why a file is not imported. A file is taken as a whole or not at all, and all that is wrong is said at once. */

export interface Problem {
  /** Of the file, from 1; null where it is the file as a whole. */
  readonly line: number | null;
  readonly reason: string;
}

/** More do not help whoever mends the file. */
export const MOST_PROBLEMS = 20;

export class ImportRefused extends Error {
  constructor(
    readonly problems: readonly Problem[],
    /** Whether the reading stopped at the last of them. */
    readonly more = false,
  ) {
    super(problems.map(spoken).join('\n'));
  }
}

export function spoken({ line, reason }: Problem): string {
  return line === null ? reason : `line ${line}: ${reason}`;
}

/** Collects problems, and stops the reading by an `ImportRefused` once there are as many as are worth printing. */
export class Problems {
  private readonly found: Problem[] = [];

  get any(): boolean {
    return this.found.length > 0;
  }

  /** @throws ImportRefused at the last one that is worth printing */
  add(line: number | null, reason: string): void {
    this.found.push({ line, reason });
    if (this.found.length >= MOST_PROBLEMS) throw new ImportRefused(inOrder(this.found), true);
  }

  /** @throws ImportRefused where there are any */
  refuse(): void {
    if (this.any) throw new ImportRefused(inOrder(this.found));
  }
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
