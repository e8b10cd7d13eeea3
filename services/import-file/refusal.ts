/** Why a file is not imported. A file is taken as a whole or not at all, and all that is wrong is said at once. */

export interface Problem {
  /** Of the file, from 1; null where it is the file as a whole. */
  readonly line: number | null;
  readonly reason: string;
}

/** More do not help whoever mends the file; the rest is counted. */
export const MAX_LISTED = 20;

export class ImportRefused extends Error {
  /** The file that it is about, where an import has several. */
  file: string | undefined;

  constructor(
    readonly problems: readonly Problem[],
    /** How many more there are. */
    readonly more = 0,
  ) {
    super(problems.map(spoken).join('\n'));
  }
}

export function spoken({ line, reason }: Problem): string {
  return line === null ? reason : `line ${line}: ${reason}`;
}

/** Collects problems: the first of them to be told, the others by their number. */
export class Problems {
  private readonly listed: Problem[] = [];
  private more = 0;

  get any(): boolean {
    return this.listed.length > 0;
  }

  /** Whether there are as many as are told. What only finds more of them need not be done. */
  get full(): boolean {
    return this.listed.length >= MAX_LISTED;
  }

  add(line: number | null, reason: string): void {
    if (this.full) this.more++;
    else this.listed.push({ line, reason });
  }

  addUntold(count: number): void {
    this.more += count;
  }

  /** @throws ImportRefused where there are any, in the order of the file */
  refuse(): void {
    if (this.any)
      throw new ImportRefused(
        this.listed.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
        this.more,
      );
  }
}

/** A value of the file as a message shows it: whatever it holds, it stays in its line and does nothing to a terminal. */
export function shown(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `“${short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, codePoint)}”`;
}

/** `U+0000` */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}
