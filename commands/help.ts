import { Problem } from './problem';

/**
 * Tells whether `--help` is among the arguments of a command: it then prints its usage on standard output, and does
 * nothing else.
 */
export function isHelpRequested(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}

/** @throws Problem where a command without arguments is given some: a command that is not understood does nothing */
export function rejectArguments(words: readonly string[], command: string): void {
  const [unknown] = words;
  if (unknown !== undefined)
    throw new Problem(`${command} does not know “${unknown}”. It takes no arguments except --help.`);
}
