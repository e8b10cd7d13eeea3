/** Why a file is not imported. A file is imported as a whole or not at all, and all mistakes are reported at once. */

/** Where something stands in its file. */
export interface Place {
  /** Counted from 1. */
  readonly line: number;
  /** The number of the element in a JSON array, counted from 1, where several stand in the line. */
  readonly element?: number | null;
}

export interface Problem {
  /** Null where the reason is about the whole file. */
  readonly place: Place | null;
  readonly reason: string;
}

/** More do not help the person who mends the file; the rest is counted. */
export const MAX_LISTED = 20;
/** The longest of our own sentences have about 400 characters. A quotation from a file may have millions. */
const MAX_REASON_LENGTH = 600;

/** Makes the error that stops the reading. */
export function importError(line: number | null, reason: string): ImportError {
  return new ImportError([{ place: line === null ? null : { line }, reason }]);
}

export class ImportError extends Error {
  /** The file that the error is about, where an import has several. */
  file: string | undefined;

  constructor(
    readonly problems: readonly Problem[],
    /** How many more there are. */
    readonly more = 0,
  ) {
    super(problems.map(describeProblem).join('\n'));
  }
}

/** Returns one short line that is safe for a terminal, whatever it quotes from the file. */
export function describeProblem({ place, reason }: Problem): string {
  const line = reason.length > MAX_REASON_LENGTH ? `${reason.slice(0, MAX_REASON_LENGTH)}…` : reason;
  return (place ? `${placeName(place)}: ${line}` : line).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, codePoint);
}

/** Returns `line 7`, or `line 1, element 5`. */
export function placeName({ line, element }: Place): string {
  return element ? `line ${line}, element ${element}` : `line ${line}`;
}

/** Collects problems: the first of them are listed, the others counted. */
export class Problems {
  private readonly listed: Problem[] = [];
  private more = 0;

  get any(): boolean {
    return this.listed.length > 0;
  }

  /** Whether as many were found as are listed. A check that only finds more of them can be skipped. */
  get full(): boolean {
    return this.listed.length >= MAX_LISTED;
  }

  add(place: Place | null, reason: string): void {
    if (this.full) this.more++;
    else this.listed.push({ place, reason });
  }

  addUntold(count: number): void {
    this.more += count;
  }

  /** Returns those that are listed, in the order of the file, and how many there are. */
  told(): { readonly problems: readonly Problem[]; readonly count: number } {
    return { problems: this.inOrder(), count: this.listed.length + this.more };
  }

  /** @throws ImportError where there are any, in the order of the file */
  refuse(): void {
    if (this.any) throw new ImportError(this.inOrder(), this.more);
  }

  private inOrder(): Problem[] {
    return this.listed.toSorted((a, b) => lineOf(a) - lineOf(b) || elementOf(a) - elementOf(b));
  }
}

const lineOf = ({ place }: Problem) => place?.line ?? 0;
const elementOf = ({ place }: Problem) => place?.element ?? 0;

/** Quotes a value of the file, or its beginning, in a message. */
export function shown(value: string): string {
  return `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`;
}

/** Such as `U+0000`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}
