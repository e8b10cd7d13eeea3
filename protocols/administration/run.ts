/** What a page knows about a command that somebody started. The console shares these types, so this file imports nothing. */
export type RunState = 'RUNNING' | 'DONE' | 'FAILED' | 'STOPPED' | 'INTERRUPTED';

export interface Run {
  readonly id: string;
  /** What is done, as people choose it: `import schools`. */
  readonly what: string;
  /** The names of the files. */
  readonly files: readonly string[];
  readonly isDryRun: boolean;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly state: RunState;
  /** The last line about its progress. */
  readonly progress: string | null;
}

export interface WholeRun extends Run {
  readonly report: string;
  readonly problems: string;
}
